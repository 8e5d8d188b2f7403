/** Features of book days as one matrix, a row a snapshot, into which observations point by (day, snapshot). */
import { StrataError } from '../../core/index.js';
import type { BookDay } from '../../market/index.js';
import type { BookFeature } from './book-feature.js';

/** Rows of all days one behind the other; what an environment's observation space takes as its market. */
export interface BookTable {
  /** Names of the F columns, with their units. */
  readonly columns: readonly string[];
  /** First row of each day and, last, the number of rows [days + 1]. */
  readonly dayStart: Int32Array;
  /** Row-major [rows × F]. */
  readonly values: Float32Array;
}

/** Computes features of days that have equally many levels. @throws StrataError for no days, or days of different depth */
export function bookTable(days: readonly BookDay[], features: readonly BookFeature[]): BookTable {
  const levels = days[0]?.levels ?? 0;
  const other = days.find((d) => d.levels !== levels);
  if (levels === 0 || other)
    throw new StrataError(
      `a table is of days with equally many levels; received ${other ? `${levels} and ${other.levels} (${other.day})` : 'none'}`,
    );
  const widths = features.map((f) => f.columns(levels).length);
  const width = widths.reduce((sum, w) => sum + w, 0);
  const dayStart = new Int32Array(days.length + 1);
  for (const [d, book] of days.entries()) dayStart[d + 1] = (dayStart[d] as number) + book.timeMs.length;
  const values = new Float32Array((dayStart[days.length] as number) * width);
  for (const [d, book] of days.entries()) {
    const rows = values.subarray((dayStart[d] as number) * width, (dayStart[d + 1] as number) * width);
    let offset = 0;
    for (const [k, f] of features.entries()) {
      f.write(book, rows, width, offset);
      offset += widths[k] as number;
    }
  }
  return { columns: features.flatMap((f) => [...f.columns(levels)]), dayStart, values };
}
