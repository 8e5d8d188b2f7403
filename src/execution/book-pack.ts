/** Several days of one instrument's book in one set of columns, with running sums, so that the simulator touches no objects. */
import { StrataError } from '../core/index.js';
import { type BookDay, bookPhases } from '../market/index.js';

/** Days one behind the other: G snapshots in all with L levels, and the trades that can fill an order (auctions are left out). */
export interface BookPack {
  readonly days: readonly BookDay[];
  readonly levels: number;
  readonly tickSize: number;
  readonly lotShares: number;
  /** First snapshot of each day and the end of the last [days + 1]. */
  readonly dayStart: Int32Array;
  readonly timeMs: Int32Array;
  /** 1 where a snapshot is a step: continuous trading, and a snapshot after it [G]. */
  readonly isStep: Uint8Array;
  readonly bidTicks: Int32Array;
  readonly bidSizes: Float64Array;
  readonly askTicks: Int32Array;
  readonly askSizes: Float64Array;
  /** Trades after each snapshot until the next, in the interval that the rules name [G + 1]. */
  readonly tradeStart: Int32Array;
  readonly tradeTicks: Int32Array;
  readonly tradeSizes: Float64Array;
  /** Shares, and shares × ticks, traded before each snapshot since the pack's begin [G + 1]: a window's sums are differences. */
  readonly volumeBefore: Float64Array;
  readonly valueBefore: Float64Array;
}

const continuous = bookPhases.indexOf('continuous');

/**
 * Packs days that share levels, tick and lot.
 * @param interval ledger `m3t.trade-interval`; `from-snapshot` needs stamps, and moves trades stamped as a snapshot is to its own step
 * @throws StrataError for no days or days that do not fit together
 */
export function packBooks(
  days: readonly BookDay[],
  interval: 'after-snapshot' | 'from-snapshot' = 'after-snapshot',
): BookPack {
  const [first] = days;
  if (!first) throw new StrataError('a book pack needs days; received none');
  const { levels, tickSize, lotShares } = first;
  for (const d of days)
    if (d.levels !== levels || d.tickSize !== tickSize || d.lotShares !== lotShares)
      throw new StrataError(
        `days packed together share levels, tick and lot; ${first.day} has ${levels}, ${tickSize}, ${lotShares}, ${d.day} has ${d.levels}, ${d.tickSize}, ${d.lotShares}`,
      );
  const snapshots = days.reduce((sum, d) => sum + d.timeMs.length, 0);
  const records = days.reduce((sum, d) => sum + d.tape.ticks.length, 0);
  const tradeStart = new Int32Array(snapshots + 1);
  const tradeTicks = new Int32Array(records);
  const tradeSizes = new Float64Array(records);
  const volumeBefore = new Float64Array(snapshots + 1);
  const valueBefore = new Float64Array(snapshots + 1);
  const isStep = new Uint8Array(snapshots);
  const dayStart = new Int32Array(days.length + 1);
  let [g, n] = [0, 0];
  for (const [d, book] of days.entries()) {
    const starts = interval === 'after-snapshot' ? book.tradeStart : startsFromSnapshot(book);
    const count = book.timeMs.length;
    for (let t = 0; t < count; t++, g++) {
      isStep[g] = book.phase[t] === continuous && t + 1 < count ? 1 : 0;
      tradeStart[g] = n;
      let [volume, value] = [volumeBefore[g] as number, valueBefore[g] as number];
      for (let i = starts[t] as number; i < (starts[t + 1] as number); i++) {
        if (book.tape.auction[i]) continue;
        const [ticks, size] = [book.tape.ticks[i] as number, book.tape.sizes[i] as number];
        tradeTicks[n] = ticks;
        tradeSizes[n++] = size;
        volume += size;
        value += size * ticks;
      }
      volumeBefore[g + 1] = volume;
      valueBefore[g + 1] = value;
    }
    dayStart[d + 1] = g;
  }
  tradeStart[g] = n;
  const joined = <T extends Int32Array | Float64Array>(make: (length: number) => T, of: (d: BookDay) => T): T => {
    const out = make(days.reduce((sum, d) => sum + of(d).length, 0));
    let at = 0;
    for (const d of days) {
      out.set(of(d), at);
      at += of(d).length;
    }
    return out;
  };
  const ints = (length: number): Int32Array => new Int32Array(length);
  const floats = (length: number): Float64Array => new Float64Array(length);
  return {
    days,
    levels,
    tickSize,
    lotShares,
    dayStart,
    isStep,
    timeMs: joined(ints, (d) => d.timeMs),
    bidTicks: joined(ints, (d) => d.bidTicks),
    bidSizes: joined(floats, (d) => d.bidSizes),
    askTicks: joined(ints, (d) => d.askTicks),
    askSizes: joined(floats, (d) => d.askSizes),
    tradeStart,
    tradeTicks: tradeTicks.slice(0, n),
    tradeSizes: tradeSizes.slice(0, n),
    volumeBefore,
    valueBefore,
  };
}

/** First trade stamped at or after each snapshot, the end of the tape behind the last. */
function startsFromSnapshot(book: BookDay): Int32Array {
  const { timeMs, tape } = book;
  const starts = new Int32Array(timeMs.length + 1);
  let i = 0;
  for (let t = 0; t < timeMs.length; t++) {
    while (i < tape.timeMs.length && (tape.timeMs[i] as number) < (timeMs[t] as number)) i++;
    starts[t] = i;
  }
  starts[timeMs.length] = tape.timeMs.length;
  return starts;
}

/** Consecutive steps of one day. */
export interface StepSpan {
  readonly day: number;
  /** Snapshot of the pack. */
  readonly first: number;
  readonly steps: number;
}

/**
 * Steps of a day inside each span of the clock, in order; a span without steps has none.
 * @param spans   half-open, ms after midnight, e.g. the eight tranches
 * @throws StrataError where steps of one span are not consecutive
 */
export function stepSpans(
  pack: BookPack,
  day: number,
  spans: readonly { readonly startMs: number; readonly endMs: number }[],
): StepSpan[] {
  const [from, to] = [pack.dayStart[day] as number, pack.dayStart[day + 1] as number];
  return spans.map(({ startMs, endMs }) => {
    let [first, steps] = [-1, 0];
    for (let g = from; g < to; g++) {
      const time = pack.timeMs[g] as number;
      if (!pack.isStep[g] || time < startMs || time >= endMs) continue;
      if (first < 0) first = g;
      if (g !== first + steps)
        throw new StrataError(
          `steps of a span are consecutive; on ${pack.days[day]?.day} trading stops between snapshots ${first - from} and ${g - from}: cut the span there`,
        );
      steps++;
    }
    return { day, first: Math.max(first, from), steps };
  });
}
