/** Mid prices of a replayed book, also where one side is empty. */
import { StrataError } from '../core/index.js';
import type { BookPack, StepSpan } from './book-pack.js';

/**
 * Mean of the best bid and ask of a snapshot, ticks. Where a side is empty: of the last snapshot of the day before it with both, else the
 * best price that the snapshot does show.
 * @throws StrataError where neither is there
 */
export function midTicksAt(pack: BookPack, at: number): number {
  const { bidTicks, askTicks, levels, dayStart } = pack;
  for (let g = at; g >= 0; g--) {
    const [bid, ask] = [bidTicks[g * levels] as number, askTicks[g * levels] as number];
    if (bid > 0 && ask > 0) return (bid + ask) / 2;
    if (dayStart.includes(g)) break;
  }
  const shown = Math.max(bidTicks[at * levels] as number, askTicks[at * levels] as number);
  if (shown > 0) return shown;
  throw new StrataError(`a mid needs a price; snapshot ${at} of the pack and those of its day before it show none`);
}

/** Mean over a span's steps of the mid that each sees, ticks: what an order spread evenly in time is measured against. */
export function meanMidTicks(pack: BookPack, { first, steps }: StepSpan): number {
  let sum = 0;
  for (let at = first; at < first + steps; at++) sum += midTicksAt(pack, at);
  return sum / steps;
}
