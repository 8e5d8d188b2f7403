/** The toolbox's numbers: final wealth of every strategy on the five classic markets, with and without costs. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeWithData } from '../../../test/support/data.js';
import { generator } from '../../core/index.js';
import { loadRelatives, type Relatives } from '../../market/index.js';
import { backtest } from '../backtest.js';
import { type CostRule, free, toolboxCost } from '../costs.js';
import type { Strategy } from '../strategy.js';
import { bahAnticor, bahAnticor2 } from './anticor.js';
import { bestStock } from './best-stock.js';
import { buyAndHold } from './buy-and-hold.js';
import { bestConstantRebalanced, constantRebalanced, uniformRebalanced } from './constant-rebalanced.js';
import { corn } from './corn.js';
import { cwmr } from './cwmr.js';
import { exponentiatedGradient } from './eg.js';
import { olmar1, olmar2 } from './olmar.js';
import { onlineNewtonStep } from './ons.js';
import { pamr } from './pamr.js';
import { rmr } from './rmr.js';
import { universalPair, universalSampled } from './universal.js';
import { wmamr } from './wmamr.js';

type Numbers = Readonly<Record<string, Readonly<Record<string, number>>>>;
interface Golden {
  readonly toleranceByCase?: Readonly<Record<string, { abs: number; rel: number }>>;
  readonly expected: Readonly<Record<string, Numbers>>;
}
const read = (name: string): Golden =>
  JSON.parse(fs.readFileSync(new URL(`../../../test/golden/${name}.json`, import.meta.url), 'utf8')) as Golden;
const wealths = read('olps-final-wealth');

const files: Readonly<Record<string, string>> = {
  'NYSE(O)': 'olps-nyse-o',
  'NYSE(N)': 'olps-nyse-n',
  TSE: 'olps-tse',
  SP500: 'olps-sp500',
  DJIA: 'olps-djia',
};
const loaded = new Map<string, Promise<Relatives>>();
const market = (name: string): Promise<Relatives> => {
  const found = loaded.get(name) ?? loadRelatives(files[name] as string);
  loaded.set(name, found);
  return found;
};

const strategies: Readonly<Record<string, (r: Relatives) => Strategy>> = {
  uniformBuyAndHold: () => buyAndHold(),
  bestStock: (r) => bestStock(r.values, r.assets.length),
  uniformCrp: () => uniformRebalanced(),
  bestCrp: (r) => bestConstantRebalanced(r.values, r.assets.length).strategy,
  'eg(0.05)': () => exponentiatedGradient(0.05),
  'ons(0, 1, 1/8)': () => onlineNewtonStep({ eta: 0, beta: 1, delta: 1 / 8 }),
  'pamr(0.5)': () => pamr(),
  'pamr1(0.5, 500)': () => pamr({ variant: 1 }),
  'pamr2(0.5, 500)': () => pamr({ variant: 2 }),
  'cwmrVar(2, 0.5)': () => cwmr('variance', 2, 0.5),
  'cwmrStdev(2, 0.5)': () => cwmr('deviation', 2, 0.5),
  'olmar1(10, 5)': () => olmar1(10, 5),
  'olmar2(10, 0.5)': () => olmar2(10, 0.5),
  'rmr(5, 5)': () => rmr(5, 5),
  'corn(5, 0.1)': () => corn(5, 0.1),
  'anticor(30)': () => bahAnticor(30),
  'bahAnticor2(30)': () => bahAnticor2(30),
};

function compare(expected: Numbers, cost: CostRule, rel: number): void {
  for (const [name, byMarket] of Object.entries(expected)) {
    it.each(Object.entries(byMarket))(`${name} on %s`, async (marketName, value) => {
      const relatives = await market(marketName);
      const result = backtest((strategies[name] as (r: Relatives) => Strategy)(relatives), relatives, { cost });
      const wealth = result.wealth.at(-1) as number;
      expect(Math.abs(wealth / value - 1)).toBeLessThanOrEqual(rel);
    });
  }
}

describeWithData('final wealth of the toolbox', () => {
  describe('without costs', () => {
    compare(wealths.expected.olps as Numbers, free, 1e-6);
    compare(wealths.expected.olpsAnticor as Numbers, free, 3e-5);
  });
  describe('at 0.5 %', () => compare(read('olps-costs').expected.finalWealth as Numbers, toolboxCost(0.005), 3e-5));
});

describeWithData('the second package', () => {
  const { wmamr: expected } = wealths.expected.secondPackage as Numbers;
  // It begins its prices at the first relative, so that its first day is one without change.
  it.each(Object.entries(expected as Record<string, number>))('WMAMR on %s', async (marketName, value) => {
    const relatives = await market(marketName);
    const still = { ...relatives, values: relatives.values.slice().fill(1, 0, relatives.assets.length) };
    expect(Math.abs((backtest(wmamr(0.5, 5), still).wealth.at(-1) as number) / value - 1)).toBeLessThanOrEqual(1e-5);
  });
});

interface Pair {
  readonly stocks: readonly [number, number];
  readonly bestCrp: number;
  readonly bestWeightOfFirst: number;
  readonly meanOf21Crps: number;
  readonly integral: number;
  readonly halfHalfCrp: number;
}

describeWithData("Cover's pairs of NYSE (O)", () => {
  const { inputs, expected } = read('cover-pairs') as unknown as {
    inputs: { cases: Record<string, { columns: [number, number] }> };
    expected: Record<string, Pair>;
  };
  it.each(Object.entries(inputs.cases))('%s', async (name, { columns }) => {
    const { days, assets, values } = await market('NYSE(O)');
    const chosen = Float64Array.from({ length: 2 * days }, (_, k) => {
      return values[(k >> 1) * assets.length + (columns[k % 2] as number)] as number;
    });
    const pair = { days, assets: [...name.split('-')], values: chosen };
    const wealth = (strategy: Strategy): number =>
      backtest(strategy, pair, { keepWeights: false }).wealth.at(-1) as number;
    const share = (b: number): number => wealth(constantRebalanced(Float64Array.of(b, 1 - b)));
    const best = bestConstantRebalanced(chosen, 2);
    const grid = Array.from({ length: 21 }, (_, k) => share(k / 20));
    const ours: Pair = {
      stocks: [share(1), share(0)],
      bestCrp: wealth(best.strategy),
      bestWeightOfFirst: best.weights[0] as number,
      meanOf21Crps: grid.reduce((a, b) => a + b, 0) / 21,
      integral: wealth(universalPair()),
      halfHalfCrp: share(0.5),
    };
    const target = expected[name] as Pair;
    for (const [key, value] of Object.entries(ours).flatMap(([k, v]) => [v].flat().map((x: number) => [k, x] as const)))
      expect([target[key as keyof Pair]].flat().some((x) => Math.abs(x - value) <= 1e-4)).toBe(true);
    const sampled = wealth(universalSampled(generator('pairs'), 4000));
    expect(Math.abs(sampled / ours.integral - 1)).toBeLessThan(0.05);
  });
});

describeWithData('the best constant weights', () => {
  const expected = read('bcrp-weights').expected as unknown as Record<string, Record<string, number>>;
  it.each(Object.entries(expected))('on %s', async (marketName, weights) => {
    const { values, assets } = await market(marketName);
    const best = bestConstantRebalanced(values, assets.length);
    expect(best.certificate).toBeLessThanOrEqual(1e-12);
    for (const [i, w] of best.weights.entries()) expect(Math.abs(w - (weights[i] ?? 0))).toBeLessThanOrEqual(1e-5);
  });
});
