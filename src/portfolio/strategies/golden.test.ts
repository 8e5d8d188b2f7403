/** The toolbox's numbers: final wealth of every strategy on the five classic markets, with and without costs. */
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { describeWithData } from '../../../test/support/data.js';
import { loadRelatives, type Relatives } from '../../market/index.js';
import { backtest } from '../backtest.js';
import { type CostRule, free, toolboxCost } from '../costs.js';
import type { Strategy } from '../strategy.js';
import { bestStock } from './best-stock.js';
import { buyAndHold } from './buy-and-hold.js';
import { bestConstantRebalanced, uniformRebalanced } from './constant-rebalanced.js';
import { corn } from './corn.js';
import { cwmr } from './cwmr.js';
import { exponentiatedGradient } from './eg.js';
import { olmar1, olmar2 } from './olmar.js';
import { onlineNewtonStep } from './ons.js';
import { pamr } from './pamr.js';
import { rmr } from './rmr.js';

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
};

function compare(expected: Numbers, cost: CostRule, rel: number): void {
  for (const [name, byMarket] of Object.entries(expected)) {
    if (!strategies[name]) continue; // Anticor is not part of the library yet
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
  });
  describe('at 0.5 %', () => compare(read('olps-costs').expected.finalWealth as Numbers, toolboxCost(0.005), 3e-5));
});
