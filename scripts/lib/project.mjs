// Where the project and the user's cache lie, and small helpers that every script needs. Plain Node, no dependencies.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fail, SetupError } from './failure.mjs';

/** The project's root folder. */
export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));

/** A path inside the project. */
export const at = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);

/** The project's Python environment and its interpreter. */
export const venv = at('.venv');
export const venvPython = path.join(venv, 'bin', 'python');

/** What the set-up prepared, for the library and the doctor. */
export const deviceNote = at('.cache', 'device.json');

/** The user's cache: STRATA_CACHE, else `strata` below XDG_CACHE_HOME or ~/.cache. */
export function cacheFolder() {
  const given = absolute('STRATA_CACHE');
  return given ?? path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'strata');
}

/** The market data folder STRATA_DATA, undefined where unset. @throws SetupError where it is set and no such folder exists */
export function marketData() {
  const given = absolute('STRATA_DATA');
  if (given !== undefined && !fs.statSync(given, { throwIfNoEntry: false })?.isDirectory()) {
    fail(`STRATA_DATA names ${given}, which is not a folder`, 'correct it, or unset it to use the synthetic twin');
  }
  return given;
}

function absolute(/** @type {string} */ name) {
  const value = process.env[name];
  if (!value) return undefined;
  if (path.isAbsolute(value)) return value;
  return fail(`${name} must be an absolute path, received ${value}`, `export ${name}="${path.resolve(value)}"`);
}

/** Sixteen hexadecimal digits that change when any part changes. */
export function hash(/** @type {string[]} */ ...parts) {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
}

/** Text of a file, empty where there is none. */
export function read(/** @type {string} */ file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Writes a file whole or not at all. */
export function writeWhole(/** @type {string} */ file, /** @type {string} */ text) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${process.pid}.part`;
  fs.writeFileSync(part, text);
  fs.renameSync(part, file);
}

/** Files below a folder, sorted; none where the folder is missing. */
export function filesBelow(/** @type {string} */ folder) {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Value of `--name value` or `--name=value`; undefined where it is absent. */
export function option(/** @type {string} */ name, args = process.argv.slice(2)) {
  const index = args.findIndex((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`));
  if (index < 0) return undefined;
  const [given] = args.slice(index);
  const value = given?.includes('=') ? given.slice(name.length + 3) : args[index + 1];
  if (!value || value.startsWith('--')) return fail(`--${name} needs a value`, `write --${name} VALUE`);
  return value;
}

/** The arguments without `--name value` and `--name=value`. */
export function withoutOption(/** @type {string} */ name, args = process.argv.slice(2)) {
  return args.filter((arg, i) => !arg.startsWith(`--${name}=`) && arg !== `--${name}` && args[i - 1] !== `--${name}`);
}

/** Runs a script's main function if that script was started; a SetupError is printed without its stack. */
export async function main(/** @type {string} */ script, /** @type {() => unknown} */ work) {
  const started = process.argv[1];
  if (!started || script !== pathToFileURL(fs.realpathSync(started)).href) return;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
