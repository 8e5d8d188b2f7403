/** The last rows of a day's book, as a trader's network reads them; a row knows its snapshot and what was before it. */
import { type BookFeature, bookTable } from '../../features/index.js';
import type { BookDay } from '../../market/index.js';
import { type NetworkConfig, rowsFeature } from './backbones.js';

/** Windows of any day. */
export interface BookWindows {
  /** Numbers in a row. */
  readonly features: number;
  /** Writes the window that ends at a day's snapshot `t` at `offset`; rows before the day's first are zero. */
  write(day: BookDay, t: number, out: Float32Array, offset: number): void;
}

/** @param extra features behind the book rows */
export function bookWindows(config: NetworkConfig, levels: number, extra: readonly BookFeature[] = []): BookWindows {
  const shown = [rowsFeature(config), ...extra];
  const features = shown.reduce((sum, f) => sum + f.columns(levels).length, 0);
  const tables = new WeakMap<BookDay, Float32Array>();
  return {
    features,
    write(day, t, out, offset) {
      let rows = tables.get(day);
      if (!rows) {
        rows = bookTable([day], shown).values;
        tables.set(day, rows);
      }
      const first = t - config.bookWindow + 1;
      const missing = Math.max(0, -first) * features;
      out.fill(0, offset, offset + missing);
      out.set(rows.subarray(Math.max(0, first) * features, (t + 1) * features), offset + missing);
    },
  };
}
