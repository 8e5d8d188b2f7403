// JupyterLab in the project's own virtual environment, with our kernel linked into it.
import fs from 'node:fs';
import path from 'node:path';
import { at, hash, read, root, sh, step, venv, venvPython } from './steps.mjs';

export function prepareJupyter(python, options) {
  const wanted = read(at('requirements.txt'));
  step('Jupyter in .venv', { ...options, stamp: path.join(venv, '.strata-requirements'), want: hash(wanted), makes: [venvPython] }, () => {
    if (!works()) {
      fs.rmSync(venv, { recursive: true, force: true });
      sh(python, ['-m', 'venv', venv], { remedy: 'apt-get install python3-venv, remove .venv, run again' });
    }
    sh(venvPython, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', at('requirements.txt')], {
      remedy: 'check that pip reaches its package index, then run again',
    });
  });
  const kernels = path.join(venv, 'share', 'jupyter', 'kernels');
  const kernel = path.join(kernels, 'strata');
  step('Jupyter kernel', { ...options, stamp: path.join(venv, '.strata-kernel'), want: hash('2', root), makes: [path.join(kernel, 'kernel.json')] }, () => {
    const settings = path.join(venv, 'etc', 'jupyter', 'labconfig');
    fs.mkdirSync(settings, { recursive: true });
    fs.writeFileSync(path.join(settings, 'page_config.json'), '{ "disabledExtensions": { "@jupyterlab/apputils-extension:announcements": true } }\n');
    fs.mkdirSync(kernels, { recursive: true });
    fs.rmSync(kernel, { recursive: true, force: true });
    fs.symlinkSync(at('kernel'), kernel);
  });
}

/** Whether the environment's Python runs and has pip: a killed or moved environment does not. */
function works() {
  if (!fs.existsSync(venvPython)) return false;
  try {
    sh(venvPython, ['-m', 'pip', '--version']);
    return true;
  } catch {
    return false;
  }
}
