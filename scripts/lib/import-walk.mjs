// Walks the imports of src: a floor imports only from floors above it in the list below, and only through their index.ts.
import path from 'node:path';

/** The floors, from the one that imports nothing to the one that may import all. */
export const floors = [
  ...['core', 'compute', 'market', 'features', 'environment', 'execution', 'portfolio', 'learn', 'statistics'],
  ...['runs', 'systems', 'evaluation', 'studies', 'report', 'notebook', 'cli'],
];

/** Packages that hold the native binding: only `compute` calls it. */
const native = /^@tensorflow\/tfjs-node/;

/** CommonJS packages whose default import is undefined in a notebook cell, without a type error. */
const noDefault = /^(@tensorflow\/|@duckdb\/|vega|danfojs-node|arquero)/;

/**
 * @param {Readonly<Record<string, string>>} sources texts by path below src, e.g. `market/index.ts`
 * @param {(text: string) => readonly string[]} importsOf module names that a text imports, in any form
 * @returns {string[]} one line a problem
 */
export function importProblems(sources, importsOf) {
  return Object.entries(sources).flatMap(([file, text]) => {
    const floor = floorOf(file);
    if (floor === undefined) return [];
    if (!floors.includes(floor))
      return [`src/${file}: ${floor} is no floor; the floors are ${floors.join(', ')} (scripts/lib/import-walk.mjs)`];
    const problems = [...new Set(importsOf(text))].map((name) => wrongImport(file, floor, name));
    return [...problems, defaultImport(text)].flatMap((problem) => (problem ? [`src/${file} ${problem}`] : []));
  });
}

/** @returns {string | undefined} */
function wrongImport(/** @type {string} */ file, /** @type {string} */ floor, /** @type {string} */ name) {
  if (!name.startsWith('.')) {
    if (native.test(name) && floor !== 'compute')
      return `imports ${name}: only compute calls the native binding, use @tensorflow/tfjs-core`;
    if (/^strata(\/|$)/.test(name)) return `imports ${name}: inside src, name the floor's index.js`;
    return undefined;
  }
  const target = path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts');
  if (target.startsWith('..')) return file.endsWith('.test.ts') ? undefined : `imports ${name}, which lies outside src`;
  const other = floorOf(target);
  if (other === floor) return undefined;
  if (other === undefined) return `imports ${name}: the floors do not know src/${target}`;
  if (floors.indexOf(other) > floors.indexOf(floor))
    return `imports from ${other}, which stands below ${floor} in the list of floors`;
  if (target !== `${other}/index.ts`) return `imports ${name}: pass through ../${other}/index.js`;
  return undefined;
}

/** @returns {string | undefined} */
function defaultImport(/** @type {string} */ text) {
  for (const [, name = ''] of text.matchAll(/^import \w+(?:, [^;]*?)? from '([^']+)'/gm))
    if (noDefault.test(name)) return `has a default import of ${name}: write import * as or named imports`;
  return undefined;
}

/** First folder of a path below src; undefined for src/index.ts itself. */
function floorOf(/** @type {string} */ file) {
  return file.includes('/') ? file.split('/')[0] : undefined;
}
