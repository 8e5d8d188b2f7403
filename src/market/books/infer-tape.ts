/**
 * A tape where there is none: what was traded between two snapshots, inferred from what they say of volume, value and records since the
 * open (docs/papers/m3t.md, inferred tape).
 *
 * Volume and value of an interval are met exactly by trades at two adjacent ticks; its records are split pro rata, rounded half up and at
 * least one each, of equal size, lower tick first.
 */
import { StrataError } from '../../core/index.js';
import { bookPhases, type TradeTape } from './book-day.js';
import type { SnapshotColumns } from './build-book.js';

const auctions: readonly number[] = (['before', 'opening-auction', 'closing-auction', 'after'] as const).map((p) =>
  bookPhases.indexOf(p),
);

/** Tape and first trade of each interval; trades bear the stamp of the snapshot that shows them first. */
export function inferTape(
  snapshots: SnapshotColumns,
  tickSize: number,
): { readonly tape: TradeTape; readonly tradeStart: Int32Array } {
  const { timeMs, phase, cumulativeVolume: volume, cumulativeValue: value, cumulativeRecords: records } = snapshots;
  if (!volume || !value)
    throw new StrataError('a tape is inferred from volume and value since the open; these snapshots lack them');
  const [times, ticks, sizes, auction]: [number[], number[], number[], number[]] = [[], [], [], []];
  const tradeStart = new Int32Array(timeMs.length + 1);
  for (let t = -1; t < timeMs.length; t++) {
    if (t >= 0) tradeStart[t] = ticks.length;
    const next = t + 1;
    if (next === timeMs.length) break;
    const since = (of: Float64Array): number => (of[next] as number) - (t < 0 ? 0 : (of[t] as number));
    const shares = since(volume);
    if (!(shares > 0)) continue;
    const inAuction = t < 0 || auctions.includes(phase[t] as number) ? 1 : 0;
    for (const part of splitAtTicks(shares, since(value) / tickSize, records ? since(records) : 1))
      for (let k = 0; k < part.records; k++) {
        times.push(timeMs[next] as number);
        ticks.push(part.ticks);
        sizes.push(part.shares / part.records);
        auction.push(inAuction);
      }
  }
  tradeStart[timeMs.length] = ticks.length;
  return {
    tape: {
      timeMs: Int32Array.from(times),
      ticks: Int32Array.from(ticks),
      sizes: Float64Array.from(sizes),
      sides: new Int8Array(ticks.length),
      auction: Uint8Array.from(auction),
    },
    tradeStart,
  };
}

/** Trades at one price. */
export interface InferredTrades {
  readonly ticks: number;
  readonly shares: number;
  readonly records: number;
}

/**
 * Splits what was traded in an interval between the two ticks around its mean price.
 * @param shares  > 0
 * @param value   Σ ticks × shares
 * @param records trade records, those of both ticks together as near as rounding allows
 */
export function splitAtTicks(shares: number, value: number, records: number): readonly InferredTrades[] {
  const mean = value / shares;
  // A value printed with a few digits less than it has may miss a whole tick by a little.
  const lower = Math.abs(mean - Math.round(mean)) < 1e-6 ? Math.round(mean) : Math.floor(mean);
  const exact = Math.max(0, value - lower * shares);
  const above = Math.abs(exact - Math.round(exact)) < 1e-3 ? Math.round(exact) : exact;
  const parts = [
    { ticks: lower, shares: shares - above },
    { ticks: lower + 1, shares: above },
  ].filter((p) => p.shares > 1e-6 * shares);
  return parts.map((p) => ({ ...p, records: Math.max(1, Math.floor((records * p.shares) / shares + 0.5)) }));
}
