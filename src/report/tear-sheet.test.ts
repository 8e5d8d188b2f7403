import { describe, expect, it } from 'vitest';
import { backtest, bestStock, buyAndHold, l1Cost, uniformRebalanced } from '../portfolio/index.js';
import { monthlyGrowth, type TearSheet, tearSheetPage } from './tear-sheet.js';

const days = 90;
const market = {
  days,
  assets: Array.from({ length: 9 }, (_, i) => `<asset ${i}>`),
  values: Float64Array.from({ length: days * 9 }, (_, k) => 1 + 0.01 * Math.sin(k * k)),
};
const dates = Array.from({ length: days }, (_, t) => new Date(Date.UTC(2023, 10, 1 + t)).toISOString().slice(0, 10));
const cost = l1Cost(0.001);
const sheet: TearSheet = {
  title: 'A <title>',
  book: backtest(uniformRebalanced(), market, { cost }),
  benchmark: backtest(buyAndHold(), market, { cost }),
  assets: market.assets,
  dates,
  daysPerYear: 252,
  data: 'sines',
  reasons: ['made up & told'],
  command: 'strata backtest',
};

describe('the tear sheet', () => {
  it('shows measures, curves, months and weights, with text escaped', async () => {
    const page = await tearSheetPage(sheet);
    expect(page).toContain('A &lt;title&gt;');
    expect(page).toContain('made up &amp; told');
    expect(page).toContain('&lt;asset ');
    expect(page).not.toMatch(/<asset /);
    expect(page).toContain('3 others');
    expect(page).toContain('<th scope="row">2023</th>');
    expect(page).toContain('<th scope="row">2024</th>');
    expect(page.match(/<svg /g)).toHaveLength(4);
    expect(page).not.toContain('knows the future');
  });
  it('says when a strategy knows the future, and has no months without dates', async () => {
    const page = await tearSheetPage({ ...sheet, dates: [], book: backtest(bestStock(market.values, 9), market) });
    expect(page).toContain('This strategy knows the future');
    expect(page).not.toContain('Returns by month');
  });
  it('multiplies the days of a month', () => {
    const growth = monthlyGrowth(Float64Array.of(1.1, 1.1, 0.5), ['2024-01-30', '2024-01-31', '2024-02-01']);
    expect([...growth]).toEqual([
      ['2024-01', expect.closeTo(1.21, 12)],
      ['2024-02', 0.5],
    ]);
  });
});
