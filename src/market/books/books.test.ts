import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataTest, describeWithData } from '../../../test/support/data.js';
import { DataError } from '../../core/index.js';
import { type BookDay, bookPhases } from './book-day.js';
import { inspected } from './book-files.js';
import { bookDataset } from './catalogue.js';
import { splitAtTicks } from './infer-tape.js';
import { bookDays, loadBookDay } from './load.js';

const continuous = bookPhases.indexOf('continuous');
const steps = (b: BookDay): number => b.phase.filter((p) => p === continuous).length;
const traded = (b: BookDay): number => b.tape.sizes.reduce((sum, size) => sum + size, 0);

describe('an inferred tape', () => {
  it('splits an interval between the two ticks around its mean price', () => {
    // 300 shares at 10.00 and 100 at 10.01 in five records: 3.75 and 1.25 of them.
    expect(splitAtTicks(400, 300 * 1000 + 100 * 1001, 5)).toEqual([
      { ticks: 1000, shares: 300, records: 4 },
      { ticks: 1001, shares: 100, records: 1 },
    ]);
    expect(splitAtTicks(400, 400 * 1000, 3)).toEqual([{ ticks: 1000, shares: 400, records: 3 }]);
  });

  it('has at least one record a price, and rounds half up', () => {
    expect(splitAtTicks(1000, 1000 * 1000 + 10, 2).map((p) => p.records)).toEqual([2, 1]);
    expect(splitAtTicks(200, 200 * 1000 + 100, 3).map((p) => p.records)).toEqual([2, 2]);
  });

  it('meets volume and value exactly', () => {
    const trades = fc.array(fc.tuple(fc.integer({ min: 995, max: 1005 }), fc.integer({ min: 1, max: 9000 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(trades, (all) => {
        const shares = all.reduce((sum, [, size]) => sum + size, 0);
        const value = all.reduce((sum, [ticks, size]) => sum + ticks * size, 0);
        const parts = splitAtTicks(shares, value, all.length);
        expect(parts.reduce((sum, p) => sum + p.shares, 0)).toBe(shares);
        expect(parts.reduce((sum, p) => sum + p.shares * p.ticks, 0)).toBe(value);
      }),
    );
  });
});

describe('a snapshot file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-books-'));
  const name = 'lob/cn_snap_2022-06-01/snap_000400.csv';
  beforeAll(() => fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true }));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const levels = Array.from({ length: 10 }, (_, l) => l + 1);
  const columns = [
    ...['MDDate', 'MDTime', 'TradingPhaseCode', 'TotalVolumeTrade', 'TotalValueTrade', 'PreClosePx', 'MaxPx', 'MinPx'],
    ...levels.flatMap((l) => [`BuyPrice${l}`, `BuyOrderQty${l}`, `BuyNumOrders${l}`]),
    ...levels.flatMap((l) => [`SellPrice${l}`, `SellOrderQty${l}`, `SellNumOrders${l}`]),
  ];
  type Row = Record<string, string>;
  const row = (time: string, volume: number): Row => ({
    MDDate: '2022.06.01',
    MDTime: time,
    TradingPhaseCode: '3',
    TotalVolumeTrade: String(volume),
    TotalValueTrade: String(volume * 10),
    PreClosePx: '10',
    MaxPx: '11',
    MinPx: '9',
    ...Object.fromEntries(
      levels.flatMap((l) => [
        [`BuyPrice${l}`, (10 - l / 100).toFixed(2)],
        [`BuyOrderQty${l}`, '300'],
        [`BuyNumOrders${l}`, '2'],
        [`SellPrice${l}`, (9.99 + l / 100).toFixed(2)],
        [`SellOrderQty${l}`, '500'],
        [`SellNumOrders${l}`, '3'],
      ]),
    ),
  });
  const three = (): Row[] => [row('09:30:00.000', 0), row('09:30:03.000', 400), row('09:30:06.000', 400)];
  async function read(rows: readonly Row[], header: readonly string[] = columns, cut = 0): Promise<BookDay> {
    const text = [header.join(','), ...rows.map((r) => header.map((c) => r[c] ?? '').join(','))].join('\n');
    fs.writeFileSync(path.join(folder, name), cut ? text.slice(0, -cut) : `${text}\n`);
    const source = { instrument: '000400', day: '2022-06-01', files: [name] };
    return bookDataset('cn-snap-2022-06-01').read(source, await inspected(folder, [name]), {});
  }
  async function refused(rows: readonly Row[], header?: readonly string[], cut?: number): Promise<string> {
    const error = await read(rows, header, cut).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }

  it('becomes columns of integer ticks', async () => {
    const book = await read(three());
    expect([...book.bidTicks.subarray(0, 3)]).toEqual([999, 998, 997]);
    expect([...book.askTicks.subarray(10, 13)]).toEqual([1000, 1001, 1002]);
    expect(book.bidSizes[0]).toBe(300);
    expect(book.askOrders?.[0]).toBe(3);
    expect([...book.timeMs]).toEqual([34_200_000, 34_203_000, 34_206_000]);
    expect([...book.tape.ticks]).toEqual([1000]);
    expect([...book.tradeStart]).toEqual([0, 1, 1, 1]);
    expect(book.limitTicks).toEqual({ low: 900, high: 1100 });
    expect(book.flags).toEqual([]);
  });

  const change = (at: number, with_: Row): Row[] => three().map((r, t) => (t === at ? { ...r, ...with_ } : r));
  it('is refused with file and row', async () => {
    expect(await refused(change(1, { BuyPrice1: '10.00' }))).toMatch(/snap_000400\.csv, row 2.*crosses the best ask/);
    expect(await refused(change(2, { MDTime: '09:30:01.000' }))).toMatch(/row 3, column time: time goes back/);
    expect(await refused(change(1, { SellOrderQty2: '-500' }))).toMatch(/row 2, column ask size 2: a size is negative/);
    expect(await refused(change(1, { BuyPrice3: '10.50' }))).toMatch(/row 2, column bid price 3: ticks, not beyond/);
    expect(await refused(change(2, { BuyPrice1: '9.995' }))).toMatch(
      /row 3, column .*BuyPrice1.*no whole number of ticks/,
    );
    expect(await refused(change(2, { BuyOrderQty1: 'x' }))).toMatch(/row 3, column BuyOrderQty1: cannot be read .*"x"/);
    expect(await refused(change(2, { TotalVolumeTrade: '100', TotalValueTrade: '9000' }))).toMatch(
      /row 3, column volume since the open: what was traded since the open falls/,
    );
    expect(
      await refused(
        three(),
        columns.filter((c) => c !== 'SellPrice10'),
      ),
    ).toMatch(/columns SellPrice10 are missing/);
    expect(await refused(three(), columns, 60)).toMatch(/snap_000400\.csv, row 3: cannot be read as a table/);
  });

  it('flags days at a price limit and without trading', async () => {
    const oneSided = Object.fromEntries(
      levels.flatMap((l) => [`SellPrice${l}`, `SellOrderQty${l}`]).map((c) => [c, '0']),
    );
    expect((await read(change(1, oneSided))).flags).toEqual(['limit: 1 snapshots show one side only']);
    expect((await read(three().map((r) => ({ ...r, TradingPhaseCode: '0' })))).flags).toEqual(['halted']);
  });
});

