// The environment in which the library, the tests and JupyterLab run.
import path from 'node:path';

/** The kernel is started as `node` from PATH: it shall be this Node. */
export function runtimeEnvironment() {
  const folder = path.dirname(process.execPath);
  return { ...process.env, PATH: [folder, process.env.PATH].filter(Boolean).join(path.delimiter) };
}
