import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSnapshots, randomBook } from '../../../test/support/random-books.js';
import { sampleBook } from '../../../test/support/sample-episode.js';
import { generator, StrataError } from '../../core/index.js';
import { bookFeature, bookFeatures, registerBookFeature } from '../registry.js';
import { type BookFeature, snapshotFeature } from './book-feature.js';
import { bookRows, bookWindow } from './book-rows.js';
import { bookTable } from './book-table.js';
import { bookImbalance } from './imbalance.js';
import { volumeSince } from './volume-since.js';

/** First row that changes when what follows snapshot n − 1 is cut off, −1 for none. */
function changedRow(tested: BookFeature, seed: number, n: number): number {
  const book = randomBook(generator(`book ${seed}`), { snapshots: 60, empty: 0.1 });
  const [whole, cut] = [bookTable([book], [tested]), bookTable([firstSnapshots(book, n)], [tested])];
  const width = whole.columns.length;
  const at = cut.values.findIndex((value, k) => !Object.is(value, whole.values[k]));
  return at < 0 ? -1 : Math.floor(at / width);
}

describe('registered book features', () => {
  for (const tested of bookFeatures()) {
    it(`${tested.id} does not change when what comes later is cut off`, () => {
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 1, max: 59 }), (seed, n) => {
          expect(changedRow(tested, seed, n)).toBe(-1);
        }),
        { numRuns: 60 },
      );
    });
    it(`${tested.id} writes finite numbers and no column but its own`, () => {
      const book = randomBook(generator(tested.id), { snapshots: 40, empty: 0.2 });
      const width = tested.columns(book.levels).length + 2;
      const out = new Float32Array(40 * width).fill(Number.NaN);
      tested.write(book, out, width, 1);
      out.forEach((value, k) => {
        expect(Number.isNaN(value)).toBe(k % width === 0 || k % width === width - 1);
        expect(Math.abs(value)).not.toBe(Number.POSITIVE_INFINITY);
      });
      expect(tested.unit && tested.doc).toBeTruthy();
    });
    it(`${tested.id} looks back no further than its window`, () => {
      const { window } = tested;
      if (window === 'day') return;
      const book = randomBook(generator(`window of ${tested.id}`), { snapshots: 50 });
      const other = randomBook(generator('another past'), { snapshots: 50 });
      const known = 50 - window; // snapshots and trades before this one are exchanged
      const mixed = {
        ...book,
        ...Object.fromEntries(
          (['bidTicks', 'bidSizes', 'askTicks', 'askSizes'] as const).map((key) => [
            key,
            book[key].map((x, k) => (k < known * book.levels ? (other[key][k] as number) : x)),
          ]),
        ),
        tape: {
          ...book.tape,
          sizes: book.tape.sizes.map((x, i) => (i < (book.tradeStart[known] as number) ? 1 + x : x)),
        },
      };
      const last = (of: typeof book): number[] => {
        const { values, columns } = bookTable([of], [tested]);
        return [...values.slice(49 * columns.length)];
      };
      expect(last(mixed)).toEqual(last(book));
    });
  }
  it('would be caught if they looked ahead', () => {
    const ahead = snapshotFeature(
      { id: 'next-bid', doc: 'looks ahead', unit: 'ticks' },
      ({ bidTicks, levels }, t) => bidTicks[(t + 1) * levels] ?? 0,
    );
    expect(changedRow(ahead, 1, 20)).toBe(19);
    const tomorrow: BookFeature = {
      ...ahead,
      write: (book, out) => {
        for (let t = 0; t < book.timeMs.length; t++) out[t] = book.tradeStart[t + 1] as number;
      },
    };
    expect([1, 2, 3].some((seed) => changedRow(tomorrow, seed, 20) === 19)).toBe(true);
  });
});

