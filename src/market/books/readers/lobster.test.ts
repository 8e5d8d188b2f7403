import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFile, dataTest, describeWithData } from '../../../../test/support/data.js';
import { DataError } from '../../../core/index.js';
import type { BookDay } from '../book-day.js';
import { inspected } from '../book-files.js';
import { bookDataset } from '../catalogue.js';
import { bookDays, loadBookDay, loadOrders } from '../load.js';

const [dataset, day] = ['us-lobster-2012-06-21', '2012-06-21'];

/** Best quotes after each snapshot, each change once: `ask,size,bid,size` in ticks. */
function quotes(book: BookDay): string[] {
  const { levels: l, askTicks, askSizes, bidTicks, bidSizes } = book;
  const all = Array.from(book.timeMs, (_, t) =>
    [askTicks[t * l], askSizes[t * l], bidTicks[t * l], bidSizes[t * l]].join(),
  );
  return all.filter((quote, t) => quote !== all[t - 1]);
}

/** How many of some states occur in others in the same order, each found within `ahead` of the last one. */
function inOrder(states: readonly string[], others: readonly string[], ahead: number): number {
  let [next, found] = [0, 0];
  for (const state of states) {
    const at = others.slice(next, next + ahead).indexOf(state);
    if (at < 0) continue;
    next += at + 1;
    found++;
  }
  return found;
}

const lines = (name: string): string[] =>
  gunzipSync(fs.readFileSync(dataFile(name)))
    .toString()
    .trim()
    .split('\n');

describeWithData('LOBSTER samples', () => {
  dataTest('AAPL: the replay never crosses and passes through the official best quotes in their order', async () => {
    // Each of the 89,785 events is a snapshot; a crossed one would refuse the day.
    const book = await loadBookDay(dataset, 'AAPL', day, { grid: 'event', levels: 1 });
    expect(book.flags).toEqual(['80 orders stood at the start', '11 stale orders removed']);
    const own = quotes(book);
    expect(own).toHaveLength(23_435);
    const official = lines('lob/us_lobster/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv.gz')
      .map((line) => line.split(',').map(Number) as [number, number, number, number])
      .map(([ask, askSize, bid, bidSize]) => [ask / 100, askSize, bid / 100, bidSize].join());
    // 23,388 with a short look ahead.
    expect(inOrder(own, official, 200)).toBeGreaterThanOrEqual(23_180);
    // The measure sees order.
    expect(inOrder(own, official.toReversed(), 200)).toBeLessThan(5000);
  });

  dataTest('AAPL: all ten levels of each second are those of the derived file', async () => {
    const book = await loadBookDay(dataset, 'AAPL', day);
    const derived = lines('lob/us_lobster/AAPL_2012-06-21_book10_1s_derived.csv.gz').slice(1);
    expect(book.timeMs).toHaveLength(derived.length);
    for (const [t, line] of derived.entries()) {
      const cells = line.split(',').map(Number);
      expect(book.timeMs[t]).toBe(1000 * (cells[0] as number));
      const levels = Array.from({ length: 10 }, (_, l) => 10 * t + l).flatMap((at) => [
        100 * (book.askTicks[at] as number),
        book.askSizes[at],
        100 * (book.bidTicks[at] as number),
        book.bidSizes[at],
      ]);
      expect(levels).toEqual(cells.slice(1, 41));
      // Trades of (t − 1, t], visible and hidden.
      const [from, to] = [t === 0 ? 0 : (book.tradeStart[t - 1] as number), book.tradeStart[t] as number];
      const traded = book.tape.sizes.subarray(from, to).reduce((sum, size) => sum + size, 0);
      expect(traded).toBe((cells[41] as number) + (cells[42] as number));
    }
  });

  dataTest('AMZN: every message is a snapshot, and trades belong to the event that shows them', async () => {
    expect((await bookDays(dataset)).map((d) => d.instrument)).toEqual(['AAPL', 'AMZN']);
    const book = await loadBookDay(dataset, 'AMZN', day);
    expect([book.timeMs.length, book.levels, book.tape.sizes.length]).toEqual([57_515, 1, 11_419]);
    expect(book.flags).toEqual([]);
    let visible = 0;
    for (let t = 1; t < book.timeMs.length; t++) {
      const n = (book.tradeStart[t] as number) - (book.tradeStart[t - 1] as number);
      expect(n === 0 || n === 1).toBe(true);
      const trade = book.tradeStart[t - 1] as number;
      const [bid, ask] = [book.bidTicks[t - 1], book.askTicks[t - 1]];
      if (n === 1 && (book.tape.ticks[trade] === bid || book.tape.ticks[trade] === ask)) visible++;
    }
    expect(visible).toBeGreaterThan(8974); // all visible ones trade at a best price
    const seconds = await loadBookDay(dataset, 'AMZN', day, { grid: 1000 });
    expect(seconds.timeMs).toHaveLength(23_400);
    expect(seconds.tradeStart.at(-1)).toBe(11_419);
  });

  dataTest('the orders of AAPL can be had one by one', async () => {
    const orders = await loadOrders(dataset, 'AAPL', day);
    expect(orders.act).toHaveLength(80 + 89_785 + 11);
    await expect(loadOrders('cn-000001-2020-09', '000001', '2020-09-01')).rejects.toThrow(
      /single orders .* us-lobster/,
    );
  });
});

