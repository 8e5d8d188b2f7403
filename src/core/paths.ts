/** Where things lie: the project, the market data (STRATA_DATA), the user's cache (STRATA_CACHE), results (STRATA_RESULTS). */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { StrataError } from './errors.js';

function root(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new StrataError('no package.json above the library: is the installation complete?');
    folder = parent;
  }
  return folder;
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  if (!value) return undefined;
  if (!path.isAbsolute(value)) {
    throw new StrataError(
      `${name} must be an absolute path, received ${JSON.stringify(value)}; set ${name}="$(cd ${value} && pwd)"`,
    );
  }
  return value;
}

/** Folders in use; each call reads the environment afresh. */
export const paths: {
  /** The project's root folder. */
  readonly root: () => string;
  /** Where runs write: STRATA_RESULTS, else `results` in the project. */
  readonly results: () => string;
  /** The user's cache: STRATA_CACHE, else `strata` below XDG_CACHE_HOME or ~/.cache. */
  readonly cache: () => string;
  /** The market data folder STRATA_DATA, undefined where unset. @throws StrataError if it is set and names no folder */
  readonly data: () => string | undefined;
} = {
  root,
  results: () => fromEnvironment('STRATA_RESULTS') ?? path.join(root(), 'results'),
  cache: () =>
    fromEnvironment('STRATA_CACHE') ??
    path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'strata'),
  data: () => {
    const folder = fromEnvironment('STRATA_DATA');
    if (folder !== undefined && !fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
      throw new StrataError(
        `STRATA_DATA names ${folder}, which is no folder; correct it, or unset it to use the synthetic twin`,
      );
    }
    return folder;
  },
};
