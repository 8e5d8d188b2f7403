import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataTest, describeWithData } from '../../../../test/support/data.js';
import { DataError } from '../../../core/index.js';
import { type BookDay, bookPhases } from '../book-day.js';
import { inspected } from '../book-files.js';
import { bookDataset } from '../catalogue.js';
import { bookDays, loadBookDay } from '../load.js';

const continuous = bookPhases.indexOf('continuous');
const bestOf = (b: BookDay, t: number): (number | undefined)[] => {
  const at = t * b.levels;
  return [b.bidTicks[at], b.askTicks[at], b.bidSizes[at], b.askSizes[at]];
};

describeWithData('Shanghai order streams', () => {
  dataTest('rebuild a book every 3 s of continuous trading, with every trade of the day', async () => {
    const days = await bookDays('cn-orders-2023-07-11');
    // Shares traded on the day, as the daily bars of another source have them.
    const volumes: Record<string, number | undefined> = { '600536': 12_364_596, '600761': 7_916_463 };
    expect(days.map((d) => d.instrument)).toEqual(['600536', '600761', '605580']);
    for (const { instrument, day } of days) {
      const book = await loadBookDay('cn-orders-2023-07-11', instrument, day);
      expect(book.timeMs).toHaveLength(4740);
      expect([book.timeMs[0], book.timeMs[2400], book.timeMs.at(-1)]).toEqual([34_200_000, 46_800_000, 53_817_000]);
      expect(book.flags).toEqual([]);
      expect(book.tapeKind).toBe('recorded');
      expect(book.bidOrders?.every((n, i) => n > 0 === (book.bidSizes[i] as number) > 0)).toBe(true);
      const traded = book.tape.sizes.reduce((sum, size) => sum + size, 0);
      expect(traded).toBe(volumes[instrument] ?? traded);
    }
  });

  dataTest('600519: every official snapshot is a state of the replay within a second of its stamp', async () => {
    const official = await loadBookDay('cn-600519-2023-02', '600519', '2023-02-01');
    const replay = await loadBookDay('cn-600519-orders-2023-02-01', '600519', '2023-02-01', {
      grid: 'event',
      levels: 1,
    });
    let [steps, near, atStamp, from] = [0, 0, 0, 0];
    for (let t = 0; t < official.timeMs.length; t++) {
      if (official.phase[t] !== continuous) continue;
      steps++;
      const stamp = official.timeMs[t] as number;
      // The state that stands a second before the stamp, and those that come until a second after it.
      while ((replay.timeMs[from + 1] ?? Infinity) <= stamp - 1000) from++;
      const want = bestOf(official, t);
      let seen = false;
      let last = from;
      for (let n = from; n < replay.timeMs.length && (replay.timeMs[n] as number) <= stamp + 1000; n++) {
        if (bestOf(replay, n).join() === want.join()) seen = true;
        if ((replay.timeMs[n] as number) <= stamp) last = n;
      }
      if (seen) near++;
      if (bestOf(replay, last).slice(0, 2).join() === want.slice(0, 2).join()) atStamp++;
    }
    expect(steps).toBe(4750);
    // Prices and sizes. Stamps are whole seconds: at the stamp itself 70.0 % of the best prices are equal.
    expect(near / steps).toBe(1);
    expect(atStamp / steps).toBeCloseTo(0.7, 2);
  });
});

describe('a Shanghai order stream', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-shanghai-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const ordersHeader = 'MDTime,OrderType,OrderPrice,OrderQty,OrderBSFlag,ApplSeqNum,OrderNO';
  const tradesHeader = 'MDTime,TradeBuyNo,TradeSellNo,TradeBSFlag,TradePrice,TradeQty,ApplSeqNum';
  const orders = [
    '09:15:00.000,2,10.00,500,1,1,1',
    '09:15:01.000,2,10.02,300,2,2,2',
    '09:15:02.000,2,10.01,200,1,3,3',
    '09:15:03.000,2,10.01,200,2,4,4',
    '09:30:01.500,2,10.02,100,1,8,6',
    '09:30:05.000,10,10.00,500,1,9,1',
  ];
  const trades = ['09:25:00.000,3,4,0,10.01,200,5', '09:30:01.500,6,2,1,10.02,300,7'];
  async function read(o: readonly string[], t: readonly string[], header = ordersHeader): Promise<BookDay> {
    const names = ['orders', 'trades'].map((what) => `lob/cn_orders_2023-07-11/${what}_600000.csv`);
    fs.mkdirSync(path.join(folder, 'lob/cn_orders_2023-07-11'), { recursive: true });
    fs.writeFileSync(path.join(folder, names[0] as string), [header, ...o, ''].join('\n'));
    fs.writeFileSync(path.join(folder, names[1] as string), [tradesHeader, ...t, ''].join('\n'));
    const source = { instrument: '600000', day: '2023-07-11', files: names };
    return bookDataset('cn-orders-2023-07-11').read(source, await inspected(folder, names), { levels: 2 });
  }
  async function refused(o: readonly string[], t: readonly string[], header?: string): Promise<string> {
    const error = await read(o, t, header).then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  const change = (rows: readonly string[], at: number, row: string): string[] =>
    rows.map((r, i) => (i === at ? row : r));

  it('begins with what the auction left; an order that trades at once joins with its remainder', async () => {
    const book = await read(orders, trades);
    expect(bestOf(book, 0)).toEqual([1000, 1002, 500, 300]);
    expect(bestOf(book, 1)).toEqual([1002, 0, 100, 0]);
    expect([...book.bidTicks.subarray(4, 6)]).toEqual([1002, 0]);
    expect([...book.tape.auction]).toEqual([1, 0]);
    expect([...book.tradeStart.subarray(0, 3)]).toEqual([1, 2, 2]);
    expect(book.tape.sides[1]).toBe(1);
  });

  it('is refused with file and row', async () => {
    expect(await refused(change(orders, 5, '09:30:05.000,10,10.00,600,1,9,1'), trades)).toMatch(
      /orders_600000\.csv, row 6, column size: order 1 has 500 shares left/,
    );
    expect(await refused(orders, change(trades, 1, '09:30:01.500,6,2,1,10.02,400,7'))).toMatch(
      /trades_600000\.csv, row 2, column size: order 2 has 300 shares left/,
    );
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.02,100,1,8,1'), trades)).toMatch(
      /row 5, column order number/,
    );
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.02,100,1,3,6'), trades)).toMatch(
      /row 5, column running number: does not rise/,
    );
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.02,-100,1,8,6'), trades)).toMatch(/row 5, column size/);
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.021,100,1,8,6'), trades)).toMatch(/row 5, column price/);
    expect(await refused(change(orders, 4, '09:30:01.500,3,10.02,100,1,8,6'), trades)).toMatch(
      /row 5, column OrderType/,
    );
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.02'), trades)).toMatch(
      /row 5: cannot be read as a table/,
    );
    expect(await refused(orders, trades, ordersHeader.replace('OrderNO', 'Order'))).toMatch(
      /columns OrderNO are missing/,
    );
    // Nobody took the ask at 10.02 that a new bid at 10.03 meets.
    expect(await refused(change(orders, 4, '09:30:01.500,2,10.03,100,1,8,6'), trades.slice(0, 1))).toMatch(
      /crosses the best ask/,
    );
  });
});
