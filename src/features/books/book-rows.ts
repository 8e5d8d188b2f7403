/**
 * Book rows: all displayed prices and sizes of a snapshot, bid L … bid 1, ask 1 … ask L, first the prices, then the sizes: what M3T's Micro
 * Trader sees 20 of (docs/papers/m3t.md, intrinsic state).
 *
 * Ledger `m3t.book-features`: `mid-ticks` are prices in ticks from the mid with log₁₀ sizes, `log-raw` are log₂ prices with log₁₀ sizes, as
 * earlier code has them. Ledger `m3t.feature-mid`: the mid of a window's last row for all of its rows, or each row's own.
 */
import { StrataError } from '../../core/index.js';
import type { BookDay } from '../../market/index.js';
import { type BookFeature, log10Shares, midTicks } from './book-feature.js';

/** The three forms by both ledger entries. */
export type BookRowForm = 'mid-ticks/last-row' | 'mid-ticks/each-row' | 'log-raw';

/** Below this price and size logarithms are not taken (currency, shares), as in earlier code. */
const logFloor = 0.01;

const ids: Readonly<Record<BookRowForm, string>> = {
  'mid-ticks/last-row': 'book-rows',
  'mid-ticks/each-row': 'book-rows-own-mid',
  'log-raw': 'book-rows-log',
};

/**
 * With `mid-ticks/last-row` a table cannot hold what a window shows, since a row is in many windows: rows hold ticks from the day's first mid
 * and, in one more column, their own mid from there. {@link bookWindow} subtracts the last row's; a network does the same in its graph.
 * Halves of ticks are exact in 32 bits.
 *
 * An empty level stands at its row's mid with no share (`log-raw`: at the floor).
 */
export function bookRows(form: BookRowForm): BookFeature {
  const relative = form === 'mid-ticks/last-row';
  const price = form === 'log-raw' ? 'log2 currency' : relative ? 'ticks from the day’s first mid' : 'ticks from mid';
  return {
    id: ids[form],
    doc: `prices (${price}) and log10 sizes of all levels${relative ? ', and the row’s mid' : ''}`,
    unit: `${price}, log10 shares`,
    window: relative ? 'day' : 1,
    columns(levels) {
      const names = Array.from({ length: 2 * levels }, (_, k) =>
        k < levels ? `bid ${levels - k}` : `ask ${k - levels + 1}`,
      );
      return [
        ...names.map((name) => `${name}, ${price}`),
        ...names.map((name) => `${name}, log10 shares`),
        ...(relative ? [`mid, ${price}`] : []),
      ];
    },
    write(book, out, stride, offset) {
      if (form === 'log-raw') writeLogs(book, out, stride, offset);
      else writeTicks(book, out, stride, offset, relative);
    },
  };
}

function writeTicks(book: BookDay, out: Float32Array, stride: number, offset: number, relative: boolean): void {
  const { levels, bidTicks, bidSizes, askTicks, askSizes } = book;
  let [first, mid] = [0, 0];
  for (let t = 0; t < book.timeMs.length; t++) {
    // An empty book has the mid of the snapshot before.
    mid = midTicks(book, t) || mid;
    if (first === 0) first = mid;
    const [row, own] = [t * stride + offset, relative ? mid - first : 0];
    for (let l = 0; l < levels; l++) {
      const at = t * levels + l;
      const [bid, ask] = [bidTicks[at] as number, askTicks[at] as number];
      const [left, right] = [row + levels - 1 - l, row + levels + l];
      out[left] = bid > 0 ? bid - mid + own : own;
      out[right] = ask > 0 ? ask - mid + own : own;
      out[left + 2 * levels] = log10Shares(bidSizes[at] as number);
      out[right + 2 * levels] = log10Shares(askSizes[at] as number);
    }
    if (relative) out[row + 4 * levels] = own;
  }
}

function writeLogs(book: BookDay, out: Float32Array, stride: number, offset: number): void {
  const { levels, tickSize } = book;
  const floored = (x: number): number => Math.max(x, logFloor);
  for (let t = 0; t < book.timeMs.length; t++)
    for (let l = 0; l < levels; l++) {
      const [at, row] = [t * levels + l, t * stride + offset];
      const [left, right] = [row + levels - 1 - l, row + levels + l];
      out[left] = Math.log2(floored((book.bidTicks[at] as number) * tickSize));
      out[right] = Math.log2(floored((book.askTicks[at] as number) * tickSize));
      out[left + 2 * levels] = Math.log10(floored(book.bidSizes[at] as number));
      out[right + 2 * levels] = Math.log10(floored(book.askSizes[at] as number));
    }
}

/**
 * A window of book rows as a network sees it, row-major [window × 4 L], zero rows in front where the day has fewer.
 * @param rows row-major [T × width] of one day, the columns of a book row first: 4 L, and one more for `mid-ticks/last-row`
 * @param t    snapshot of the window's last row
 * @throws StrataError for a snapshot that is not there
 */
export function bookWindow(
  rows: Float32Array,
  width: number,
  levels: number,
  t: number,
  window: number,
  form: BookRowForm,
): Float32Array {
  if (!(t >= 0 && (t + 1) * width <= rows.length))
    throw new StrataError(`the table has ${rows.length / width} rows; received snapshot ${t}`);
  const out = new Float32Array(window * 4 * levels);
  const mid = form === 'mid-ticks/last-row' ? (rows[t * width + 4 * levels] as number) : 0;
  for (let k = Math.max(0, window - 1 - t); k < window; k++) {
    const from = (t - window + 1 + k) * width;
    for (let c = 0; c < 4 * levels; c++)
      out[k * 4 * levels + c] = (rows[from + c] as number) - (c < 2 * levels ? mid : 0);
  }
  return out;
}
