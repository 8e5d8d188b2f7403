import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import { publishedTable } from './published.js';

describe('publishedTable', () => {
  it('reads Table V whole: four models, eight stocks, two decimals', () => {
    const table = publishedTable('m3t-table-5');
    expect(table.cells).toHaveLength(32);
    expect(table.mean('Macro Trader', '600104')).toBe(1.62);
    expect(table.mean('Macro Trader', 'nobody')).toBeNull();
    expect(table.cells.every((c) => c.decimals === 2 && Number.isFinite(c.mean) && c.std === null)).toBe(true);
  });
  it('reads standard deviations where they are printed', () => {
    const m3t = publishedTable('m3t-table-6').cells.find((c) => c.row === 'M3T' && c.column === '600010');
    expect([m3t?.mean, m3t?.std]).toEqual([12.18, 7]);
  });
  it('agrees with what the paper says of its own tables', () => {
    const table = publishedTable('m3t-table-5');
    const stocks = [...new Set(table.cells.map((c) => c.column))];
    const lowest = stocks.filter((s) =>
      ['MA', 'Linear', 'MLP'].every((m) => Number(table.mean('Macro Trader', s)) < Number(table.mean(m, s))),
    );
    expect(lowest).toHaveLength(8);
    const six = publishedTable('m3t-table-6');
    const saving = stocks.reduce((sum, s) => sum + Number(six.mean('M3T', s)) - Number(six.mean('DDQN', s)), 0) / 8;
    expect(saving).toBeCloseTo(1.16, 2);
  });
  it('names a table that is not there', () => {
    expect(() => publishedTable('m3t-table-99')).toThrow(StrataError);
  });
});
