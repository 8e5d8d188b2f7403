// Keeps a running kernel from stumbling over a rebuild: TypeScript watches the folders in which it looked for modules, and a
// change there sets a second timer that tslab's converter refuses ("Unexpected pending rebuildTimer"). Modules of the user's own
// that a cell imports are still watched; the built library and packages are read once, as their code is.
const path = require('node:path');
const { sys } = require('@tslab/typescript-for-tslab');

const { watchFile } = sys;
const still = { close() {} };
const root = path.dirname(__dirname);
const readOnce = [path.join(root, 'dist'), path.join(root, 'node_modules')].map((folder) => folder + path.sep);

sys.watchDirectory = () => still;
sys.watchFile = (file, ...rest) => {
  if (readOnce.some((folder) => path.resolve(file).startsWith(folder))) return still;
  return watchFile.call(sys, file, ...rest);
};
