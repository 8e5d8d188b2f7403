/** A market's events in columns: changes of levels and trades, as the general engine replays them. */
import { StrataError } from '../../core/index.js';
import { unknownOrder } from '../queue-models/queue-model.js';

/**
 * What an event says: a level shows other shares (`depth`), an order of a stream took shares back (`cancel`, a depth event that tells whose),
 * shares were traded (`trade`), time passed (`clock`), continuous trading stops until the next event (`pause`).
 */
export const eventKinds = ['depth', 'cancel', 'trade', 'clock', 'pause'] as const;
export type EventKind = (typeof eventKinds)[number];

/** Added to the kind of the last event of what the venue sent at once: only then is the book whole, orders are matched and strategies asked. */
export const closesBatch: number = 8;

/** Events of one instrument and day; all columns have one entry an event. */
export interface EventFeed {
  readonly tickSize: number;
  readonly lotShares: number;
  /** Lowest and highest price of all events, ticks. */
  readonly lowTicks: number;
  readonly highTicks: number;
  /** Exchange time, ms after midnight, never falling. */
  readonly timeMs: Float64Array;
  /** Index into {@link eventKinds}, plus {@link closesBatch}. */
  readonly kind: Uint8Array;
  /** Of a level: +1 bid, −1 ask. Of a trade: +1 a buyer, −1 a seller took the initiative, 0 unknown. */
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  /** Shares the level shows from now on, or shares traded. */
  readonly shares: Float64Array;
  /** Number of the event that brought the order which was cancelled or hit, where an order stream tells [events] or []. */
  readonly resting: Int32Array;
}

/** Prices of a day span fewer ticks than this; stub quotes far away are no part of a book. */
const mostTicks = 2 ** 24;

/** Collects events in order of time. */
export class FeedWriter {
  private timeMs = new Float64Array(1024);
  private kind = new Uint8Array(1024);
  private side = new Int8Array(1024);
  private ticks = new Int32Array(1024);
  private shares = new Float64Array(1024);
  private resting = new Int32Array(1024);
  private low = Number.POSITIVE_INFINITY;
  private high = Number.NEGATIVE_INFINITY;
  private knowsOrders = false;
  /** Events so far, and the number of the next one. */
  count = 0;

  constructor(
    private readonly tickSize: number,
    private readonly lotShares: number,
  ) {}

  /**
   * Appends an event.
   * @param resting number of the event that brought the order concerned
   * @throws StrataError for time that goes back, prices or sizes that are none; it names the event
   */
  write(
    kind: EventKind,
    timeMs: number,
    side: number,
    ticks: number,
    shares: number,
    resting: number = unknownOrder,
  ): void {
    const at = this.count;
    const priced = kind !== 'clock' && kind !== 'pause';
    const last = at > 0 ? (this.timeMs[at - 1] as number) : Number.NEGATIVE_INFINITY;
    if (!(timeMs >= last && timeMs < Number.POSITIVE_INFINITY))
      throw new StrataError(`events come in order of time; event ${at} (${kind}) has ${timeMs} ms after ${last} ms`);
    if (priced && !(Number.isInteger(ticks) && ticks > 0 && shares >= 0 && shares < Number.POSITIVE_INFINITY))
      throw new StrataError(
        `an event has a price in whole ticks above 0 and shares from 0; event ${at} (${kind}) has ${ticks} ticks, ${shares} shares`,
      );
    if (at === this.timeMs.length) this.grow();
    this.timeMs[at] = timeMs;
    this.kind[at] = eventKinds.indexOf(kind);
    this.side[at] = side;
    this.ticks[at] = ticks;
    this.shares[at] = shares;
    this.resting[at] = resting;
    if (resting !== unknownOrder) this.knowsOrders = true;
    if (priced && ticks < this.low) this.low = ticks;
    if (priced && ticks > this.high) this.high = ticks;
    this.count++;
  }

  /** Marks the last event as the end of what the venue sent at once. */
  close(): void {
    if (this.count > 0) this.kind[this.count - 1] = (this.kind[this.count - 1] as number) | closesBatch;
  }

  /** @throws StrataError for a feed without prices, or with prices too far apart */
  finish(): EventFeed {
    const { count, low, high } = this;
    if (!(low <= high)) throw new StrataError(`a feed needs levels or trades; received ${count} events without any`);
    if (high - low >= mostTicks)
      throw new StrataError(
        `prices of a feed lie within ${mostTicks} ticks; received ${low} to ${high}: leave stub quotes out, or use a larger tick`,
      );
    return {
      tickSize: this.tickSize,
      lotShares: this.lotShares,
      lowTicks: low,
      highTicks: high,
      timeMs: this.timeMs.slice(0, count),
      kind: this.kind.slice(0, count),
      side: this.side.slice(0, count),
      ticks: this.ticks.slice(0, count),
      shares: this.shares.slice(0, count),
      resting: this.resting.slice(0, this.knowsOrders ? count : 0),
    };
  }

  private grow(): void {
    const larger = <T extends Float64Array | Uint8Array | Int8Array | Int32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    const size = this.timeMs.length * 2;
    this.timeMs = larger(new Float64Array(size), this.timeMs);
    this.kind = larger(new Uint8Array(size), this.kind);
    this.side = larger(new Int8Array(size), this.side);
    this.ticks = larger(new Int32Array(size), this.ticks);
    this.shares = larger(new Float64Array(size), this.shares);
    this.resting = larger(new Int32Array(size), this.resting);
  }
}
