/** Measures against empyrical's numbers, the papers' worked steps and the toolbox's risk table; and what must hold for any returns. */
import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeWithData } from '../../../test/support/data.js';
import { loadRelatives } from '../../market/index.js';
import { backtest } from '../backtest.js';
import { buyAndHold } from '../strategies/buy-and-hold.js';
import { bestConstantRebalanced, uniformRebalanced } from '../strategies/constant-rebalanced.js';
import { onlineNewtonStep } from '../strategies/ons.js';
import { pamr } from '../strategies/pamr.js';
import { informationRatio, marketLine, trackingError } from './against.js';
import { drawdowns, longestDrawdown, maxDrawdown } from './drawdown.js';
import { effectiveAssets, giniImpurity, weightEntropy } from './evenness.js';
import { annualGrowthFactor, annualReturn, finalWealth, returnsOf, toolboxApy, wealthOf } from './growth.js';
import { performanceOf } from './performance.js';
import {
  annualVolatility,
  calmarRatio,
  downsideDeviation,
  downsideDeviationRatio,
  returnOverVolatility,
  sharpeRatio,
  sortinoRatio,
  stability,
  toolboxSharpe,
} from './ratios.js';
import { conditionalValueAtRisk, tailRatio, valueAtRisk } from './tails.js';
import { annualTurnover } from './turnover.js';

const golden = (name: string) =>
  JSON.parse(fs.readFileSync(new URL(`../../../test/golden/${name}.json`, import.meta.url), 'utf8'));
const empyrical = golden('metrics-empyrical');
const series = (name: string): Float64Array =>
  Float64Array.from(empyrical.inputs.common.series[name] as (number | null)[], (v) =>
    v === null ? Number.NaN : v / 100,
  );

describe('the numbers of empyrical', () => {
  const { mixed: expected, negative, positive, ...cases } = empyrical.expected;
  const mixed = series('mixed');
  it('for returns with a day missing', () => {
    expect(sharpeRatio(mixed)).toBeCloseTo(expected.sharpe, 8);
    expect(annualVolatility(mixed)).toBeCloseTo(expected.annualVolatility, 8);
    expect(sortinoRatio(mixed)).toBeCloseTo(expected.sortino, 8);
    expect(annualReturn(mixed)).toBeCloseTo(expected.cagr, 8);
    expect(calmarRatio(mixed)).toBeCloseTo(expected.calmar, 8);
    expect(maxDrawdown(wealthOf(mixed))).toBeCloseTo(-expected.maxDrawdown, 8);
    expect(Math.abs(finalWealth(mixed) - 1 - cases.mixedFinalReturn)).toBeLessThan(5e-6);
    const present = annualReturn(mixed, { missingCounts: false });
    expect(Math.abs(present - cases.mixedAnnualReturnIgnoringMissing)).toBeLessThan(5e-6);
    expect(sharpeRatio(mixed, { riskFree: series('benchmark') })).toBeCloseTo(cases.mixedAgainstBenchmark.sharpe, 8);
    expect(stability(mixed)).toBeCloseTo(cases.mixedStability, 8);
    expect(Math.abs(tailRatio(mixed) - cases.mixedTailRatio)).toBeLessThan(0.05);
  });
  it('for returns of one sign', () => {
    expect(sharpeRatio(series('positive'))).toBeCloseTo(positive.sharpe, 8);
    const falling = series('negative');
    expect(sharpeRatio(falling)).toBeCloseTo(negative.sharpe, 8);
    expect(sortinoRatio(falling)).toBeCloseTo(negative.sortino, 8);
    expect(maxDrawdown(wealthOf(falling))).toBeCloseTo(-negative.maxDrawdown, 7);
    expect(calmarRatio(series('positive'))).toBeNaN();
  });
});

describe('the worked step of ADDPG-QPL', () => {
  const { inputs, expected } = golden('portfolio-step');
  const { wealth, daysPerYear, newWeights } = inputs.common;
  it('gives its three measures and the evenness of its weights', () => {
    expect(maxDrawdown(wealth)).toBeCloseTo(expected.measures.maxDrawdown, 9);
    expect(sharpeRatio(returnsOf(wealth), { deviation: 'population' })).toBeCloseTo(expected.measures.annualSharpe, 9);
    const factor = annualGrowthFactor(wealth[0], wealth.at(-1), wealth.length - 1, { daysPerYear });
    expect(factor).toBeCloseTo(expected.measures.annualGrowthFactor, 9);
    expect(giniImpurity(newWeights)).toBeCloseTo(expected.reward.gini, 12);
    expect(weightEntropy(newWeights)).toBeCloseTo(expected.entropy, 9);
  });
});

