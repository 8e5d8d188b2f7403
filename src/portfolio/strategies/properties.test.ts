/** What holds for every strategy: portfolios, no look-ahead, no preference among assets by their place, one asset is itself. */
import { describe, expect, it } from 'vitest';
import { generator } from '../../core/index.js';
import { backtest, type RelativesTable } from '../backtest.js';
import { halfL1Cost } from '../costs.js';
import { projectToSimplex } from '../solvers/simplex-projection.js';
import type { Strategy } from '../strategy.js';
import { anticor, bahAnticor, bahAnticor2 } from './anticor.js';
import { buyAndHold } from './buy-and-hold.js';
import { uniformRebalanced } from './constant-rebalanced.js';
import { corn } from './corn.js';
import { cwmr } from './cwmr.js';
import { exponentiatedGradient } from './eg.js';
import { loser, winner } from './follow.js';
import { hierarchicalRiskParity } from './hierarchical-risk-parity.js';
import { meanVariance, minimumVariance } from './minimum-variance.js';
import { olmar1, olmar2 } from './olmar.js';
import { onlineNewtonStep } from './ons.js';
import { pamr } from './pamr.js';
import { riskParity } from './risk-parity.js';
import { rmr } from './rmr.js';
import { universalPair, universalSampled } from './universal.js';
import { wmamr } from './wmamr.js';

interface Case {
  readonly make: () => Strategy;
  /** Assets of the market, default 6. */
  readonly assets?: number;
  /** Whether the place of an asset does not matter; false only where portfolios are drawn at random. */
  readonly symmetric?: boolean;
  /** Whether the last bit of a relative cannot matter; false where experts that hold the same assets tie, which rounding then decides. */
  readonly steady?: boolean;
}

const causal: readonly Case[] = [
  { make: buyAndHold },
  { make: uniformRebalanced },
  { make: () => exponentiatedGradient(0.05) },
  { make: () => onlineNewtonStep({ eta: 0, beta: 1, delta: 1 / 8 }) },
  { make: () => pamr() },
  { make: () => pamr({ variant: 1 }) },
  { make: () => pamr({ variant: 2 }) },
  { make: () => cwmr('variance', 2, 0.5) },
  { make: () => cwmr('deviation', 2, 0.5) },
  { make: () => olmar1(10, 5) },
  { make: () => olmar2(10, 0.5) },
  { make: () => rmr(5, 5) },
  { make: () => corn(5, 0.1) },
  { make: winner },
  { make: loser },
  { make: () => wmamr(0.5, 5) },
  { make: () => anticor(4) },
  { make: () => anticor(4, { from: 'chosen' }) },
  { make: () => bahAnticor(6) },
  { make: () => bahAnticor2(5), steady: false },
  { make: () => minimumVariance({ window: 20, least: 10, every: 3 }) },
  { make: () => meanVariance({ window: 20, least: 10, every: 3 }) },
  { make: () => riskParity({ window: 20, least: 10, every: 3, covariance: 'sample' }) },
  { make: () => hierarchicalRiskParity({ window: 20, least: 4, every: 3 }) },
  { make: universalPair, assets: 2 },
  { make: () => universalSampled(generator('samples'), 50), symmetric: false },
];

function table(seed: number, days: number, n: number): RelativesTable {
  const random = generator(`relatives ${seed}`);
  return {
    days,
    assets: Array.from({ length: n }, (_, i) => `s${i}`),
    values: Float64Array.from({ length: days * n }, () => Math.exp(0.02 * random.normal())),
  };
}
const close = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, x, i) => Math.max(most, Math.abs(x - (b[i] as number))), 0);

describe.each(causal.map((one) => [one.make().name, one] as const))(
  '%s',
  (_, { make, assets: n = 6, symmetric = true, steady = true }) => {
    const market = table(1, 60, n);
    const whole = backtest(make(), market);
    it('chooses portfolios', () => {
      for (let t = 0; t < market.days; t++) {
        const w = whole.weights.subarray(n * t, n * (t + 1));
        expect(Math.abs(w.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
        expect(Math.min(...w)).toBeGreaterThanOrEqual(-1e-12);
      }
    });
    it('does not change its past when days are appended, and decides alike without its run', () => {
      const prefix = backtest(make(), { ...market, days: 37, values: market.values.slice(0, 37 * n) });
      expect([...whole.weights.subarray(0, 37 * n)]).toEqual([...prefix.weights]);
      const history = { assets: n, days: 36, from: 0, relatives: market.values.slice(0, 36 * n) };
      const next = make().next(whole.weights.slice(35 * n, 36 * n), history);
      expect(close(next, whole.weights.subarray(36 * n, 37 * n))).toBeLessThan(1e-9);
    });
    if (symmetric)
      it('treats assets alike wherever they stand', () => {
        const order = n === 2 ? [1, 0] : [3, 0, 5, 1, 4, 2];
        const moved = market.values.map((__, k) => market.values[k - (k % n) + (order[k % n] as number)] as number);
        const turned = backtest(make(), { ...market, values: moved });
        const back = turned.weights.map((__, k) => turned.weights[k - (k % n) + order.indexOf(k % n)] as number);
        expect(close(back, whole.weights)).toBeLessThan(1e-6);
      });
    if (steady)
      it('does not see in which unit prices are written', () => {
        let prices = Array.from({ length: n }, (__, i) => 3 ** (i - 2) * 0.7);
        const scaled = Float64Array.from({ length: market.days * n });
        for (let t = 0; t < market.days; t++) {
          const next = prices.map((p, i) => p * (market.values[t * n + i] as number));
          for (const [i, p] of next.entries()) scaled[t * n + i] = p / (prices[i] as number);
          prices = next;
        }
        expect(close(backtest(make(), { ...market, values: scaled }).weights, whole.weights)).toBeLessThan(1e-6);
      });
    if (n !== 2)
      it('with one asset is that asset', () => {
        const one = table(2, 40, 1);
        const alone = backtest(make(), one);
        expect(alone.wealth.at(-1)).toBeCloseTo(
          one.values.reduce((a, b) => a * b, 1),
          12,
        );
      });
  },
);

it('costs never raise wealth of the same trades', () => {
  const market = table(1, 60, 6);
  const paid = backtest(uniformRebalanced(), market, { cost: halfL1Cost(0.005) });
  const dearer = backtest(uniformRebalanced(), market, { cost: halfL1Cost(0.01) });
  expect(paid.wealth.at(-1)).toBeGreaterThan(dearer.wealth.at(-1) as number);
});

describe('projectToSimplex', () => {
  it('ends, and gives the nearest portfolio, from any distance', () => {
    const random = generator('projection');
    for (let k = 0; k < 3000; k++) {
      const n = 1 + random.integer(40);
      const scale = 10 ** (random.integer(14) - 2);
      const v = Float64Array.from({ length: n }, () => scale * random.normal());
      const w = v.slice();
      projectToSimplex(w);
      expect(Math.abs(w.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
      // Where weight is left, what was taken away is the same everywhere, and no more than that elsewhere.
      const taken = v.map((x, i) => x - (w[i] as number));
      const threshold = Math.max(...taken.filter((__, i) => (w[i] as number) > 0));
      for (const x of taken) expect(x).toBeLessThanOrEqual(threshold + 1e-9 * Math.max(1, scale));
    }
  });
});
