import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { type BlockKind, bootstrap, bootstrapDifference, bootstrapMean, drawPeriods } from './bootstrap.js';
import { autocovariance, correlation, mean, variance } from './moments.js';

const kinds: readonly BlockKind[] = ['moving', 'circular', 'stationary'];

/** An autoregression with coefficient 0.6 and standard normal shocks. */
function autoregression(length: number, seed: string): Float64Array {
  const g = generator(seed);
  const x = new Float64Array(length);
  for (let t = -100, level = 0; t < length; t++) {
    level = 0.6 * level + g.normal();
    if (t >= 0) x[t] = level;
  }
  return x;
}

/** Variance of the mean of a bootstrap sample in closed form; the block length divides the periods. */
function varianceOfMean(x: Float64Array, kind: BlockKind, blockLength: number): number {
  const n = x.length;
  if (kind === 'stationary') {
    // Politis and Romano (1994), lemma 1.
    const stay = 1 - 1 / blockLength;
    let sum = autocovariance(x, 0);
    for (let i = 1; i < n; i++) sum += 2 * ((1 - i / n) * stay ** i + (i / n) * stay ** (n - i)) * autocovariance(x, i);
    return sum / n;
  }
  const starts = kind === 'moving' ? n - blockLength + 1 : n;
  const blocks = Array.from({ length: starts }, (_, s) =>
    mean(Array.from({ length: blockLength }, (_, k) => x[(s + k) % n]!)),
  );
  return variance(blocks, 0) / (n / blockLength);
}

describe('block bootstrap', () => {
  it.each(kinds)('%s blocks spread the mean as the closed form says', (kind) => {
    const x = autoregression(60, 'closed form');
    const blockLength = 6;
    const e = bootstrapMean(x, { random: generator(kind), kind, blockLength, samples: 20_000 });
    // The standard deviation of 20,000 draws is known to 0.5 %.
    expect(Math.abs(e.standardError / Math.sqrt(varianceOfMean(x, kind, blockLength)) - 1)).toBeLessThan(0.02);
    expect(e.value).toBe(mean(x));
  });

  it.each(kinds)('%s blocks: periods lie in the series and follow each other inside a block', (kind) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (n, number) => {
        const blockLength = 1 + (number % n);
        const out = new Int32Array(n);
        drawPeriods(out, kind, blockLength, generator(number));
        expect(out.every((p) => p >= 0 && p < n)).toBe(true);
        if (kind === 'stationary') return;
        for (let i = 1; i < n; i++) if (i % blockLength !== 0) expect(out[i]).toBe((out[i - 1]! + 1) % n);
        if (kind === 'moving')
          for (let i = 1; i < n; i++) if (i % blockLength) expect(out[i]).toBeGreaterThan(out[i - 1]!);
      }),
      { seed: 1 },
    );
  });

  it('stationary blocks have the mean length asked for', () => {
    const n = 50_000;
    const out = new Int32Array(n);
    for (const blockLength of [1, 2.5, 10]) {
      drawPeriods(out, 'stationary', blockLength, generator(1));
      let starts = 0;
      for (let i = 1; i < n; i++) if (out[i] !== (out[i - 1]! + 1) % n) starts++;
      const p = 1 / blockLength;
      expect(Math.abs(starts / n - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n) + 2 / n + 1e-4);
    }
  });

  it('covers the mean of an autoregression about as often as it says, where single draws do not', () => {
    const covered = (blockLength: number): number => {
      let hits = 0;
      for (let trial = 0; trial < 200; trial++) {
        const x = autoregression(300, `trial ${trial}`);
        const random = generator(`bootstrap ${trial}`);
        const e = bootstrapMean(x, { random, blockLength, kind: 'circular', samples: 300 });
        if (e.low <= 0 && e.high >= 0) hits++;
      }
      return hits / 200;
    };
    expect(covered(15)).toBeGreaterThan(0.87);
    expect(covered(1)).toBeLessThan(0.8);
  });

  it('gives percentile and basic intervals of the coverage asked for, reflections of each other', () => {
    const x = autoregression(100, 'skewed').map((v) => Math.exp(v));
    const at = (coverage: number) => bootstrapMean(x, { random: generator(1), blockLength: 5, samples: 999, coverage });
    const e = at(0.9);
    const inside = e.distribution.filter((v) => v >= e.low && v <= e.high).length;
    expect(inside / 999).toBeCloseTo(0.9, 2);
    expect(e.basic.low).toBeCloseTo(2 * e.value - e.high, 12);
    expect(e.basic.high).toBeCloseTo(2 * e.value - e.low, 12);
    expect(at(0.95).low).toBeLessThan(e.low);
    expect(at(0.95).high).toBeGreaterThan(e.high);
  });

  it('keeps what series have in common: any statistic of periods drawn together', () => {
    const x = autoregression(200, 'x');
    const y = x.map((v) => 3 - 2 * v);
    const options = { random: generator(1), blockLength: 10, samples: 50 };
    const take = (of: Float64Array, at: Int32Array): Float64Array => Float64Array.from(at, (p) => of[p]!);
    const e = bootstrap(200, (at) => correlation(take(x, at), take(y, at)), options);
    expect(e.low).toBeCloseTo(-1, 12);
    expect(e.high).toBeCloseTo(-1, 12);
    const gap = bootstrapDifference(
      x.map((v) => v + 0.5),
      x,
      options,
    );
    expect([gap.value, gap.low, gap.high].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([0.5, 0.5, 0.5]);
  });

  it('repeats with its seed, and moves with the series', () => {
    const x = autoregression(40, 'moves');
    const run = (by: number, kind: BlockKind): Float64Array =>
      bootstrapMean(
        x.map((v) => v + by),
        { random: generator(7), blockLength: 4, kind, samples: 50 },
      ).distribution;
    for (const kind of kinds) {
      expect(run(0, kind)).toEqual(run(0, kind));
      run(100, kind).forEach((v, i) => {
        expect(v - 100).toBeCloseTo(run(0, kind)[i]!, 9);
      });
    }
  });

  it('refuses what it cannot draw', () => {
    const random = generator(1);
    expect(() => bootstrapMean([1, 2], { random, blockLength: 3 })).toThrow(/received 3 and 2/);
    expect(() => bootstrapMean([], { random, blockLength: 1 })).toThrow(/received 1 and 0/);
    expect(() => bootstrapMean([1, 2], { random, blockLength: 1, samples: 0 })).toThrow(/received 0 and 0.95/);
    expect(() => bootstrapMean([1, 2], { random, blockLength: 1, coverage: 95 })).toThrow(/received 2000 and 95/);
    expect(() => bootstrapDifference([1, 2], [1], { random, blockLength: 1 })).toThrow(/received 2 and 1/);
  });
});
