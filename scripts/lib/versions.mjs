// The versions that environment.md documents, those that the project's files pin, and those that are installed.
import fs from 'node:fs';
import path from 'node:path';
import { at, read, venv } from './project.mjs';

/** @typedef {{ component: string, version: string, file: string, name: string }} Documented */

/**
 * Rows of the version tables: `| component | version | file: name |`.
 * @param {string} markdown
 * @returns {Documented[]}
 */
export function documented(markdown) {
  const rows = markdown.matchAll(/^\| ([^|]+?) \| ([^|]+?) \| `([^`]+)`: `([^`]+)` \|$/gm);
  return [...rows].map(([, component = '', version = '', file = '', name = '']) => ({
    component,
    version,
    file,
    name,
  }));
}

/** Version that a file of the project pins for a package; undefined where it names none. */
export function pinnedVersion(/** @type {string} */ file, /** @type {string} */ name) {
  const text = read(at(file));
  if (!file.endsWith('.json')) {
    const line = text.split('\n').find((row) => row.startsWith(`${name}==`));
    return line?.split(' ')[0]?.slice(name.length + 2);
  }
  const { engines, dependencies, devDependencies } = text === '' ? {} : JSON.parse(text);
  return /** @type {string | undefined} */ ({ ...engines, ...dependencies, ...devDependencies }[name]);
}

/** Version that is installed; undefined where none is, or where the pin is not of a package that is installed as such. */
export function installedVersion(/** @type {string} */ file, /** @type {string} */ name) {
  if (file === 'package.json') {
    const text = read(at('node_modules', ...name.split('/'), 'package.json'));
    return text === '' ? undefined : /** @type {string} */ (JSON.parse(text).version);
  }
  if (file !== 'requirements.txt') return undefined;
  const library = path.join(venv, 'lib');
  if (!fs.existsSync(library)) return undefined;
  const found = fs
    .readdirSync(library)
    .flatMap((python) => listing(path.join(library, python, 'site-packages')))
    .find((folder) => folder.startsWith(`${name}-`) && folder.endsWith('.dist-info'));
  return found?.slice(name.length + 1, -'.dist-info'.length);
}

function listing(/** @type {string} */ folder) {
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}
