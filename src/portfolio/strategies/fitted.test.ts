/** Portfolios from estimated moments: against scikit-learn and SciPy, by their optimality conditions, and on small markets by hand. */
import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moments, momentsOf } from '../estimates/covariance.js';
import type { Fit } from './fitted.js';
import { similarOrder, splitByRisk } from './hierarchical-risk-parity.js';
import { bestMean, leastVariance, minimumVariance } from './minimum-variance.js';
import { equalRisk } from './risk-parity.js';

interface Case {
  readonly days: number;
  readonly assets: number;
  readonly relatives: readonly number[];
  readonly shrinkage: number;
  readonly covariance: readonly number[];
  readonly minimumVariance: readonly number[];
  readonly meanVariance: readonly number[];
  readonly riskParity: readonly number[];
  readonly hierarchicalRiskParity: readonly number[];
}
const { cases } = JSON.parse(
  fs.readFileSync(new URL('../../../test/golden/portfolios.json', import.meta.url), 'utf8'),
) as { cases: readonly Case[] };

const weightsOf = (fitter: (n: number) => Fit, moments: Moments, days: number): Float64Array => {
  const w = new Float64Array(moments.mean.length);
  fitter(w.length)(moments, days, w);
  return w;
};
const apart = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  theirs.reduce((most, v, i) => Math.max(most, Math.abs(v - (ours[i] as number))), 0);

describe.each(cases.map((one) => [`${one.assets} assets, ${one.days} days`, one] as const))('%s', (_, one) => {
  const moments = momentsOf(one.assets, 'ledoit-wolf')(Float64Array.from(one.relatives), 0, one.days);
  it('have the shrunk covariance of scikit-learn', () => {
    expect(moments.shrinkage).toBeCloseTo(one.shrinkage, 10);
    expect(apart(moments.covariance, one.covariance)).toBeLessThan(1e-15);
  });
  it('have the portfolios of SciPy', () => {
    expect(apart(weightsOf(equalRisk, moments, one.days), one.riskParity)).toBeLessThan(1e-9);
    expect(apart(weightsOf(splitByRisk, moments, one.days), one.hierarchicalRiskParity)).toBeLessThan(1e-10);
    expect(apart(weightsOf(leastVariance, moments, one.days), one.minimumVariance)).toBeLessThan(1e-5);
    const best = weightsOf((n) => bestMean(n, 5, 'bayes-stein'), moments, one.days);
    expect(apart(best, one.meanVariance)).toBeLessThan(1e-5);
  });
});

describe('for any market', () => {
  const market = fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 9, max: 30 })).chain(([n, days]) =>
    fc.array(fc.double({ min: 0.9, max: 1.1, noNaN: true }), { minLength: n * days, maxLength: n * days }).map((x) => ({
      n,
      days,
      x: Float64Array.from(x),
    })),
  );
  it('least variance has no better neighbour, equal risk is equal, the tree holds each asset once', () => {
    fc.assert(
      fc.property(market, ({ n, days, x }) => {
        const moments = momentsOf(n, 'ledoit-wolf')(x, 0, days);
        const { covariance } = moments;
        fc.pre(covariance.every((c, k) => k % (n + 1) !== 0 || c > 1e-9));
        const gradient = (w: Float64Array): Float64Array =>
          w.map((_, i) => w.reduce((sum, v, j) => sum + v * (covariance[i * n + j] as number), 0));
        const least = weightsOf(leastVariance, moments, days);
        const slopes = gradient(least);
        const held = slopes.reduce((sum, g, i) => sum + g * (least[i] as number), 0);
        expect(Math.min(...slopes)).toBeGreaterThanOrEqual(held - 1e-10 * Math.max(...covariance));
        const equal = weightsOf(equalRisk, moments, days);
        const risks = gradient(equal).map((g, i) => g * (equal[i] as number));
        expect(Math.max(...risks) / Math.min(...risks)).toBeLessThan(1 + 1e-9);
        expect([...similarOrder(covariance, n)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a fitted strategy', () => {
  it('holds what moves least, and an asset that never moved is not a division by zero', () => {
    const relatives = Float64Array.from({ length: 40 }, (_, k) => (k % 2 === 0 ? 1 : k % 4 === 1 ? 1.02 : 0.99));
    const history = { assets: 2, days: 20, from: 0, relatives };
    const strategy = minimumVariance({ window: 20, least: 20, every: 5, covariance: 'sample' });
    const next = strategy.next(Float64Array.of(0.5, 0.5), history);
    expect(next[0]).toBeGreaterThan(0.999);
    // A day without an estimate trades nothing.
    const held = strategy.next(Float64Array.of(0.5, 0.5), { ...history, days: 19 });
    expect(held[0]).toBeCloseTo(1 / (1 + 1.02), 2);
  });
  it('is uniform where nothing moved, and refuses what it cannot do', () => {
    const relatives = new Float64Array(40).fill(1);
    const strategy = minimumVariance({ window: 20, least: 20 });
    expect([...strategy.next(Float64Array.of(1, 0), { assets: 2, days: 20, from: 0, relatives })]).toEqual([0.5, 0.5]);
    expect(() => minimumVariance({ window: 20, least: 30 })).toThrow(/received every 21, least 30, window 20/);
  });
});