describe('measures by hand', () => {
  const returns = [0.02, -0.01, 0.03, -0.04];
  it('of growth, drawdown and downside', () => {
    expect(finalWealth([])).toBe(1);
    expect(annualReturn([0.1, 0.1], { daysPerYear: 1, form: 'simple' })).toBeCloseTo(0.105, 12);
    expect(annualReturn([0.1, 0.1], { daysPerYear: 1 })).toBeCloseTo(0.1, 12);
    expect(() => annualGrowthFactor(1, 0, 5)).toThrow(/received 1 and 0 with 5 days/);
    expect([...drawdowns([2, 1, 4, 3])]).toEqual([0, 0.5, 0, 0.25]);
    expect(longestDrawdown([1, 0.9, 0.8, 1.2, 1.1])).toBe(2);
    const down = Math.sqrt((0.01 ** 2 + 0.04 ** 2) / 4);
    expect(downsideDeviation(returns, { daysPerYear: 1 })).toBeCloseTo(down, 12);
    const year = { daysPerYear: 4 };
    expect(downsideDeviationRatio(returns, year)).toBeCloseTo((finalWealth(returns) - 1) / (2 * down), 12);
    expect(returnOverVolatility(returns, year)).toBeCloseTo(
      annualReturn(returns, year) / annualVolatility(returns, year),
      12,
    );
  });
  it('of tails', () => {
    const hundred = Array.from({ length: 101 }, (_, i) => (i - 50) / 1000);
    expect(valueAtRisk(hundred)).toBeCloseTo(-0.045, 12);
    expect(conditionalValueAtRisk(hundred)).toBeCloseTo(-0.0475, 12);
    expect(tailRatio(hundred)).toBeCloseTo(1, 12);
    expect(() => valueAtRisk([], 0.05)).toThrow(/received 0 returns/);
  });
  it('against a benchmark', () => {
    const market = [0.01, -0.02, 0.02, -0.01];
    const doubled = market.map((m) => 0.001 + 2 * m);
    const line = marketLine(doubled, market, { daysPerYear: 1 });
    expect([line.alpha, line.beta]).toEqual([expect.closeTo(0.001, 12), expect.closeTo(2, 12)]);
    expect(marketLine(market, market, { riskFree: 0.001 }).alpha).toBeCloseTo(0, 12);
    const shifted = [0.02, -0.02, 0.02, -0.02];
    const difference = [0.01, 0, 0, -0.01];
    expect(trackingError(shifted, market, { daysPerYear: 1 })).toBeCloseTo(Math.sqrt(0.0002 / 3), 12);
    expect(informationRatio(shifted, market)).toBeCloseTo(sharpeRatio(difference), 12);
    expect(() => marketLine([1], market)).toThrow(/received 1 and 4 returns/);
  });
  it('of trading and evenness', () => {
    expect(annualTurnover({ turnover: Float64Array.of(0, 0.2, 0.4) }, { daysPerYear: 10 })).toBeCloseTo(1.5, 12);
    expect(annualTurnover({ turnover: Float64Array.of(0) })).toBe(0);
    expect(effectiveAssets(Float64Array.of(1, 0, 0.5, 0.5), 2)).toBeCloseTo(1.5, 12);
  });
  it('of a backtest, all together', () => {
    const table = { days: 3, assets: ['a', 'b'], values: Float64Array.of(1.1, 0.9, 1, 1.2, 0.8, 1) };
    const book = backtest(uniformRebalanced(), table);
    const all = performanceOf(book, { benchmark: backtest(buyAndHold(), table) });
    expect(all.finalWealth).toBeCloseTo(1 * 1.1 * 0.9, 12);
    expect(all.maxDrawdown).toBeCloseTo(0.1, 12);
    expect(all.costShare).toBe(0);
    expect(all.against?.beta).toBeGreaterThan(0);
  });
});

describe('for any returns', () => {
  const any = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 2, maxLength: 40 });
  it('wealth and returns are inverse, drawdowns lie in [0, 1), CVaR is no better than VaR', () => {
    fc.assert(
      fc.property(any, (returns) => {
        const wealth = wealthOf(returns);
        for (const [t, r] of returnsOf(Float64Array.of(1, ...wealth)).entries())
          expect(r).toBeCloseTo(returns[t] as number, 12);
        const fall = maxDrawdown(wealth);
        expect(fall >= 0 && fall < 1).toBe(true);
        expect(
          maxDrawdown(
            wealth.map((v) => 7 * v),
            7,
          ),
        ).toBeCloseTo(fall, 12);
        expect(conditionalValueAtRisk(returns)).toBeLessThanOrEqual(valueAtRisk(returns) + 1e-15);
      }),
    );
  });
});

describeWithData("the toolbox's risk table on NYSE (O)", () => {
  const { expected, toleranceByCase } = golden('olps-final-wealth');
  it.each(Object.entries(expected.risk as Record<string, Record<string, number>>))('%s', async (name, row) => {
    const market = await loadRelatives('olps-nyse-o');
    const make: Record<string, () => ReturnType<typeof buyAndHold>> = {
      uniformBuyAndHold: () => buyAndHold(),
      uniformCrp: () => uniformRebalanced(),
      bestCrp: () => bestConstantRebalanced(market.values, market.assets.length).strategy,
      'ons(0, 1, 1/8)': () => onlineNewtonStep(),
      'pamr(0.5)': () => pamr(),
    };
    const book = backtest((make[name] as () => ReturnType<typeof buyAndHold>)(), market, { keepWeights: false });
    const returns = book.net.map((growth) => growth - 1);
    const ours = {
      apy: toolboxApy(returns),
      volatility: annualVolatility(returns),
      sharpe: toolboxSharpe(returns),
      maxDrawdown: maxDrawdown(book.wealth),
    };
    for (const [measure, value] of Object.entries(ours))
      expect(Math.abs(value - (row[measure] as number))).toBeLessThanOrEqual(toleranceByCase.risk.abs);
  });
});
