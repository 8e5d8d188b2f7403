/** Snapshots at given times out of those that were taken whenever something changed. */
import { type BookPhase, bookPhases } from './book-day.js';
import type { SnapshotColumns } from './build-book.js';

/**
 * The last snapshot at or before each time, with the time as its stamp; before the first one all levels are empty.
 * @param times   in order
 * @param phaseOf what the venue was doing at a time
 */
export function atTimes(
  every: SnapshotColumns,
  times: Int32Array,
  phaseOf: (timeMs: number) => BookPhase,
): SnapshotColumns {
  const { levels, timeMs } = every;
  const from = new Int32Array(times.length);
  let n = 0;
  for (let t = 0; t < times.length; t++) {
    while (n < timeMs.length && (timeMs[n] as number) <= (times[t] as number)) n++;
    from[t] = n - 1;
  }
  const of = <A extends Int32Array | Float64Array>(column: A, to: A, width: number): A => {
    for (let t = 0; t < times.length; t++) {
      const at = from[t] as number;
      if (at >= 0) to.set(column.subarray(at * width, (at + 1) * width), t * width);
    }
    return to;
  };
  const cells = times.length * levels;
  return {
    file: every.file,
    row: of(every.row, new Float64Array(times.length), 1),
    timeMs: times,
    phase: Uint8Array.from(times, (ms) => bookPhases.indexOf(phaseOf(ms))),
    levels,
    bidTicks: of(every.bidTicks, new Int32Array(cells), levels),
    bidSizes: of(every.bidSizes, new Float64Array(cells), levels),
    askTicks: of(every.askTicks, new Int32Array(cells), levels),
    askSizes: of(every.askSizes, new Float64Array(cells), levels),
  };
}
