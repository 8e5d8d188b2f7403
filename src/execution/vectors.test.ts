import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { almgrenChriss } from './executors/almgren-chriss.js';
import { type SlippageDenominator, vwapSlippageBp } from './slippage.js';

// biome-ignore lint/suspicious/noExplicitAny: vectors are plain JSON, each case with its own members
const golden = (name: string): any => JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8'));
type Trade = { readonly price: number; readonly size: number };

describe('vwap-slippage', () => {
  const { inputs, expected, tolerance } = golden('vwap-slippage');
  const total = (trades: readonly Trade[]): { shares: number; value: number } => ({
    shares: trades.reduce((sum, t) => sum + t.size, 0),
    value: trades.reduce((sum, t) => sum + t.size * t.price, 0),
  });
  const [order, market] = [total(inputs.common.orderFills), total(inputs.common.marketTrades)];
  it.each(Object.entries(inputs.cases) as [string, { side: number; denominator: SlippageDenominator }][])(
    '%s',
    (name, { side, denominator }) => {
      const actual = vwapSlippageBp(side, order, market, denominator);
      expect(Math.abs(actual - expected[name].slippageBp)).toBeLessThanOrEqual(tolerance.abs);
    },
  );
  it('is 0 without fills or without a market', () => {
    expect(vwapSlippageBp(-1, { shares: 0, value: 0 }, market)).toBe(0);
    expect(vwapSlippageBp(-1, order, { shares: 0, value: 0 })).toBe(0);
  });
});

describe('almgren-chriss', () => {
  const { inputs, expected } = golden('almgren-chriss');
  const c = inputs.common;
  const plan = (riskAversion: number) =>
    almgrenChriss({
      shares: c.X,
      intervals: c.N,
      intervalLength: c.tau,
      volatility: c.sigma,
      halfSpread: c.epsilon,
      permanentImpact: c.gamma,
      temporaryImpact: c.eta,
      riskAversion,
    });
  it.each(['riskNeutral', 'riskAverse'])('%s', (name) => {
    const { holdings, expectedCost, costDeviation } = plan(inputs.cases[name].lambda);
    for (const [j, x] of holdings.entries())
      expect(Math.abs(x - expected[name].holdings[j])).toBeLessThanOrEqual(0.01 + 1e-6 * expected[name].holdings[j]);
    expect(Math.abs(expectedCost - expected[name].expectedCost)).toBeLessThanOrEqual(0.01 + 1e-6 * expectedCost);
    expect(Math.abs(costDeviation - expected[name].costStd)).toBeLessThanOrEqual(0.01 + 1e-6 * costDeviation);
  });
  it('riskAverseKappa', () => expect(plan(1e-6).kappa).toBeCloseTo(expected.riskAverseKappa, 6));
});
