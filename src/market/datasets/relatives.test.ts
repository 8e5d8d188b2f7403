import { expect } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { loadRelatives, relativesDatasets } from './relatives.js';

dataTest('the five classic markets have their published sizes', async () => {
  const sizes = [];
  for (const { id } of relativesDatasets) {
    const r = await loadRelatives(id);
    sizes.push([id, r.days, r.assets.length, r.values.every((x) => x > 0)]);
  }
  expect(sizes).toEqual([
    ['olps-nyse-o', 5651, 36, true],
    ['olps-nyse-n', 6431, 23, true],
    ['olps-tse', 1259, 88, true],
    ['olps-sp500', 1276, 25, true],
    ['olps-djia', 507, 30, true],
  ]);
});
