import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autocorrelation, autocovariance, correlation, deviation, mean, quantile, variance } from './moments.js';

const series = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 });

describe('moments', () => {
  it('of small series are those computed by hand', () => {
    expect(mean([1, 2, 6])).toBe(3);
    expect([variance([1, 2, 6]), variance([1, 2, 6], 0)]).toEqual([7, 14 / 3]);
    expect(deviation([1, 3], 0)).toBe(1);
    expect(autocovariance([1, 2, 3, 5], 1)).toBeCloseTo((1.75 * 0.75 - 0.75 * 0.25 + 0.25 * 2.25) / 4, 12);
    expect(autocorrelation([1, 2, 3, 5], 0)).toBe(1);
    expect(correlation([1, 2, 3], [2, 4, 7])).toBeCloseTo(5 / Math.sqrt(2 * (38 / 3)), 12);
  });

  it('that do not exist are NaN, and series of unequal length are refused', () => {
    expect([mean([]), variance([1]), variance([], 0), correlation([1, 1], [1, 2])]).toEqual(Array(4).fill(Number.NaN));
    expect(() => correlation([1, 2], [1])).toThrow(/received 2 and 1/);
  });

  it('keep a small spread around a large mean', () => {
    expect(variance([1e9, 1e9 + 1, 1e9 + 2])).toBeCloseTo(1, 9);
  });
});

describe('quantiles', () => {
  it('interpolate as NumPy does', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([3, 1, 2, 4], 0.9)).toBeCloseTo(3.7, 12);
  });

  it('rise from the minimum to the maximum and leave the series as it is', () => {
    fc.assert(
      fc.property(
        series,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (x, p, q) => {
          const before = [...x];
          expect(quantile(x, 0)).toBe(Math.min(...x) + 0);
          expect(quantile(x, 1)).toBe(Math.max(...x) + 0);
          expect(quantile(x, Math.min(p, q))).toBeLessThanOrEqual(quantile(x, Math.max(p, q)) + 1e-9);
          expect(x).toEqual(before);
        },
      ),
      { seed: 1 },
    );
  });

  it('refuse an empty series and p outside [0, 1]', () => {
    expect(() => quantile([], 0.5)).toThrow(/received 0 values/);
    expect(() => quantile([1], 1.1)).toThrow(/p = 1.1/);
  });
});
