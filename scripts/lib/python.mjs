// The project's own Python environment, and pip in it.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './process.mjs';
import { hash, root, venv, venvPython } from './project.mjs';
import { stamped } from './steps.mjs';

/** The interpreter that the environment is made with. */
export const systemPython = process.env.PYTHON || 'python3';

/** Variables under which a person's own Python settings do not reach into the environment. */
const env = { ...process.env, PIP_USER: '0', PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_REQUIRE_VIRTUALENV: '0' };
delete env.PYTHONHOME;
delete env.PYTHONPATH;

/** Made anew where the project has moved: scripts of an environment name its folder. */
export function environment() {
  return stamped({
    name: 'Python environment .venv',
    place: 'project',
    needsMb: 50,
    needs: [systemPython],
    stamp: path.join(venv, '.strata-environment'),
    want: () => hash(root),
    makes: [venvPython],
    work: async () => {
      fs.rmSync(venv, { recursive: true, force: true });
      await run(systemPython, ['-m', 'venv', venv], { env, remedy: 'apt-get install python3-venv, then run again' });
    },
  });
}

/**
 * Calls pip of the environment.
 * @param {readonly string[]} args
 * @param {{ remedy?: string, scratch?: string }} [options] scratch: folder for what is unpacked on the way, where /tmp may be too small
 */
export async function pip(args, { remedy = 'check that pip reaches its package index, then run again', scratch } = {}) {
  const [command = '', ...rest] = args;
  await run(venvPython, ['-m', 'pip', command, '-q', ...rest], {
    env: scratch ? { ...env, TMPDIR: scratch } : env,
    remedy,
  });
}

/** Runs one of our Python files in the environment. */
export async function python(/** @type {readonly string[]} */ args) {
  return run(venvPython, args, { env });
}
