/** The walk of imports finds each kind of wrong arrow, and none in what is right. */
import { expect, it } from 'vitest';
import { importProblems } from '../../scripts/lib/import-walk.mjs';

const importsOf = (text: string): string[] => [...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name as string);
const problems = (file: string, text: string): string[] => importProblems({ [file]: text }, importsOf);

it.each([
  ['market/load.ts', "import { hash } from '../core/index.js';"],
  ['market/bars/series.ts', "import { hash } from '../../core/index.js';\nimport { x } from '../load.js';"],
  ['cli/main.ts', "import { run } from '../runs/index.js';\nimport fs from 'node:fs';"],
  ['index.ts', "export * from './core/index.js';"],
  ['compute/native.ts', "import type { x } from '@tensorflow/tfjs-node-gpu';"],
  ['market/load.test.ts', "import { dataTest } from '../../test/support/data.js';"],
  ['report/charts.ts', "import * as vega from 'vega';\nimport erf from '@stdlib/math-base-special-erfinv';"],
])('passes %s', (file, text) => {
  expect(problems(file, text)).toEqual([]);
});

it.each([
  ['core/hash.ts', "import { x } from '../market/index.js';", /imports from market, which stands below core/],
  ['learn/x.test.ts', "import { x } from '../systems/index.js';", /stands below learn/],
  ['market/load.ts', "import { hash } from '../core/hash.js';", /pass through \.\.\/core\/index\.js/],
  ['market/load.ts', "export { hash } from '../core/hash.js';", /pass through/],
  ['market/load.ts', "import { all } from '../index.js';", /do not know src\/index\.ts/],
  ['market/load.ts', "import { all } from 'strata';", /name the floor's index\.js/],
  ['market/load.ts', "import { x } from '../../test/x.js';", /outside src/],
  ['learn/adam.ts', "import * as tf from '@tensorflow/tfjs-node-gpu';", /only compute/],
  ['report/charts.ts', "import vega from 'vega';", /default import of vega/],
  ['extras/x.ts', '', /extras is no floor/],
])('finds what is wrong with %s', (file, text, message) => {
  expect(problems(file, text)).toEqual([expect.stringMatching(message)]);
});