describe('book features by hand', () => {
  const column = (tested: BookFeature): number[] => [...bookTable([sampleBook], [tested]).values];
  const close = (got: readonly number[], want: readonly number[]): void => {
    expect(got).toHaveLength(want.length);
    got.forEach((x, k) => {
      expect(x).toBeCloseTo(want[k] as number, 5);
    });
  };
  it('spread, depth, imbalance, microprice', () => {
    expect(column(bookFeature('spread'))).toEqual([1, 1, 1, 1, 1]);
    close(
      column(bookFeature('depth')),
      [2700, 2200, 1750, 2400, 2400].map((x) => Math.log10(x)),
    );
    close(column(bookImbalance(1)), [-100 / 1100, 200 / 600, -350 / 950, 700 / 900, 700 / 900]);
    close(column(bookImbalance(2)), [100 / 2700, 400 / 2200, 250 / 1750, 1000 / 2400, 1000 / 2400]);
    // 1000 and 1001 with 500 and 600 shares: (1001 × 500 + 1000 × 600) / 1100 − 1000.5
    expect(column(bookFeature('microprice'))[0]).toBeCloseTo(500 / 1100 - 0.5, 6);
  });
  it('volume since counts what was traded before a snapshot only', () => {
    close(
      column(volumeSince('open')),
      [1, 400, 700, 700, 1100].map((x) => Math.log10(x)),
    );
    close(
      column(volumeSince(1)),
      [1, 400, 300, 1, 400].map((x) => Math.log10(x)),
    );
    close(
      column(volumeSince(2)),
      [1, 400, 700, 300, 400].map((x) => Math.log10(x)),
    );
    expect(() => volumeSince(0)).toThrow(StrataError);
  });
  it('time of day is 0 at the open and does not pass over lunch', () => {
    const clock = [9, 9.5, 10.5, 11.5, 12.5, 13, 14, 15, 16].map((h) => h * 3_600_000);
    const day = { ...randomBook(generator(1), { snapshots: 9 }), timeMs: Int32Array.from(clock) };
    const [time] = [bookTable([day], [bookFeature('time-of-day')]).values];
    expect([...time]).toEqual([0, 0, 0.25, 0.5, 0.5, 0.5, 0.75, 1, 1]);
  });
});

describe('book rows', () => {
  const levels = sampleBook.levels;
  const table = (form: Parameters<typeof bookRows>[0]): Float32Array =>
    bookTable([sampleBook], [bookRows(form)]).values;
  it('hold bids from the outermost, then asks, prices before sizes', () => {
    const { columns } = bookTable([sampleBook], [bookRows('mid-ticks/each-row')]);
    expect(columns.slice(0, 5)).toEqual([
      'bid 2, ticks from mid',
      'bid 1, ticks from mid',
      'ask 1, ticks from mid',
      'ask 2, ticks from mid',
      'bid 2, log10 shares',
    ]);
    const row = [...table('mid-ticks/each-row').slice(0, 8)];
    expect(row.slice(0, 4)).toEqual([-1.5, -0.5, 0.5, 1.5]);
    [900, 500, 600, 700].forEach((size, k) => {
      expect(row[4 + k]).toBeCloseTo(Math.log10(size), 6);
    });
  });
  it('as logarithms are log2 of the price and log10 of the size, floored at 0.01', () => {
    const row = [...table('log-raw').slice(0, 8)];
    [9.99, 10, 10.01, 10.02].forEach((price, k) => {
      expect(row[k]).toBeCloseTo(Math.log2(price), 6);
    });
    const none = { ...sampleBook, bidTicks: new Int32Array(10), bidSizes: new Float64Array(10) };
    const empty = bookTable([none], [bookRows('log-raw')]).values;
    expect(empty[0]).toBeCloseTo(Math.log2(0.01), 6);
    expect(empty[4]).toBeCloseTo(-2, 6);
  });
  it('of a window are in ticks from the mid of its last row, or of each', () => {
    // Mids of snapshots 1 and 2 are 1000.5 and 1001.5.
    const last = bookWindow(table('mid-ticks/last-row'), 9, levels, 2, 2, 'mid-ticks/last-row');
    expect([...last.slice(0, 4)]).toEqual([-2.5, -1.5, -0.5, 0.5]);
    expect([...last.slice(8, 12)]).toEqual([-1.5, -0.5, 0.5, 1.5]);
    const each = bookWindow(table('mid-ticks/each-row'), 8, levels, 2, 2, 'mid-ticks/each-row');
    expect([...each.slice(0, 4)]).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect([...last.slice(4, 8)]).toEqual([...each.slice(4, 8)]);
  });
  it('of a window before the day’s begin are zero', () => {
    const window = bookWindow(table('mid-ticks/last-row'), 9, levels, 1, 4, 'mid-ticks/last-row');
    expect(window.slice(0, 16).every((x) => x === 0)).toBe(true);
    expect([...window.slice(16, 20)]).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect(() => bookWindow(table('log-raw'), 8, levels, 5, 2, 'log-raw')).toThrow(/5 rows/);
  });
});

describe('the registry of book features', () => {
  it('adds a feature of one’s own once and names the known ones', () => {
    const own = { ...bookFeature('spread'), id: 'own-spread' };
    registerBookFeature(own);
    expect(bookFeature('own-spread')).toBe(own);
    expect(() => registerBookFeature(own)).toThrow(/already registered/);
    expect(() => bookFeature('nothing')).toThrow(/microprice/);
  });
  it('refuses days of different depth in one table', () => {
    const deep = randomBook(generator(1), { snapshots: 5, levels: 5 });
    expect(() => bookTable([sampleBook, deep], [bookFeature('spread')])).toThrow(StrataError);
  });
});
