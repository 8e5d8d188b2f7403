import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { optimalBlockLength } from './block-length.js';

const golden = JSON.parse(fs.readFileSync(new URL('../../test/golden/statistics.json', import.meta.url), 'utf8')) as {
  blockLength: { x: number[]; stationary: number; circular: number }[];
};

describe('automatic block length', () => {
  it.each(golden.blockLength)('agrees with the package arch ($x.length values)', (g) => {
    const found = optimalBlockLength(g.x);
    expect(found.stationary).toBeCloseTo(Math.max(1, g.stationary), 8);
    expect(found.circular).toBeCloseTo(Math.max(1, g.circular), 8);
  });

  it('is 1 for independent and for constant values, and ignores the unit of the series', () => {
    const g = generator(1);
    const x = Float64Array.from({ length: 500 }, () => g.normal());
    expect(optimalBlockLength(x).circular).toBeLessThan(6);
    expect(optimalBlockLength(new Float64Array(20).fill(0.1))).toEqual({ stationary: 1, circular: 1 });
    const scaled = optimalBlockLength(x.map((v) => 1e6 * v + 5));
    expect(scaled.circular).toBeCloseTo(optimalBlockLength(x).circular, 6);
  });

  it('refuses short series and values that are not finite', () => {
    expect(() => optimalBlockLength([1, 2, 3])).toThrow(/at least 8 finite values; received 3/);
    expect(() => optimalBlockLength([1, 2, 3, 4, Number.NaN, 6, 7, 8, 9])).toThrow(/variance NaN/);
  });
});
