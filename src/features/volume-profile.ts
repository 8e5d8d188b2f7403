/**
 * Volume profile of a trading day: the share of the day's volume that falls into each tranche (M3T, docs/papers/m3t.md, Macro Trader).
 */
import { StrataError } from '../core/index.js';
import type { BarSeries, DaySpan } from '../market/index.js';

/** Realised volume profiles of one instrument, one row a day that could be used. */
export interface VolumeProfile {
  readonly instrument: string;
  readonly tranches: number;
  /** Trading days with a profile, ISO, ascending. */
  readonly days: readonly string[];
  /** Share of each tranche, row-major [days × tranches]. A row adds up to 1 with the denominator `tranches`. */
  readonly shares: Float64Array;
  /** Volume by which the shares were divided, shares [days]. */
  readonly volume: Float64Array;
  /** Days without a profile and why, ascending. */
  readonly leftOut: readonly { readonly day: string; readonly why: string }[];
}

export interface VolumeProfileOptions {
  /** Ledger `m3t.profile-denominator`: a share of the volume inside the tranches, or of all bars of the day (auctions included). */
  readonly denominator?: 'tranches' | 'whole-day';
}

/**
 * Profiles of all days of a bar series: sums of bar volumes by tranche, divided by the sum of the bars (not by a daily volume of
 * another source, which may differ).
 *
 * Left out, with the reason: a day without volume (suspended), and a day whose bars do not cover every tranche completely.
 *
 * @param bars     bars of one instrument whose interval divides every tranche
 * @param tranches spans of the day, ascending and disjoint
 * @throws StrataError when a bar straddles the border of a tranche
 */
export function volumeProfile(
  bars: BarSeries,
  tranches: readonly DaySpan[],
  options: VolumeProfileOptions = {},
): VolumeProfile {
  const count = tranches.length;
  const inside = new Float64Array(bars.days.length * count);
  const covered = new Float64Array(bars.days.length * count);
  const whole = new Float64Array(bars.days.length);
  const barMs = bars.intervalMinutes * 60_000;

  for (let n = 0; n < bars.volume.length; n++) {
    const day = bars.day[n] as number;
    const endMs = bars.endMs[n] as number;
    const volume = bars.volume[n] as number;
    whole[day] = (whole[day] as number) + volume;
    const tranche = tranches.findIndex((span) => endMs > span.startMs && endMs - barMs < span.endMs);
    if (tranche < 0) continue;
    const span = tranches[tranche] as DaySpan;
    if (endMs > span.endMs || endMs - barMs < span.startMs)
      throw new StrataError(
        `${bars.instrument}, ${bars.days[day]}: the ${bars.intervalMinutes}-minute bar that ends at ${clock(endMs)} lies across the border of the ` +
          `tranche ${clock(span.startMs)} to ${clock(span.endMs)}. Use bars whose interval divides the tranches.`,
      );
    const cell = day * count + tranche;
    inside[cell] = (inside[cell] as number) + volume;
    covered[cell] = (covered[cell] as number) + barMs;
  }

  const days: string[] = [];
  const shares: number[] = [];
  const divisors: number[] = [];
  const leftOut: { day: string; why: string }[] = [];
  for (const [d, day] of bars.days.entries()) {
    const row = inside.subarray(d * count, (d + 1) * count);
    const total = row.reduce((sum, v) => sum + v, 0);
    const gap = tranches.findIndex((span, i) => covered[d * count + i] !== span.endMs - span.startMs);
    if (!(total > 0)) leftOut.push({ day, why: 'no volume (suspended)' });
    else if (gap >= 0) leftOut.push({ day, why: `bars of tranche ${gap} are missing` });
    else {
      const divisor = options.denominator === 'whole-day' ? (whole[d] as number) : total;
      days.push(day);
      divisors.push(divisor);
      for (const v of row) shares.push(v / divisor);
    }
  }
  return {
    instrument: bars.instrument,
    tranches: count,
    days,
    shares: Float64Array.from(shares),
    volume: Float64Array.from(divisors),
    leftOut,
  };
}

function clock(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
