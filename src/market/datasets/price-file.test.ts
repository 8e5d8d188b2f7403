/** Files of a user's own: what they are taken for, and which are refused. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFile, dataTest } from '../../../test/support/data.js';
import { generator } from '../../core/index.js';
import { writeParquet } from '../parquet.js';
import { loadPriceFile } from './price-file.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-prices-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
const write = (name: string, lines: readonly string[]): string => {
  const file = path.join(folder, name);
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
};

const random = generator('price file');
const days = 60;
const date = (t: number): string => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
const relatives = Array.from({ length: days }, () => [0, 1].map(() => Math.exp(0.02 * random.normal())));
const prices = [[100, 1.1]];
for (const x of relatives) prices.push(x.map((g, i) => g * (prices.at(-1)?.[i] as number)));
const wide = (rows: readonly (readonly number[])[]): string[] => [
  'date,a,b',
  ...rows.map((row, t) => [date(t), ...row].join(',')),
];
const long = prices.flatMap((row, t) => row.map((p, i) => `${date(t)},${'ab'[i]},${p + 1},${p}`));
const close = (a: ArrayLike<number>, b: readonly number[]): number =>
  b.reduce((most, v, k) => Math.max(most, Math.abs(v - (a[k] as number))), 0);

describe('a file of prices', () => {
  it('is known as wide or long, as prices, relatives or returns, and gives the same relatives', async () => {
    const returns = relatives.map((row) => row.map((x) => x - 1));
    for (const [file, kind, layout] of [
      [write('prices.csv', wide(prices)), 'prices', 'wide'],
      [write('relatives.csv', wide(relatives)), 'relatives', 'wide'],
      [write('returns.csv', wide(returns)), 'returns', 'wide'],
      [write('long.csv', ['date,symbol,open,close', ...long]), 'prices', 'long'],
      [write('shuffled.csv', ['date,symbol,open,close', ...long.toReversed()]), 'prices', 'long'],
    ] as const) {
      const table = await loadPriceFile(file);
      expect([table.kind, table.layout, table.days]).toEqual([kind, layout, days]);
      expect(table.assets).toEqual(['a', 'b']);
      expect(close(table.values, relatives.flat())).toBeLessThan(1e-12);
      expect(table.dates[0]).toBe(kind === 'prices' ? '2024-01-02' : '2024-01-01');
      expect(table.reasons.join('; ')).toContain(`numbers are ${kind}: they`);
    }
  });
  it('may be Parquet, and may have no dates', async () => {
    const file = path.join(folder, 'wide.parquet');
    await writeParquet(file, { a: Float64Array.from(prices, (p) => p[0] as number) });
    const table = await loadPriceFile(file);
    expect(
      close(
        table.values,
        relatives.map((x) => x[0] as number),
      ),
    ).toBeLessThan(1e-12);
    expect(table.reasons).toContain('no column of dates: rows are taken as days in their order');
  });
  it('is refused where it could be two things, until told', async () => {
    const few = write('few.csv', wide(prices.slice(0, 20)));
    await expect(loadPriceFile(few)).rejects.toThrow(/20 days are too few.*--kind prices/);
    expect((await loadPriceFile(few, { kind: 'prices' })).days).toBe(19);
    const mixed = write('mixed.csv', wide(relatives.map((x, t) => [x[0] as number, prices[t]?.[0] as number])));
    await expect(loadPriceFile(mixed)).rejects.toThrow(/columns do not agree \(medians/);
    const two = write('two.csv', ['date,symbol,bid,ask', ...long]);
    await expect(loadPriceFile(two)).rejects.toThrow(/There are bid, ask; name one with --value/);
    expect((await loadPriceFile(two, { value: 'ask' })).kind).toBe('prices');
  });
  it('is refused with the place of what is wrong', async () => {
    const hole = wide(prices);
    hole[31] = `${date(30)},,1.2`;
    const file = write('hole.csv', hole);
    await expect(loadPriceFile(file)).rejects.toThrow(/row 31, column a.*there is no number.*--missing drop-days/);
    const table = await loadPriceFile(file, { missing: 'drop-days' });
    expect(table.days).toBe(days - 1);
    expect(table.reasons.at(-1)).toBe('1 days without a number for every asset were left out');
    await expect(loadPriceFile(write('bare.csv', ['1,2', '3,4']))).rejects.toThrow(/must name the columns/);
    await expect(loadPriceFile(write('words.csv', ['date,a', '2024-01-01,x']))).rejects.toThrow(/column a holds "x"/);
    await expect(loadPriceFile(path.join(folder, 'none.csv'))).rejects.toThrow(/is not there/);
    const zero = prices.map((row, t) => (t === 9 ? [0, 1] : row));
    await expect(loadPriceFile(write('zero.csv', wide(zero)), { kind: 'prices' })).rejects.toThrow(/row 10, column a/);
    const twice = ['date,symbol,close', `${date(0)},a,1`, `${date(0)},a,2`];
    await expect(loadPriceFile(write('twice.csv', twice))).rejects.toThrow(/this asset and day stand twice/);
  });
});

dataTest('the classic markets are relatives, the panel of currencies is long and of prices', async () => {
  const djia = await loadPriceFile(dataFile('olps/djia.csv.gz'));
  expect([djia.kind, djia.layout, djia.days, djia.assets.length]).toEqual(['relatives', 'wide', 507, 30]);
  const panel = await loadPriceFile(dataFile('fx/panel_2014_2021.csv.gz'));
  expect([panel.kind, panel.layout, panel.days]).toEqual(['prices', 'long', 2058]);
  expect(panel.assets).toEqual(['CNYUSD', 'EURGBP', 'EURJPY', 'EURUSD', 'GBPJPY']);
});
