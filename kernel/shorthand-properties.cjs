// Writes `{ days }` as `{ days: days }` before tslab converts a cell: it reads variables of earlier cells as `exports.days`, and
// leaves shorthand properties out, so that the cell ends with "days is not defined".
const ts = require('@tslab/typescript-for-tslab');
const { JupyterHandlerImpl } = require('tslab/dist/jupyter');

const { handleExecuteImpl } = JupyterHandlerImpl.prototype;
JupyterHandlerImpl.prototype.handleExecuteImpl = function (request, ...rest) {
  request.code = longhand(request.code);
  return handleExecuteImpl.call(this, request, ...rest);
};

// The same holds for patterns on the left of an assignment: `({ a = 1 } = x)` is `({ a: a = 1 } = x)`.
function longhand(code) {
  const names = [];
  const visit = (node) => {
    if (ts.isShorthandPropertyAssignment(node)) names.push(node.name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ES2022, true));
  let text = code;
  for (const name of names.reverse()) text = `${text.slice(0, name.end)}: ${name.text}${text.slice(name.end)}`;
  return text;
}