describeWithData('books of the market data folder', () => {
  dataTest('000001: 4740 steps a day, an inferred tape that adds up to the day', async () => {
    const days = await bookDays('cn-000001-2020-09');
    expect(days).toHaveLength(8);
    for (const { instrument, day } of days) {
      const book = await loadBookDay('cn-000001-2020-09', instrument, day);
      expect(steps(book)).toBe(4740);
      expect(book.tapeKind).toBe('inferred');
      expect(traded(book)).toBeCloseTo(book.cumulativeVolume?.at(-1) as number, 3);
      const value = book.tape.sizes.reduce((sum, size, i) => sum + size * (book.tape.ticks[i] as number), 0);
      expect(value * 0.01).toBeCloseTo(book.cumulativeValue?.at(-1) as number, 0);
      expect(book.flags).toEqual([]);
    }
  });

  dataTest('600519: all trades, each in one interval, by stamps or by their count', async () => {
    for (const { instrument, day } of await bookDays('cn-600519-2023-02')) {
      const book = await loadBookDay('cn-600519-2023-02', instrument, day);
      expect(traded(book)).toBe(book.cumulativeVolume?.at(-1));
      expect(book.tape.sides.some((s) => s === 1) && book.tape.sides.some((s) => s === -1)).toBe(true);
      const counted = await loadBookDay('cn-600519-2023-02', instrument, day, { tapeAlign: 'count' });
      let late = 0;
      for (let t = 0; t < book.timeMs.length; t++) {
        // By stamps a trade never comes before its snapshot.
        expect(book.tape.timeMs[book.tradeStart[t] as number] ?? Infinity).toBeGreaterThan(book.timeMs[t] as number);
        late += Math.max(0, (counted.tradeStart[t] as number) - (book.tradeStart[t] as number));
      }
      expect(counted.hash).not.toBe(book.hash);
      expect(late).toBeGreaterThan(0);
    }
  });

  dataTest('every other data set: days are found and one of each is read', async () => {
    const found: Record<string, [number, number, number]> = {
      'cn-snap-2022-06-01': [3, 4739, 64_458_834],
      'cn-snap-2021-12-01': [20, 1132, 2_320_100],
      'cffex-t2009': [20, 269, 59_484],
      'crypto-btc-2021-04': [2, 397, 0],
    };
    for (const [id, [count, of, volume]] of Object.entries(found)) {
      const days = await bookDays(id);
      expect(days, id).toHaveLength(count);
      const first = await loadBookDay(id, days[0]?.instrument ?? '', days[0]?.day ?? '');
      expect(steps(first), id).toBe(of);
      expect(Math.round(traded(first)), id).toBe(volume);
    }
  });

  dataTest('a day that is not there is told beside those that are', async () => {
    await expect(loadBookDay('cn-000001-2020-09', '000001', '2020-09-05')).rejects.toThrow(
      /has no 000001 on 2020-09-05; it has 000001 2020-09-01, /,
    );
  });
});
