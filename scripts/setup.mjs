// One-command set-up: npm packages, Jupyter, the TensorFlow binding, our kernel, the build. Plain Node, no dependencies.
// A second run passes over everything, a killed one is gone on with. `--check` only reports; `--device auto|cpu|gpu|webgpu|wasm` chooses
// what is prepared and is remembered.
import fs from 'node:fs';
import path from 'node:path';
import { build } from './lib/build.mjs';
import { chooseDevice, probe, wishedDevice } from './lib/device.mjs';
import { SetupError } from './lib/failure.mjs';
import { jupyter, kernel } from './lib/jupyter.mjs';
import { withLock } from './lib/lock.mjs';
import { packages } from './lib/packages.mjs';
import { checkPrerequisites } from './lib/prerequisites.mjs';
import { at, cacheFolder, deviceNote, main, read, writeWhole } from './lib/project.mjs';
import { environment } from './lib/python.mjs';
import { addonFile, cudaFolder, libraryFolder, tensorflow, tensorflowVersion, unlinked } from './lib/tensorflow.mjs';
import { webgpu, webgpuPackage } from './lib/webgpu.mjs';

/** All steps for a device, in order. */
export function plan(/** @type {'cpu' | 'gpu' | 'webgpu' | 'wasm'} */ device) {
  const native = device === 'cpu' || device === 'gpu';
  return [
    packages(),
    environment(),
    jupyter(),
    kernel(),
    ...(native ? tensorflow(device) : [unlinked()]),
    ...(device === 'webgpu' ? [webgpu()] : []),
    build(),
  ];
}

/** Chooses the device for this machine. */
export function choice(args = process.argv.slice(2)) {
  const wish = wishedDevice(args);
  return { ...wish, ...chooseDevice(wish.requested, probe(fs.existsSync(addonFile()))) };
}

/**
 * Sets up what is missing.
 * @param {{ args?: readonly string[], checkOnly?: boolean, quiet?: boolean }} [options] quiet: steps that are done are not listed
 * @throws SetupError with what is wrong and what to do
 */
export async function setup({ args = process.argv.slice(2), checkOnly = false, quiet = false } = {}) {
  const chosen = choice([...args]);
  const { device, why } = chosen;
  const steps = plan(device);
  const due = steps.filter((step) => !step.done());
  if (checkOnly && due.length > 0)
    throw new SetupError(due.map((step) => ({ what: `${step.name}: to do`, remedy: 'npm run setup' })));
  checkPrerequisites(due);
  if (!quiet || due.length > 0 || device === 'wasm') console.log(`device: ${device} (${why})`);
  await perform(steps, due.length > 0, quiet);
  if (!checkOnly) note(chosen);
  return chosen;
}

/** Does only the steps a script needs, e.g. the packages before the check of formats. */
export async function prepare(/** @type {readonly import('./lib/steps.mjs').Step[]} */ steps) {
  const due = steps.filter((step) => !step.done());
  checkPrerequisites(due);
  await perform(steps, due.length > 0, true);
}

async function perform(
  /** @type {readonly import('./lib/steps.mjs').Step[]} */ steps,
  /** @type {boolean} */ any,
  /** @type {boolean} */ quiet,
) {
  const each = async () => {
    for (const step of steps) {
      const isDone = () => {
        const done = step.done();
        if (done && !quiet) console.log(`  ok    ${step.name}`);
        return done;
      };
      if (isDone()) continue;
      if (step.place === 'project') await timed(step);
      else await withLock(path.join(cacheFolder(), 'setup.lock'), async () => isDone() || timed(step));
    }
  };
  if (any) await withLock(at('.cache', 'setup.lock'), each);
  else await each();
}

async function timed(/** @type {import('./lib/steps.mjs').Step} */ step) {
  const started = performance.now();
  console.log(`  ...   ${step.name}`);
  await step.work();
  console.log(`  done  ${step.name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}

/** Leaves a note for the library on what was prepared, and why. */
function note(/** @type {ReturnType<typeof choice>} */ { requested, remembered, device, why }) {
  const native = device === 'cpu' || device === 'gpu';
  const prepared = {
    requested,
    remembered,
    device,
    why,
    ...(native ? { tensorflow: tensorflowVersion(), libraries: libraryFolder(device) } : {}),
    ...(device === 'gpu' ? { cuda: cudaFolder() } : {}),
    ...(device === 'webgpu' ? { webgpu: webgpuPackage() } : {}),
  };
  const text = `${JSON.stringify(prepared, null, 2)}\n`;
  if (read(deviceNote) !== text) writeWhole(deviceNote, text);
}

await main(import.meta.url, async () => {
  await setup({ checkOnly: process.argv.includes('--check') });
  console.log('ready: npm start, npm test, npm run lab');
});
