// One-command set-up: npm packages, Jupyter, the TensorFlow binding, our kernel, the build. Plain Node, no dependencies.
// A second run passes over everything. `--check` only reports; `--device auto|cpu|gpu|webgpu|wasm` chooses what is prepared.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './lib/build.mjs';
import { chooseDevice, noteDevice, probe } from './lib/device.mjs';
import { prepareJupyter } from './lib/jupyter.mjs';
import { at, cacheFolder, fail, hash, have, read, SetupError, sh, step, venvPython } from './lib/steps.mjs';
import { addonFile, prepareTensorFlow, unlink } from './lib/tensorflow.mjs';

export const webgpuVersion = '0.6.2';

/** Sets up what is missing. @throws SetupError with what is wrong and what to do */
export function setup({ device: request, checkOnly = false, quiet = false } = {}) {
  const cache = cacheFolder();
  const earlier = JSON.parse(read(at('.cache', 'device.json')) || '{}');
  const wish = request ?? process.env.STRATA_DEVICE ?? (earlier.requested && earlier.requested !== 'auto' ? earlier.requested : 'auto');
  const python = process.env.PYTHON || 'python3';
  prerequisites(python);
  const choice = chooseDevice(wish, probe(fs.existsSync(addonFile(cache))));
  const options = { checkOnly, quiet };
  step('npm packages', { ...options, stamp: at('node_modules', '.strata-lock'), want: hash(read(at('package-lock.json'))) }, () =>
    sh('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { remedy: 'check that npm reaches its registry, then run again' }),
  );
  prepareJupyter(python, options);
  let prepared = {};
  if (choice.device === 'cpu' || choice.device === 'gpu') prepared = prepareTensorFlow(choice.device, cache, options);
  else unlink();
  if (choice.device === 'webgpu') {
    const folder = path.join(cache, `webgpu-${webgpuVersion}`);
    step(`webgpu ${webgpuVersion}`, { ...options, stamp: path.join(folder, '.complete'), want: webgpuVersion }, () => {
      fs.mkdirSync(folder, { recursive: true });
      sh('npm', ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', `webgpu@${webgpuVersion}`]);
    });
    prepared = { webgpu: path.join(folder, 'node_modules', 'webgpu') };
  }
  build(options);
  if (!checkOnly) noteDevice(at('.cache', 'device.json'), { requested: wish, ...choice, ...prepared });
  if (!quiet || choice.device === 'wasm') console.log(`  device: ${choice.device} (${choice.why})`);
  return choice;
}

/** Everything that is missing is told at once, before any slow work. */
function prerequisites(python) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const missing = [];
  if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 12) || major === 23) {
    missing.push([`Node ${process.versions.node} is not supported`, 'use Node 20.19 or newer, 22.12 or newer, or 24']);
  }
  if (!have('npm')) missing.push(['npm is missing', 'install npm (it comes with Node)']);
  if (!fs.existsSync(venvPython)) {
    if (!have(python)) missing.push([`${python} is missing (Jupyter needs it)`, 'apt-get install python3 python3-venv']);
    else {
      const probe = spawnSync(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))'], { encoding: 'utf8' });
      if (probe.status !== 0) {
        const said = (probe.stderr ?? '').trim().split('\n').pop() || 'it is older than 3.10';
        missing.push([`${python} cannot make a virtual environment (${said})`, 'apt-get install python3-venv (Python 3.10 or newer)']);
      }
    }
  }
  if (missing.length > 0) fail(missing.map(([what]) => what).join('\n'), missing.map(([, remedy]) => remedy).join('; '));
}

/** Runs a script's main function; a SetupError is printed without its stack. */
export async function main(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`set-up: ${error.message}`);
    process.exitCode = 1;
  }
}

/** Value of `--name value` or `--name=value`. */
export function argument(name, args = process.argv.slice(2)) {
  const index = args.findIndex((a) => a === `--${name}` || a.startsWith(`--${name}=`));
  if (index < 0) return undefined;
  return args[index].includes('=') ? args[index].slice(name.length + 3) : args[index + 1];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(() => {
    setup({ device: argument('device'), checkOnly: process.argv.includes('--check') });
    console.log('ready: npm start, npm test, npm run lab');
  });
}
