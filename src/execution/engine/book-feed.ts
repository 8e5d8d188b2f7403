/** A day of snapshots and its tape as events: what changed from snapshot to snapshot, and the trades between. */
import { StrataError } from '../../core/index.js';
import { type BookDay, bookPhases } from '../../market/index.js';
import { type EventFeed, FeedWriter } from './feed.js';

const continuous = bookPhases.indexOf('continuous');

/**
 * Events of a day's continuous trading.
 *
 * A trade of (t, t + 1] comes before snapshot t + 1. A level is told where it changed, and where it traded and shows the same again: queue models
 * then know that the trade is accounted for. A level that falls out of the displayed range keeps what it showed last; one inside the range
 * that is no longer displayed is empty. A snapshot in which nothing changed is a `clock` event, so that strategies are asked at every snapshot.
 * @throws StrataError for a day without continuous snapshots, or a crossed one (with its row)
 */
export function bookFeed(day: BookDay): EventFeed {
  const { levels, timeMs, phase, tape, tradeStart } = day;
  const writer = new FeedWriter(day.tickSize, day.lotShares);
  const bids = sideOf(day.bidTicks, levels, 1);
  const asks = sideOf(day.askTicks, levels, -1);
  const traded = new Map<number, number>(); // price to the snapshot before its last trade
  let running = false;
  for (let t = 0; t < timeMs.length; t++) {
    const time = timeMs[t] as number;
    if (phase[t] !== continuous) {
      if (running) writer.write('pause', time, 0, 0, 0);
      running = false;
      continue;
    }
    const [bid, ask] = [day.bidTicks[t * levels] as number, day.askTicks[t * levels] as number];
    if (bid > 0 && ask > 0 && bid >= ask)
      throw new StrataError(
        `a book is never crossed; ${day.dataset} ${day.day}, snapshot ${t} has bid ${bid}, ask ${ask}`,
      );
    const before = writer.count;
    bids.tell(writer, t, time, day.bidSizes, traded);
    asks.tell(writer, t, time, day.askSizes, traded);
    if (writer.count === before) writer.write('clock', time, 0, 0, 0);
    writer.close();
    running = true;
    for (let i = tradeStart[t] as number; i < (tradeStart[t + 1] as number); i++) {
      if (tape.auction[i]) continue;
      const ticks = tape.ticks[i] as number;
      // Stamps may be coarser than snapshots: a trade is never told before the snapshot it follows.
      writer.write(
        'trade',
        Math.max(time, tape.timeMs[i] as number),
        tape.sides[i] as number,
        ticks,
        tape.sizes[i] as number,
      );
      writer.close();
      traded.set(ticks, t);
    }
  }
  return writer.finish();
}

/** One side of the book as it was told so far. */
function sideOf(ticks: Int32Array, levels: number, side: 1 | -1) {
  const known = new Map<number, number>();
  return {
    tell(writer: FeedWriter, t: number, time: number, sizes: Float64Array, traded: ReadonlyMap<number, number>): void {
      const start = t * levels;
      let count = 0;
      while (count < levels && (ticks[start + count] as number) > 0) count++;
      // A short side is displayed whole.
      const worst = count < levels ? (side > 0 ? 0 : Number.POSITIVE_INFINITY) : (ticks[start + count - 1] as number);
      let l = start;
      for (const price of known.keys()) {
        if (side * (price - worst) < 0) continue;
        for (l = start; l < start + count && ticks[l] !== price; l++);
        if (l < start + count) continue;
        writer.write('depth', time, side, price, 0);
        known.delete(price);
      }
      for (l = start; l < start + count; l++) {
        const [price, shares] = [ticks[l] as number, sizes[l] as number];
        if (known.get(price) === shares && traded.get(price) !== t - 1) continue;
        writer.write('depth', time, side, price, shares);
        known.set(price, shares);
      }
    },
  };
}
