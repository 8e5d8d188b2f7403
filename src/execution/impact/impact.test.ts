import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { almgrenChriss } from '../executors/almgren-chriss.js';
import { linearImpact } from './almgren-chriss.js';
import { consumedLiquidity } from './consumed-liquidity.js';
import type { ImpactModel } from './impact.js';
import { noImpact } from './none.js';
import { displacement, propagator } from './propagator.js';
import { squareRoot, squareRootImpact } from './square-root.js';

/** Cost of trades one minute apart, signed shares. */
const cost = (model: ImpactModel, trades: readonly number[]): number => {
  const impact = model.start();
  return trades.reduce((sum, n, k) => sum + impact.take(60_000 * k, Math.sign(n), Math.abs(n)) * Math.abs(n), 0);
};

describe('noImpact, consumedLiquidity', () => {
  it('move no price', () => {
    expect(cost(noImpact, [100, -300, 500])).toBe(0);
    expect(cost(consumedLiquidity, [100, -300, 500])).toBe(0);
    expect([noImpact.consumesBook, consumedLiquidity.consumesBook]).toEqual([false, true]);
  });
});

describe('squareRoot', () => {
  const world = { coefficient: 1, dailyVolatility: 200, dailyVolume: 1e6 };
  const model = squareRoot({ ...world, dailyVolatility: 0.2 });
  it('moves 1 % of a day by a tenth of its volatility', () => {
    expect(squareRootImpact(world, 10_000)).toBeCloseTo(20, 10);
    expect(squareRootImpact({ ...world, coefficient: 0.5 }, 2500)).toBeCloseTo(5, 10);
  });
  it('costs two thirds of the peak however the order is cut', () => {
    expect(cost(model, [10_000])).toBeCloseTo((2 / 3) * 0.02 * 10_000, 8);
    expect(cost(model, Array<number>(100).fill(-100))).toBeCloseTo((2 / 3) * 0.02 * 10_000, 8);
  });
  it('pays nothing for a round trip of no time, and nothing back', () => {
    expect(cost(model, [5000, -5000])).toBeCloseTo(0, 10);
    expect(cost(model, [5000, -10_000])).toBeCloseTo(cost(model, [-5000]), 10);
    expect(() => squareRoot({ ...world, dailyVolume: 0 })).toThrow(/above 0/);
  });
});

describe('linearImpact', () => {
  const { inputs, expected } = JSON.parse(readFileSync('test/golden/almgren-chriss.json', 'utf8'));
  const c = inputs.common;
  const model = linearImpact({
    permanentImpact: c.gamma,
    temporaryImpact: c.eta,
    intervalMs: c.tau,
    fixedCost: c.epsilon,
  });
  it.each(['riskNeutral', 'riskAverse'])('costs the published expectation of a plan: %s', (name) => {
    const { holdings } = almgrenChriss({
      shares: c.X,
      intervals: c.N,
      intervalLength: c.tau,
      volatility: c.sigma,
      halfSpread: c.epsilon,
      permanentImpact: c.gamma,
      temporaryImpact: c.eta,
      riskAversion: inputs.cases[name].lambda,
    });
    let before = c.X;
    const sales = [...holdings].map((left) => {
      const sold = before - left;
      before = left;
      return -sold;
    });
    expect(cost(model, sales) / expected[name].expectedCost).toBeCloseTo(1, 6);
  });
  it('helps a trade that undoes an earlier one by the lasting part only', () => {
    const impact = linearImpact({ permanentImpact: 1e-3, temporaryImpact: 0, intervalMs: 1, fixedCost: 0 }).start();
    expect(impact.take(0, 1, 100)).toBe(0);
    expect(impact.take(1, -1, 100)).toBeCloseTo(-0.1, 12);
    expect(impact.take(2, 1, 100)).toBe(0);
  });
});

describe('propagator', () => {
  const world = { scale: 1e-4, volumeExponent: 1, decayExponent: 0.5, delayMs: 1000 };
  it('has the displacement of its formula', () => {
    const trades = [
      { timeMs: 0, side: 1, shares: 100 },
      { timeMs: 3000, side: -1, shares: 50 },
    ];
    // 0.01 (1 + 8)^(-1/2) − 0.005 (1 + 5)^(-1/2)
    expect(displacement(world, trades, 8000)).toBeCloseTo(0.01 / 3 - 0.005 / Math.sqrt(6), 12);
    expect(displacement({ ...world, volumeExponent: 0.5 }, trades.slice(0, 1), 0)).toBeCloseTo(1e-3, 12);
  });
  it('pays half of its own linear shift and what is left of the earlier ones', () => {
    const impact = propagator(world).start();
    expect(impact.take(0, 1, 100)).toBeCloseTo(0.005, 12);
    expect(impact.take(3000, 1, 100)).toBeCloseTo(0.01 / 2 + 0.005, 12);
    expect(impact.take(8000, -1, 50)).toBeCloseTo(-(0.01 / 3 + 0.01 / Math.sqrt(6)) + 0.0025, 12);
  });
  it('without decay is the permanent impact of Almgren and Chriss with half of the own shift', () => {
    const lasting = propagator({ ...world, decayExponent: 0 });
    // Σ γ (earlier + own / 2) q = γ X² / 2
    expect(cost(lasting, [100, 300, 600])).toBeCloseTo((1e-4 * 1000 ** 2) / 2, 8);
    expect(() => propagator({ ...world, delayMs: 0 })).toThrow(/t₀ > 0/);
  });
});
