/** How far an inferred tape is from the recorded one of the same day: by price, by records, and in what an executor is filled at. */
import { generator, StrataError } from '../core/index.js';
import { type Executor, type MatchingRules, packBooks, stepSpans, vwapSlippageBp } from '../execution/index.js';
import { type BookDay, bookPhases, tranches } from '../market/index.js';

/** Errors of an inferred tape over the steps of a day. */
export interface TapeError {
  /** Share of the volume that stands at another price than it was traded at. */
  readonly misplacedVolume: number;
  /** Share of the intervals with trades in which prices and volumes are all right. */
  readonly rightIntervals: number;
  /** Inferred records over recorded ones. */
  readonly recordRatio: number;
  /** Share of the volume outside the two adjacent ticks that an inferred interval can have. */
  readonly outsideVolume: number;
}

const continuous = bookPhases.indexOf('continuous');

/**
 * Compares the intervals of two tapes of one day.
 * @throws StrataError where the snapshots are not the same
 */
export function tapeError(recorded: BookDay, inferred: BookDay): TapeError {
  if (recorded.day !== inferred.day || recorded.timeMs.length !== inferred.timeMs.length)
    throw new StrataError(
      `tapes of one day are compared; received ${recorded.day} with ${recorded.timeMs.length} snapshots and ${inferred.day} with ${inferred.timeMs.length}`,
    );
  let [volume, misplaced, outside, right, intervals, trueRecords, madeRecords] = [0, 0, 0, 0, 0, 0, 0];
  for (let t = 0; t + 1 < recorded.timeMs.length; t++) {
    if (recorded.phase[t] !== continuous) continue;
    const [truth, made] = [byPrice(recorded, t), byPrice(inferred, t)];
    if (truth.volume.size === 0 && made.volume.size === 0) continue;
    intervals++;
    trueRecords += truth.records;
    madeRecords += made.records;
    let wrong = 0;
    for (const [ticks, shares] of truth.volume) {
      volume += shares;
      wrong += Math.max(0, shares - (made.volume.get(ticks) ?? 0));
      if (!made.volume.has(ticks)) outside += shares;
    }
    misplaced += wrong;
    if (wrong < 0.5 && truth.volume.size === made.volume.size) right++;
  }
  return {
    misplacedVolume: misplaced / volume,
    rightIntervals: right / intervals,
    recordRatio: madeRecords / trueRecords,
    outsideVolume: outside / volume,
  };
}

function byPrice({ tape, tradeStart }: BookDay, t: number): { volume: Map<number, number>; records: number } {
  const volume = new Map<number, number>();
  let records = 0;
  for (let n = tradeStart[t] as number; n < (tradeStart[t + 1] as number); n++) {
    if (tape.auction[n]) continue;
    const ticks = tape.ticks[n] as number;
    volume.set(ticks, (volume.get(ticks) ?? 0) + (tape.sizes[n] as number));
    records++;
  }
  return { volume, records };
}

/** Slippage of each tranche against its own market, bp, of a seller who works `shares` in each; equal generators for every tape. */
export function trancheSlippage(day: BookDay, executor: Executor, shares: number, rules: MatchingRules): Float64Array {
  const pack = packBooks([day]);
  const spans = stepSpans(pack, 0, tranches(day.market === 'SZSE' ? 'SZSE' : 'SSE', 8));
  return Float64Array.from(spans, (span, k) => {
    const { valueTicks } = executor.execute(pack, { span, side: -1, shares }, rules, generator(`tape error ${k}`));
    const sum = (of: Float64Array): number => (of[span.first + span.steps] as number) - (of[span.first] as number);
    return vwapSlippageBp(
      -1,
      { shares, value: valueTicks },
      { shares: sum(pack.volumeBefore), value: sum(pack.valueBefore) },
    );
  });
}
