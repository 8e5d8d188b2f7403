// The environment in which the library, the tests and JupyterLab run.
import path from 'node:path';
import { option } from './project.mjs';

/** The kernel is started as `node` from PATH: it shall be this Node. A `--device` goes before STRATA_DEVICE. */
export function runtimeEnvironment() {
  const folder = path.dirname(process.execPath);
  const device = option('device');
  return {
    ...process.env,
    PATH: [folder, process.env.PATH].filter(Boolean).join(path.delimiter),
    ...(device ? { STRATA_DEVICE: device } : {}),
  };
}
