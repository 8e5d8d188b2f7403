/** The two baselines of ADDPG-QPL's Table I that need no learning, on the panel of its five currency pairs: closes of the last 2,048 days, test from day 1,638 on. */
import { expect } from 'vitest';
import { dataFile, dataTest } from '../../test/support/data.js';
import { loadPriceFile } from '../market/index.js';
import { backtest } from './backtest.js';
import { l1Cost } from './costs.js';
import { maxDrawdown } from './measures/drawdown.js';
import { annualGrowthFactor } from './measures/growth.js';
import { sharpeRatio } from './measures/ratios.js';
import { bestStock } from './strategies/best-stock.js';
import { uniformRebalanced } from './strategies/constant-rebalanced.js';

dataTest('UCRP and the best asset grow as other programs found on the same closes', async () => {
  const panel = await loadPriceFile(dataFile('fx/panel_2014_2021.csv.gz'));
  const n = panel.assets.length;
  const from = panel.days - 410;
  expect([panel.dates[from], panel.dates.at(-1)]).toEqual(['2020-06-05', '2021-12-31']);
  const test = { days: 410, assets: panel.assets, values: panel.values.slice(from * n) };
  const ucrp = backtest(uniformRebalanced(), test, { cost: l1Cost(0.001), before: 'invested' });
  const best = backtest(bestStock(test.values, n), test, { before: 'invested' });
  const growth = (wealth: Float64Array): number => annualGrowthFactor(1, wealth.at(-1) as number, 410);
  expect(growth(ucrp.wealth)).toBeCloseTo(1.0289, 4);
  expect(maxDrawdown(ucrp.wealth)).toBeCloseTo(0.035, 4);
  const daily = ucrp.net.map((g) => g - 1);
  expect(Math.abs(sharpeRatio(daily, { deviation: 'population' }) - 0.87)).toBeLessThan(0.005);
  expect(growth(best.wealth)).toBeCloseTo(1.0788, 4);
  expect(maxDrawdown(best.wealth)).toBeCloseTo(0.058, 4);
  const held = panel.assets[best.weights.subarray(0, n).indexOf(1)];
  expect(held).toBe('GBPJPY');
});
