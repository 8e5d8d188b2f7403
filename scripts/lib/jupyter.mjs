// JupyterLab in the project's Python environment, with our kernel linked into it.
import fs from 'node:fs';
import path from 'node:path';
import { at, hash, read, root, venv } from './project.mjs';
import { pip } from './python.mjs';
import { stamped } from './steps.mjs';

/** Name of the kernel in kernelspecs and notebooks. */
export const kernelName = 'strata';

export function jupyter() {
  const requirements = at('requirements.txt');
  return stamped({
    name: 'JupyterLab',
    place: 'project',
    needsMb: 400,
    stamp: path.join(venv, '.strata-requirements'),
    want: () => hash(root, read(requirements)),
    makes: [path.join(venv, 'bin', 'jupyter')],
    work: () => pip(['install', '-r', requirements]),
  });
}

export function kernel() {
  const kernels = path.join(venv, 'share', 'jupyter', 'kernels');
  const link = path.join(kernels, kernelName);
  return stamped({
    name: 'Jupyter kernel',
    place: 'project',
    stamp: path.join(venv, '.strata-kernel'),
    want: () => hash('4', root),
    makes: [path.join(link, 'kernel.json')],
    work: async () => {
      const settings = path.join(venv, 'etc', 'jupyter', 'labconfig');
      fs.mkdirSync(settings, { recursive: true });
      // Lab would ask a public server for news.
      const disabled = { disabledExtensions: { '@jupyterlab/apputils-extension:announcements': true } };
      fs.writeFileSync(path.join(settings, 'page_config.json'), `${JSON.stringify(disabled)}\n`);
      // JupyterLab brings CommonJS scripts, which our own package.json would declare to be modules.
      fs.writeFileSync(path.join(venv, 'package.json'), '{ "private": true, "type": "commonjs" }\n');
      fs.mkdirSync(kernels, { recursive: true });
      fs.rmSync(link, { recursive: true, force: true });
      // A copy would take its own folder for the project's root.
      fs.symlinkSync(at('kernel'), link);
    },
  });
}
