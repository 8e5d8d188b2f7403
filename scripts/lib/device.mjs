// Which device the set-up prepares, from what the machine has and what was asked for.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { fail, have } from './steps.mjs';

export const requests = ['auto', 'cpu', 'gpu', 'webgpu', 'wasm'];

/** What of the machine matters. Every member can be faked in a test. */
export function probe(addonCached) {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: Boolean(process.report?.getReport().header.glibcVersionRuntime),
    compiler: have(process.env.CXX || 'g++'),
    addonCached,
    nvidia: nvidiaSmi(),
  };
}

/** The first card that nvidia-smi names, or undefined where it does not answer. */
function nvidiaSmi() {
  if (!have('nvidia-smi')) return undefined;
  const run = spawnSync('nvidia-smi', ['--query-gpu=name,driver_version', '--format=csv,noheader'], { encoding: 'utf8' });
  return run.status === 0 ? run.stdout.trim().split('\n')[0] : undefined;
}

/**
 * Chooses `cpu` or `gpu` (TensorFlow), `webgpu` or `wasm`, and says why.
 * An explicit wish that the machine cannot meet is an error, never a silent second choice.
 */
export function chooseDevice(request, machine) {
  if (!requests.includes(request)) fail(`--device is one of ${requests.join(', ')}; received ${request}`, 'npm run setup -- --device auto');
  if (request === 'wasm' || request === 'webgpu') return { device: request, why: `asked for by --device ${request}` };
  const wheel = machine.platform === 'linux' && machine.arch === 'x64' && machine.glibc;
  const noWheel = `there is no TensorFlow wheel for ${machine.platform} ${machine.arch}${machine.platform === 'linux' && !machine.glibc ? ' without glibc' : ''}`;
  const noCompiler = 'g++ is missing, which compiles the TensorFlow binding once';
  const canBuild = machine.compiler || machine.addonCached;
  if (request === 'auto') {
    if (!wheel) return { device: 'wasm', why: `${noWheel}: WebAssembly is used, which is slower` };
    if (!canBuild) return { device: 'wasm', why: `${noCompiler} (apt-get install g++): WebAssembly is used, which is slower` };
    if (machine.nvidia) return { device: 'gpu', why: `nvidia-smi names ${machine.nvidia}` };
    return { device: 'cpu', why: 'no NVIDIA card was found (nvidia-smi does not answer)' };
  }
  if (!wheel) fail(noWheel, 'npm run setup -- --device wasm');
  if (!canBuild) fail(noCompiler, 'apt-get install g++');
  return { device: request, why: `asked for by --device ${request}` };
}

/** Leaves a note for the library on what was prepared, and why. */
export function noteDevice(file, choice) {
  const text = `${JSON.stringify(choice, null, 2)}\n`;
  if (fs.existsSync(file) && fs.readFileSync(file, 'utf8') === text) return;
  fs.mkdirSync(file.replace(/\/[^/]*$/, ''), { recursive: true });
  fs.writeFileSync(`${file}.part`, text);
  fs.renameSync(`${file}.part`, file);
}
