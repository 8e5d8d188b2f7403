// Python wheels with pinned hashes, downloaded for what they contain: shared libraries and headers.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fail } from './failure.mjs';
import { at, read } from './project.mjs';
import { pip, python } from './python.mjs';

/** The wheels are asked for by name of their platform, whatever Python the environment has. */
const target = [
  ...['--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.12', '--abi', 'cp312'],
  ...['manylinux_2_27_x86_64', 'manylinux_2_17_x86_64', 'manylinux2014_x86_64'].flatMap((p) => ['--platform', p]),
];

const remedy =
  'check that pip reaches its package index, then run again; to do without: npm run setup -- --device wasm';

/** @typedef {{ name: string, version: string, sha256: string }} Wheel */

/** The file that pins a set of wheels. */
export const pinFile = (/** @type {string} */ set) => at('scripts', 'wheels', `${set}.txt`);

/**
 * Names, versions and hashes in a file of scripts/wheels.
 * @returns {Wheel[]}
 */
export function pinned(/** @type {string} */ set) {
  const lines = read(pinFile(set)).matchAll(/^(\S+)==(\S+) --hash=sha256:([0-9a-f]{64})$/gm);
  return [...lines].map(([, name = '', version = '', sha256 = '']) => ({ name, version, sha256 }));
}

/** Downloads the one wheel of a set, verifies it and extracts some of its members. */
export async function extract(
  /** @type {string} */ set,
  /** @type {string} */ folder,
  /** @type {readonly string[]} */ members,
) {
  const aside = beside(folder, 'wheel');
  await pip(['download', ...target, '--require-hashes', '-r', pinFile(set), '-d', aside], {
    remedy,
    scratch: beside(folder, 'scratch'),
  });
  const name = fs.readdirSync(aside).find((file) => file.endsWith('.whl'));
  if (!name) return fail(`pip downloaded no wheel for ${set}`, remedy);
  const wheel = path.join(aside, name);
  await verify(wheel, pinned(set)[0]?.sha256);
  await python([at('scripts', 'lib', 'unzip.py'), wheel, folder, ...members]);
}

/** Installs the wheels of a set, each verified by pip, into a folder. */
export async function installInto(/** @type {string} */ set, /** @type {string} */ folder) {
  await pip(['install', ...target, '--require-hashes', '-r', pinFile(set), '--target', folder], {
    remedy,
    scratch: beside(folder, 'scratch'),
  });
}

/** A folder that goes away when the step ends. */
function beside(/** @type {string} */ folder, /** @type {string} */ name) {
  const made = path.join(folder, '..', name);
  fs.mkdirSync(made);
  return made;
}

/**
 * @param {string} file
 * @param {string | undefined} sha256 hexadecimal
 * @throws SetupError where the file has another hash
 */
export async function verify(file, sha256) {
  const sum = createHash('sha256');
  for await (const part of fs.createReadStream(file, { highWaterMark: 1 << 20 })) sum.update(part);
  const came = sum.digest('hex');
  if (came === sha256) return;
  fail(
    `${path.basename(file)} has SHA-256 ${came}, expected ${sha256}: it was damaged or replaced on its way`,
    `${path.join('.venv', 'bin', 'pip')} cache purge, then run again`,
  );
}
