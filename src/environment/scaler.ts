/** Centres and scales observations by statistics that were fitted once, on a named interval, and never again. */
import { StrataError } from '../core/index.js';
import type { FittedOn } from '../features/index.js';

/** (value − centre) / scale, then clipped to ±clip, column by column. */
export interface Scaler {
  readonly names: readonly string[];
  readonly centre: readonly number[];
  /** > 0. */
  readonly scale: readonly number[];
  /** Bound of scaled values; null for none. */
  readonly clip: number | null;
  /** First and last day of the data it saw; null where its numbers were given or come from data without days. */
  readonly fittedOn: FittedOn | null;
}

/**
 * Mean and standard deviation of each column.
 * @param rows     row-major [n × names.length], n ≥ 2; a column that never changes keeps the scale 1
 * @param fittedOn the days that the rows come from
 * @throws StrataError for rows that are not whole, too few, or not finite
 */
export function fitScaler(
  rows: Float32Array | Float64Array,
  names: readonly string[],
  fittedOn: FittedOn | null,
  clip: number | null = 10,
): Scaler {
  const width = names.length;
  const n = rows.length / width;
  if (!Number.isInteger(n) || n < 2)
    throw new StrataError(
      `a scaler is fitted on whole rows of ${width} numbers, at least 2; received ${rows.length} numbers`,
    );
  const centre = new Array<number>(width).fill(0);
  const squares = new Array<number>(width).fill(0);
  for (let i = 0; i < rows.length; i++) {
    const [k, value] = [i % width, rows[i] as number];
    if (!Number.isFinite(value))
      throw new StrataError(`a scaler needs finite numbers; ${names[k]} is ${value} in row ${Math.floor(i / width)}`);
    // Welford: exact enough for columns whose mean is large beside their deviation.
    const seen = Math.floor(i / width) + 1;
    const delta = value - (centre[k] as number);
    centre[k] = (centre[k] as number) + delta / seen;
    squares[k] = (squares[k] as number) + delta * (value - (centre[k] as number));
  }
  const scale = squares.map((sum) => Math.sqrt(sum / n)).map((deviation) => (deviation > 1e-12 ? deviation : 1));
  return { names: [...names], centre, scale, clip, fittedOn };
}

/** Scales rows from one array into another, which may be the same. */
export function applyScaler(scaler: Scaler, from: Float32Array, to: Float32Array): void {
  const { centre, scale, clip } = scaler;
  const width = centre.length;
  const bound = clip ?? Number.POSITIVE_INFINITY;
  for (let i = 0, k = 0; i < from.length; i++) {
    const value = ((from[i] as number) - (centre[k] as number)) / (scale[k] as number);
    to[i] = value > bound ? bound : value < -bound ? -bound : value;
    if (++k === width) k = 0;
  }
}
