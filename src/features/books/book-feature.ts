/** What a feature of the order book is: columns computed from one day of snapshots, a row a snapshot, with unit and window. */
import type { BookDay } from '../../market/index.js';

/** A named feature. Every registered one is tested for prefix invariance: cutting off what comes after a snapshot changes no row until it. */
export interface BookFeature {
  readonly id: string;
  readonly doc: string;
  readonly unit: string;
  /** Snapshots, the row's own included, that a row looks at; `day` where it looks back to the day's first one. */
  readonly window: number | 'day';
  /** Names of its columns, with their units, for a book of so many levels a side. */
  columns(levels: number): readonly string[];
  /**
   * Writes row t at `out[t * stride + offset] …` for all snapshots of the day. Row t may use snapshots until t and the trades before it,
   * which are those of the intervals before t.
   */
  write(book: BookDay, out: Float32Array, stride: number, offset: number): void;
}

/** A feature of one column, a function of one snapshot. @param value of snapshot t */
export function snapshotFeature(
  about: Pick<BookFeature, 'id' | 'doc' | 'unit'>,
  value: (book: BookDay, t: number) => number,
): BookFeature {
  return {
    ...about,
    window: 1,
    columns: () => [`${about.id}, ${about.unit}`],
    write(book, out, stride, offset) {
      for (let t = 0; t < book.timeMs.length; t++) out[t * stride + offset] = value(book, t);
    },
  };
}

/** Middle of the best prices in ticks; the best price of the only side there is, 0 for an empty book. */
export function midTicks(book: BookDay, t: number): number {
  const [bid, ask] = [book.bidTicks[t * book.levels] as number, book.askTicks[t * book.levels] as number];
  return bid > 0 && ask > 0 ? (bid + ask) / 2 : bid + ask;
}

/** log₁₀ of shares; no share reads as one. */
export function log10Shares(shares: number): number {
  return Math.log10(Math.max(shares, 1));
}
