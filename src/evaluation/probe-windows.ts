/** What a trader of order books sees, as rows for a probe: the last 20 snapshots of ten levels, and where the mid goes from there. */
import { StrataError } from '../core/index.js';
import type { BookDay } from '../market/index.js';
import { bookSteps } from './book-moments.js';

/** Snapshots of a window, levels a side, and numbers of a row: 20 prices and 20 sizes a snapshot, oldest snapshot first. */
const [windowSteps, windowLevels] = [20, 10];
const stepWidth = 4 * windowLevels;
export const windowWidth: number = windowSteps * stepWidth;

/** Snapshots ahead of which the mid's move is told. */
export const probeHorizons = [1, 5, 20, 100] as const;

/** A day's windows; n steps from which every horizon lies within the session. */
export interface ProbeWindows {
  readonly n: number;
  /** [n × 800]. */
  readonly rows: Float32Array;
  /** Moves of the mid over each horizon, ticks [n × 4]. */
  readonly moves: Float64Array;
}

/** Squared errors of a day's forecasts, and of the fitting days' mean in their place, per horizon [4]. */
export interface DayErrors {
  readonly forecast: Float64Array;
  readonly mean: Float64Array;
}

/**
 * Windows of a day's steps. A snapshot is bid 10 … bid 1, ask 1 … ask 10: prices in ticks from the window's last mid, then log10 sizes.
 * Snapshots before the day's first are zeros, and so are empty levels; a window reaches over the midday break.
 * @throws StrataError for books of fewer than ten levels
 */
export function probeWindows(day: BookDay): ProbeWindows {
  const { levels } = day;
  if (levels < windowLevels) throw new StrataError(`a window has ten levels a side; ${day.instrument} shows ${levels}`);
  const { at, ahead, mid } = bookSteps(day);
  const last = Math.max(...probeHorizons);
  const chosen = Int32Array.from(at.keys()).filter((i) => (ahead[i] as number) >= last);
  const n = chosen.length;
  const logSize = (sizes: Float64Array): Float32Array => Float32Array.from(sizes, (x) => Math.log10(Math.max(1, x)));
  const [bidLogs, askLogs] = [logSize(day.bidSizes), logSize(day.askSizes)];
  const rows = new Float32Array(n * windowWidth);
  const moves = new Float64Array(n * probeHorizons.length);
  for (let r = 0; r < n; r++) {
    const i = chosen[r] as number;
    const now = mid[i] as number;
    for (let s = Math.max(0, windowSteps - 1 - i); s < windowSteps; s++) {
      const from = (at[i - (windowSteps - 1) + s] as number) * levels;
      const bid = r * windowWidth + s * stepWidth + windowLevels - 1;
      for (let l = 0; l < windowLevels; l++) {
        const [bidTicks, askTicks] = [day.bidTicks[from + l] as number, day.askTicks[from + l] as number];
        if (bidTicks) rows[bid - l] = bidTicks - now;
        if (askTicks) rows[bid + 1 + l] = askTicks - now;
        rows[bid - l + 2 * windowLevels] = bidLogs[from + l] as number;
        rows[bid + 1 + l + 2 * windowLevels] = askLogs[from + l] as number;
      }
    }
    for (const [h, k] of probeHorizons.entries()) moves[r * probeHorizons.length + h] = (mid[i + k] as number) - now;
  }
  return { n, rows, moves };
}
