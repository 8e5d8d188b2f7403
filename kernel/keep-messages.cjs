// Lets every line of a cell arrive. Two limits stand in the way, and tslab looks at neither: after 512 sends without a pause
// zeromq delays a send and refuses the next, and beyond 1000 waiting messages a publisher drops them; nbclient in turn gives
// up when it is seconds behind, which one message a printed line brings about.
const path = require('node:path');
const { JupyterHandlerImpl } = require('tslab/dist/jupyter');
const tslab = path.dirname(require.resolve('tslab/package.json'));
const zmq = require(require.resolve('zeromq', { paths: [tslab] }));

// With a time-out of 0 every send is immediate; with a high-water mark of 0 none is dropped.
for (const { prototype } of [zmq.Publisher, zmq.Router]) {
  const { bind } = prototype;
  Object.defineProperty(prototype, 'bind', {
    value(address) {
      this.sendHighWaterMark = 0;
      this.sendTimeout = 0;
      return bind.call(this, address);
    },
  });
}

const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
JupyterHandlerImpl.prototype.handleExecuteImpl = async function (request, writeStream, writeDisplay) {
  const lines = gather(writeStream);
  const display = (data, update) => {
    lines.flush();
    writeDisplay(data, update);
  };
  try {
    return await handleExecuteImpl.call(this, request, lines.write, display);
  } finally {
    lines.flush();
  }
};

// Joins what is written to one stream within 50 ms into one message. The first write goes out at once, and a loop that never
// yields still shows its lines, since each write looks at the clock.
function gather(send) {
  let text = '';
  let stream = '';
  let sentAt = 0;
  let timer;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (text === '') return;
    const waiting = text;
    text = '';
    sentAt = performance.now();
    send(stream, waiting);
  };
  const write = (name, more) => {
    if (name !== stream) flush();
    stream = name;
    text += more;
    if (performance.now() - sentAt > 50) flush();
    else timer ??= setTimeout(flush, 50);
  };
  return { write, flush };
}
