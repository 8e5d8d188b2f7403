// Tells the notebook that a cell has begun and as which number (the protocol's execute_input, which tslab does not send), so
// that an executed notebook shows which cells ran: after a failing cell the next one can be skipped without a word.
const { JupyterHandlerImpl, ZmqServer } = require('tslab/dist/jupyter');

const begun = new WeakMap();
const { handleExecute } = ZmqServer.prototype;
ZmqServer.prototype.handleExecute = function (socket, message) {
  const { code } = message.content;
  begun.set(message.content, (count) => {
    const notice = message.createReply();
    notice.header.msg_type = 'execute_input';
    notice.content = { code, execution_count: count };
    notice.signAndSend(this.connInfo.key, this.iopub);
  });
  return handleExecute.call(this, socket, message);
};

const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
JupyterHandlerImpl.prototype.handleExecuteImpl = function (request, ...rest) {
  begun.get(request)?.(this.execCount + 1);
  return handleExecuteImpl.call(this, request, ...rest);
};
