import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataTest, describeWithData } from '../../../../test/support/data.js';
import { type BookDay, bookPhases } from '../book-day.js';
import { inspected } from '../book-files.js';
import { bookDataset } from '../catalogue.js';
import { bookDays, loadBookDay } from '../load.js';

const continuous = bookPhases.indexOf('continuous');

describeWithData('Lean ticks of IBM', () => {
  dataTest('are one best quote: exchanges trade inside it, and it is hardly ever crossed', async () => {
    const days = await bookDays('us-ibm-2013-10');
    expect(days.map((d) => d.day)).toEqual(['2013-10-07', '2013-10-08', '2013-10-09', '2013-10-10', '2013-10-11']);
    const book = await loadBookDay('us-ibm-2013-10', 'IBM', '2013-10-07');
    const { bidTicks, askTicks, timeMs, phase, tape, tradeStart } = book;
    let [steps, crossed, inside, trades] = [0, 0, 0, 0];
    for (let t = 0; t < timeMs.length; t++) {
      if (phase[t] !== continuous) continue;
      const [bid, ask] = [bidTicks[t] as number, askTicks[t] as number];
      steps++;
      if (bid > ask) crossed++;
      for (let n = tradeStart[t] as number; n < (tradeStart[t + 1] as number); n++) {
        if (tape.auction[n] === 1) continue;
        trades++;
        if ((tape.ticks[n] as number) >= bid && (tape.ticks[n] as number) <= ask) inside++;
      }
    }
    expect([timeMs.length, steps, crossed, trades]).toEqual([39_110, 38_606, 20, 16_660]);
    expect(inside / trades).toBeGreaterThan(0.96);
    expect(book.flags[0]).toBe('crossed: 176 snapshots'); // locked ones among them
    const seconds = await loadBookDay('us-ibm-2013-10', 'IBM', '2013-10-07', { grid: 1000 });
    expect(seconds.phase.filter((p) => p === continuous)).toHaveLength(23_400);
  });
});

describe('a file of ticks', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-lean-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const quotes = [
    '34199000,1820000,100,0,0,N,1,0',
    '34199000,0,0,1820500,200,Q,1,0',
    '34200010,1820100,300,0,0,P,1,0',
    '34200010,0,0,1820500,200,Q,1,0',
    '34200020,1,100,0,0,P,1,1',
  ];
  const trades = [
    '34200005,1820300,5000,N,40,0',
    '34200006,1820300,5000,Q,4000000,0',
    '34200011,1820500,50,Q,20000020,0',
    '34200012,1820300,100,D,1,0',
    '34200013,1820200,100,N,20100000,0',
    '34200014,1820200,100,N,1,1',
  ];
  async function read(q: readonly string[], t: readonly string[] = trades): Promise<BookDay> {
    const files = ['quote', 'trade'].map((what) => `lob/us_lean_tick/ibm_20131007_${what}.csv`);
    fs.mkdirSync(path.join(folder, 'lob/us_lean_tick'), { recursive: true });
    const headers = [
      'time_ms,bid_x10000,bid_size,ask_x10000,ask_size,exchange,quote_condition,suspicious',
      'time_ms,price_x10000,size,exchange,sale_condition,suspicious',
    ];
    for (const [n, rows] of [q, t].entries())
      fs.writeFileSync(path.join(folder, files[n] as string), [headers[n], ...rows, ''].join('\n'));
    const source = { instrument: 'IBM', day: '2013-10-07', files };
    return bookDataset('us-ibm-2013-10').read(source, await inspected(folder, files), {});
  }
  const change = (at: number, row: string): string[] => quotes.map((q, i) => (i === at ? row : q));

  it('becomes quotes of one level and trades of which some fill nothing', async () => {
    const book = await read(quotes);
    expect([...book.timeMs]).toEqual([34_199_000, 34_200_010]);
    expect([...book.phase].map((p) => bookPhases[p])).toEqual(['before', 'continuous']);
    expect([...book.bidTicks, ...book.bidSizes]).toEqual([18_200, 18_201, 100, 300]);
    expect([...book.askTicks, ...book.askSizes]).toEqual([18_205, 18_205, 200, 200]);
    // An opening print, a sweep, a print off the exchanges, an average price; the official open and what is suspicious are left out.
    expect([...book.tape.sizes]).toEqual([5000, 50, 100, 100]);
    expect([...book.tape.auction]).toEqual([1, 0, 1, 1]);
    expect(book.flags.slice(-1)).toEqual(['1 trades are odd lots']);
  });

  it('is refused with file and row; what is crossed is flagged', async () => {
    expect((await read(change(2, '34200010,1820600,300,0,0,P,1,0'))).flags[0]).toBe('crossed: 1 snapshots');
    await expect(read(change(2, '34198000,1820100,300,0,0,P,1,0'))).rejects.toThrow(
      /_quote\.csv, row 3, column time_ms: time goes back/,
    );
    await expect(read(change(2, '34200010,1820100,-3,0,0,P,1,0'))).rejects.toThrow(
      /row 3, column bid_size: a size is negative/,
    );
    await expect(read(change(2, '34200010,1820150,300,0,0,P,1,0'))).rejects.toThrow(
      /row 3, column bid_x10000: is no whole/,
    );
    await expect(read(change(2, '34200010,x,300,0,0,P,1,0'))).rejects.toThrow(
      /row 3, column bid_x10000: cannot be read/,
    );
    await expect(read(quotes, ['34200005,1820300,0,N,40,0'])).rejects.toThrow(/_trade\.csv, row 1, column size/);
  });
});
