import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { dataFile, dataTest, describeWithData } from '../../../../test/support/data.js';
import { DataError } from '../../../core/index.js';
import type { BookDay } from '../book-day.js';
import { inspected } from '../book-files.js';
import { loadBookDay } from '../load.js';
import { readMessages, replayMessages } from './lobster.js';

/** Best ask, its size, best bid, its size, where they change. */
function states(book: BookDay): string[] {
  const out: string[] = [];
  for (let t = 0; t < book.timeMs.length; t++) {
    const at = t * book.levels;
    const state = `${book.askTicks[at]} ${book.askSizes[at]} ${book.bidTicks[at]} ${book.bidSizes[at]}`;
    if (state !== out[out.length - 1]) out.push(state);
  }
  return out;
}

/** Length of the longest common subsequence (Hunt and Szymanski 1977). */
function inSameOrder(a: readonly string[], b: readonly string[]): number {
  const places = new Map<string, number[]>();
  for (const [j, state] of b.entries()) places.set(state, [j, ...(places.get(state) ?? [])]);
  const ends: number[] = [];
  for (const state of a)
    for (const j of places.get(state) ?? []) {
      let [low, high] = [0, ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle] as number) < j) low = middle + 1;
        else high = middle;
      }
      ends[low] = j;
    }
  return ends.length;
}

describeWithData('AAPL order by order', () => {
  dataTest('is never crossed, and shows the best quotes of the official book in the same order', async () => {
    const book = await loadBookDay('us-lobster-aapl', 'AAPL', '2012-06-21', { gridMs: 'events' });
    expect(book.flags).toEqual([]);
    const own = states(book);
    const official = gunzipSync(
      fs.readFileSync(dataFile('lob/us_lobster/AAPL_2012-06-21_34200000_57600000_orderbook_1.csv.gz')),
    )
      .toString()
      .trim()
      .split('\n')
      .map((line) => {
        const [ask, askSize, bid, bidSize] = line.split(',').map(Number) as [number, number, number, number];
        return `${ask / 100} ${askSize} ${bid / 100} ${bidSize}`;
      })
      .filter((state, i, all) => state !== all[i - 1])
      .slice(0, 40_000);
    expect(own).toHaveLength(23_435);
    expect(inSameOrder(own, official)).toBeGreaterThanOrEqual(23_180);
  });

  dataTest('a second at a time: ten levels of the file that was derived by the same rule', async () => {
    const book = await loadBookDay('us-lobster-aapl', 'AAPL', '2012-06-21');
    const [header, ...rows] = gunzipSync(
      fs.readFileSync(dataFile('lob/us_lobster/AAPL_2012-06-21_book10_1s_derived.csv.gz')),
    )
      .toString()
      .trim()
      .split('\n')
      .map((line) => line.split(','));
    expect(book.timeMs).toHaveLength(rows.length);
    let [best, equal] = [0, 0];
    for (const [t, row] of rows.entries()) {
      const of = (name: string): number => Number(row[(header as string[]).indexOf(name)]);
      const level = (l: number): boolean =>
        of(`ask${l}`) === (book.askTicks[t * 10 + l - 1] as number) * 100 &&
        of(`bid${l}`) === (book.bidTicks[t * 10 + l - 1] as number) * 100 &&
        of(`ask_size${l}`) === book.askSizes[t * 10 + l - 1] &&
        of(`bid_size${l}`) === book.bidSizes[t * 10 + l - 1];
      expect(book.timeMs[t]).toBe(of('time') * 1000);
      if (level(1)) best++;
      if ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].every(level)) equal++;
    }
    expect([best, equal]).toEqual([3600, 3600]);
    const visible = rows.reduce((sum, row) => sum + Number(row[(header as string[]).indexOf('exec_visible')]), 0);
    const hidden = rows.reduce((sum, row) => sum + Number(row[(header as string[]).indexOf('exec_hidden')]), 0);
    expect(book.tape.sizes.reduce((a, b) => a + b, 0)).toBe(visible + hidden);
  });
});

describeWithData('AMZN at level 1', () => {
  dataTest('is read event by event with its trades', async () => {
    const book = await loadBookDay('us-lobster-amzn', 'AMZN', '2012-06-21');
    expect([book.timeMs.length, book.levels, book.flags]).toEqual([57_515, 1, []]);
    expect(book.tape.ticks.length).toBeGreaterThan(5000);
    await expect(loadBookDay('us-lobster-amzn', 'AMZN', '2012-06-21', { gridMs: 1000 })).rejects.toThrow(
      /event by event/,
    );
  });
});

describe('a message file', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-lobster-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const good = [
    '34200.1,1,11,100,1000000,1',
    '34200.2,1,12,50,1000200,-1',
    '34200.3,4,9,30,1000400,-1',
    '34200.4,1,13,20,1000100,-1',
    '34200.5,4,13,20,1000100,-1',
    '34200.6,2,11,40,1000000,1',
  ];
  async function replay(lines: readonly string[]) {
    fs.writeFileSync(path.join(folder, 'message.csv'), `${lines.join('\n')}\n`);
    const [file] = await inspected(folder, ['message.csv']);
    if (!file) throw new Error('no file');
    return replayMessages(await readMessages(file), 2, 'events');
  }

  it('is replayed by hand: what was executed unsubmitted rests from the start, stale orders go', async () => {
    const { columns, tape, tradeStart } = await replay(good);
    expect([...columns.bidTicks]).toEqual([10000, 0, 10000, 0, 10000, 0, 10000, 0, 10000, 0, 10000, 0]);
    // Order 9 is executed at 10004: the ask at 10002 was stale.
    expect([...columns.askTicks]).toEqual([10004, 0, 10002, 10004, 0, 0, 10001, 0, 0, 0, 0, 0]);
    expect([...columns.bidSizes]).toEqual([100, 0, 100, 0, 100, 0, 100, 0, 100, 0, 60, 0]);
    expect([...tape.ticks]).toEqual([10004, 10001]);
    expect([...tape.sides]).toEqual([1, 1]);
    expect([...tradeStart]).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });

  const changed = (at: number, line: string): string[] => good.map((l, i) => (i === at ? line : l));
  it('is refused with file and row', async () => {
    const refused = async (lines: readonly string[]): Promise<string> => {
      const error = await replay(lines).then(
        () => undefined,
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(DataError);
      return (error as DataError).message;
    };
    expect(await refused(changed(3, '34200.0,1,13,20,1000100,-1'))).toMatch(
      /message\.csv, row 4, column time: time goes back/,
    );
    expect(await refused(changed(1, '34200.2,1,12,-50,1000200,-1'))).toMatch(
      /row 2, column size: an event has shares above 0 \("-50"\)/,
    );
    expect(await refused(changed(1, '34200.2,9,12,50,1000200,-1'))).toMatch(/row 2, column type/);
    expect(await refused(changed(2, '34200.3,4,9,x,1000400,-1'))).toMatch(
      /row 3, column size: cannot be read as size \("x"\)/,
    );
    expect(await refused(changed(5, '34200.6,2,11,40'))).toMatch(/message\.csv.*cannot be read as a table/);
    expect(await refused(changed(0, '34200.1,1,11,100,1000000,0'))).toMatch(/row 1, column direction/);
  });
});