describe('a LOBSTER file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-lobster-'));
  const below = path.join(folder, 'lob/us_lobster');
  fs.mkdirSync(below, { recursive: true });
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const messages = [
    '34200.5,1,11,100,1000000,1',
    '34201.5,1,12,50,1000200,-1',
    '34202.5,1,13,70,1000100,1',
    '34203.5,4,12,20,1000200,-1',
    '34204.5,2,13,30,1000100,1',
    '34205.5,3,13,40,1000100,1',
  ];
  const shown = ['1000200,50,1000000,100', '1000200,50,1000100,70', '1000200,30,1000100,70'];

  async function read(rows: readonly string[], cut?: number): Promise<BookDay> {
    const name = 'lob/us_lobster/X_2012-06-21_34200000_34210000_message_50.csv.gz';
    const bytes = gzipSync(`${rows.join('\n')}\n`);
    fs.writeFileSync(path.join(folder, name), cut ? bytes.subarray(0, bytes.length - cut) : bytes);
    const source = { instrument: 'X', day, files: [name] };
    return bookDataset(dataset).read(source, await inspected(folder, [name]), { levels: 2 });
  }
  async function readQuotes(rows: readonly string[], header = 'BestAsk,BestAskVolume,BestBid,BestBidVolume') {
    const names = ['message', 'orderbook'].map((what) => `lob/us_lobster/Y_2012-06-21_34200000_34210000_${what}_1.csv`);
    const [first = '', second = ''] = names;
    fs.writeFileSync(
      path.join(folder, first),
      ['Time,Type,OrderId,Size,Price,Direction', ...messages.slice(1, 4), ''].join('\n'),
    );
    fs.writeFileSync(path.join(folder, second), [header, ...rows, ''].join('\n'));
    return bookDataset(dataset).read({ instrument: 'Y', day, files: names }, await inspected(folder, names), {});
  }
  async function refused(reading: Promise<BookDay>): Promise<string> {
    const error = await reading.then(
      () => undefined,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(DataError);
    return (error as DataError).message;
  }
  const change = (rows: readonly string[], at: number, row: string): string[] =>
    rows.map((r, t) => (t === at ? row : r));

  it('becomes a book each second, with its trades', async () => {
    const book = await read(messages);
    expect([...book.timeMs]).toEqual(Array.from({ length: 10 }, (_, s) => 34_201_000 + 1000 * s));
    expect([...book.bidTicks.filter((_, i) => i % 2 === 0)]).toEqual([
      10000,
      10000,
      10001,
      10001,
      10001,
      ...Array(5).fill(10000),
    ]);
    expect([...book.bidSizes.subarray(8, 10)]).toEqual([40, 100]);
    expect([...book.askSizes.filter((_, i) => i % 2 === 0)]).toEqual([0, 50, 50, 30, 30, 30, 30, 30, 30, 30]);
    expect([...book.tape.sides]).toEqual([1]);
    expect([...book.tradeStart.subarray(0, 5)]).toEqual([0, 0, 0, 1, 1]);
  });

  it('says what stood before, and removes stale orders before they cross', async () => {
    // Order 5 is cancelled without having come; a buy at 100.03 shows that the ask at 100.02 has long gone.
    const book = await read([
      ...messages,
      '34206.5,3,5,500,1000500,-1',
      '34207.5,1,14,10,1000300,1',
      '34208.5,3,12,30,1000200,-1',
    ]);
    expect(book.flags).toEqual(expect.arrayContaining(['1 orders stood at the start', '1 stale orders removed']));
    expect(book.askTicks[0]).toBe(10_005);
    expect(book.bidTicks[14]).toBe(10_003);
    expect(book.askTicks[14]).toBe(0);
  });

  it('is refused with file and row', async () => {
    expect(await refused(read(messages, 12))).toMatch(/X_.*message_50\.csv\.gz.*: the gzip stream is cut off/);
    expect(await refused(read(change(messages, 5, '34205.5,3,13')))).toMatch(
      /message_50\.csv\.gz, row \d: cannot be read as a table/,
    );
    expect(await refused(read(change(messages, 3, '34201,4,12,20,1000200,-1')))).toMatch(
      /row 4, column time: time goes back/,
    );
    expect(await refused(read(change(messages, 2, '34202.5,1,13,-70,1000100,1')))).toMatch(
      /row 3, column size: an order has shares above 0/,
    );
    expect(await refused(read(change(messages, 2, '34202.5,9,13,70,1000100,1')))).toMatch(
      /row 3, column type: is no type/,
    );
    expect(await refused(read(change(messages, 2, '34202.5,1,13,70,1000100,0')))).toMatch(/row 3, column direction/);
    expect(await refused(read(change(messages, 2, '34202.5,1,13,70,1000150,1')))).toMatch(
      /row 3, column price: is no whole number of ticks/,
    );
    expect(await refused(read(change(messages, 4, '34204.5,2,13,300,1000100,1')))).toMatch(
      /row 5, column size: order 13 has 70 shares/,
    );
    expect(await refused(read(change(messages, 2, '34202.5,1,11,70,1000100,1')))).toMatch(
      /row 3, column order id: an order comes once/,
    );
    expect(await refused(read(messages.map((row) => row.split(',').slice(0, 4).join())))).toMatch(
      /message_50\.csv\.gz.*cannot be read as a table/,
    );
  });

  it('of quotes is refused where it crosses, lacks rows or columns', async () => {
    expect((await readQuotes(shown)).askSizes).toEqual(Float64Array.of(50, 50, 30));
    expect(await refused(readQuotes(change(shown, 1, '1000200,50,1000200,70')))).toMatch(
      /orderbook_1\.csv, row 2.*crosses the best ask/,
    );
    expect(await refused(readQuotes(change(shown, 1, '1000200,50,1000100,-70')))).toMatch(
      /row 2, column bid size 1: a size is negative/,
    );
    expect(await refused(readQuotes(shown.slice(0, 2)))).toMatch(
      /row 3, column row: rows, not as many as the 3 messages/,
    );
    expect(await refused(readQuotes(shown, 'Ask,BestAskVolume,BestBid,BestBidVolume'))).toMatch(
      /columns BestAsk are missing/,
    );
  });
});
