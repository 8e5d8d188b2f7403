import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { optimalBlockLength } from './block-length.js';
import { bootstrapDifference, bootstrapMean, drawPeriods } from './bootstrap.js';
import { dieboldMariano } from './diebold-mariano.js';
import { autocovariance, deviation, mean, quantile } from './moments.js';

interface Golden {
  dieboldMariano: {
    truth: number[];
    a: number[];
    b: number[];
    horizon: number;
    harvey: boolean;
    statistic: number;
    p: number;
  }[];
  blockLength: { x: number[]; stationary: number; circular: number }[];
}
const golden = JSON.parse(
  fs.readFileSync(new URL('../../test/golden/statistics.json', import.meta.url), 'utf8'),
) as Golden;

describe('Diebold-Mariano test', () => {
  it.each(golden.dieboldMariano)(
    'agrees with the package dieboldmariano (n $truth.length, h $horizon, harvey $harvey)',
    (g) => {
      const loss = (f: number[]): number[] => f.map((v, i) => (v - g.truth[i]!) ** 2);
      const test = dieboldMariano(loss(g.a), loss(g.b), {
        horizon: g.horizon,
        correction: g.harvey ? 'harvey' : 'none',
      });
      expect(test.statistic).toBeCloseTo(g.statistic, 9);
      // The package takes Student's t in both cases; without correction ours is the normal distribution of the original paper.
      if (g.harvey) expect(test.pValue).toBeCloseTo(g.p, 8);
    },
  );

  it('uses the normal distribution without correction', () => {
    const g = generator(2);
    const a = Float64Array.from({ length: 50 }, () => g.normal() ** 2);
    const b = Float64Array.from({ length: 50 }, () => g.normal() ** 2);
    const { statistic, pValue } = dieboldMariano(a, b, { horizon: 1, correction: 'none' });
    const z = Math.abs(statistic);
    const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    let area = 0;
    for (let i = 0; i < 100_000; i++) area += density((z * (i + 0.5)) / 100_000) * (z / 100_000);
    expect(pValue).toBeCloseTo(1 - 2 * area, 6);
  });

  it('refuses equal forecasts and unequal lengths', () => {
    expect(() => dieboldMariano([1, 2, 3], [1, 2, 3], { horizon: 1, correction: 'none' })).toThrow(/variance/);
    expect(() => dieboldMariano([1, 2, 3], [1, 2], { horizon: 1, correction: 'none' })).toThrow(/3 and 2/);
  });
});

describe('automatic block length', () => {
  it.each(golden.blockLength)('agrees with the package arch ($x.length values)', (g) => {
    const found = optimalBlockLength(g.x);
    expect(found.stationary).toBeCloseTo(Math.max(1, g.stationary), 8);
    expect(found.circular).toBeCloseTo(Math.max(1, g.circular), 8);
  });
});

describe('block bootstrap', () => {
  it.each(['moving', 'circular', 'stationary'] as const)(
    '%s blocks: periods follow each other inside a block',
    (kind) => {
      const out = new Int32Array(10_000);
      drawPeriods(out, kind, 20, generator(1));
      let follows = 0;
      for (let i = 1; i < out.length; i++) if (out[i] === (out[i - 1]! + 1) % out.length) follows++;
      expect(follows / out.length).toBeGreaterThan(0.93);
      expect(follows / out.length).toBeLessThan(0.97);
      expect(Math.min(...out)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...out)).toBeLessThan(out.length);
    },
  );

  it('has the standard error of the mean of independent values at block length 1', () => {
    const g = generator(4);
    const x = Float64Array.from({ length: 400 }, () => g.normal());
    const e = bootstrapMean(x, { random: generator(5), kind: 'circular', blockLength: 1, samples: 4000 });
    expect(e.standardError / (deviation(x, 0) / Math.sqrt(400))).toBeCloseTo(1, 1);
    expect(e.low).toBeLessThan(e.value);
    expect(e.high).toBeGreaterThan(e.value);
  });

  it('covers the mean of an autoregression about as often as it says, where single draws do not', () => {
    const covered = (blockLength: number): number => {
      let hits = 0;
      for (let trial = 0; trial < 200; trial++) {
        const g = generator(`ar ${trial}`);
        const x = new Float64Array(300);
        for (let t = 0, level = 0; t < 400; t++) {
          level = 0.6 * level + g.normal();
          if (t >= 100) x[t - 100] = level;
        }
        const e = bootstrapMean(x, { random: g.split('bootstrap'), blockLength, kind: 'circular', samples: 300 });
        if (e.low <= 0 && e.high >= 0) hits++;
      }
      return hits / 200;
    };
    expect(covered(15)).toBeGreaterThan(0.87);
    expect(covered(1)).toBeLessThan(0.8);
  });

  it('pairs: equal series differ by exactly nothing, and a seed repeats', () => {
    const x = [1, 5, 2, 8, 3, 9];
    const same = bootstrapDifference(x, x, { random: generator(1), blockLength: 2 });
    expect([same.value, same.low, same.high]).toEqual([0, 0, 0]);
    const run = (): number[] => [
      ...bootstrapMean(x, { random: generator(7), blockLength: 2, samples: 50 }).distribution,
    ];
    expect(run()).toEqual(run());
  });

  it('refuses a block longer than the series', () => {
    expect(() => bootstrapMean([1, 2], { random: generator(1), blockLength: 3 })).toThrow(/received 3 and 2/);
  });
});

describe('moments', () => {
  it('quantiles interpolate as NumPy does', () => {
    expect(quantile([3, 1, 2, 4], 0.5)).toBe(2.5);
    expect(quantile([3, 1, 2, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect(mean([1, 2, 6])).toBe(3);
    expect(autocovariance([1, 2, 3], 1)).toBeCloseTo(0, 12);
  });
});
