/** A day's single orders as columns, and their replay into snapshots on a grid of times or after each event. */
import { StrataError } from '../../core/index.js';
import type { Market } from '../calendar/sessions.js';
import { type BookDay, bookPhases, type TapeKind, type TradeTape } from './book-day.js';
import { buildBook, type SnapshotColumns, startsByStamp } from './build-book.js';
import { type BookSide, type LevelArrays, OrderBook } from './order-book.js';
import { phaseByTime } from './readers/clocks.js';

/** What happens to an order that rests: it joins its level, takes shares back, or is hit. A change of price is a cancel and an add. */
export const orderActKinds = ['add', 'cancel', 'trade'] as const;

/** Acts of orders that rest, in order of time; all columns have one entry an act. */
export interface OrderColumns {
  readonly tickSize: number;
  readonly lotShares: number;
  /** Ms after local midnight; fractions where the source's clock is finer. */
  readonly timeMs: Float64Array;
  /** Index into {@link orderActKinds}. */
  readonly act: Uint8Array;
  /** Number of the order that rests. */
  readonly id: Float64Array;
  /** Its side: +1 bid, −1 ask. */
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  /** Shares added, taken back or hit. */
  readonly shares: Float64Array;
  /** Number the source gives the event each act comes from, never falling: its row, or its place in the exchange's count; 0 for what stood before. */
  readonly event: Float64Array;
}

/** A day's orders as a reader found them. */
export interface OrderDay extends OrderColumns {
  readonly dataset: string;
  readonly instrument: string;
  readonly market: Market | 'crypto';
  readonly day: string;
  /** Name of the file that events are counted in. */
  readonly file: string;
  /** Every trade of the day, also those that hit no order of the stream: hidden orders, auctions. */
  readonly tape: TradeTape;
  /** Event of each trade. */
  readonly tapeEvent: Float64Array;
  /** What a reader of results should know of the stream. */
  readonly flags: readonly string[];
  readonly hash: string;
}

/** Grows columns of acts. */
export class OrderColumnsWriter {
  readonly #acts: [number[], number[], number[], number[], number[], number[], number[]] = [[], [], [], [], [], [], []];

  write(
    act: (typeof orderActKinds)[number],
    timeMs: number,
    id: number,
    side: number,
    ticks: number,
    shares: number,
    event: number,
  ): void {
    const said = [timeMs, orderActKinds.indexOf(act), id, side, ticks, shares, event];
    for (const [i, column] of this.#acts.entries()) column.push(said[i] as number);
  }

  finish(tickSize: number, lotShares: number): OrderColumns {
    const [timeMs, act, id, side, ticks, shares, event] = this.#acts;
    return {
      tickSize,
      lotShares,
      timeMs: Float64Array.from(timeMs),
      act: Uint8Array.from(act),
      id: Float64Array.from(id),
      side: Int8Array.from(side),
      ticks: Int32Array.from(ticks),
      shares: Float64Array.from(shares),
      event: Float64Array.from(event),
    };
  }
}

/** When snapshots are taken: every so many ms, or after each event. */
export type SnapshotGrid = number | 'event';

/** Stamps of a grid in half-open spans of the day, each beginning one. @throws StrataError for a step that is not above 0 */
export function gridTimes(
  spans: readonly { readonly startMs: number; readonly endMs: number }[],
  stepMs: number,
): Int32Array {
  if (!(Number.isInteger(stepMs) && stepMs > 0))
    throw new StrataError(`snapshots are taken every whole number of ms above 0, or at each 'event'; got ${stepMs}`);
  const times: number[] = [];
  for (const { startMs, endMs } of spans) for (let ms = startMs; ms < endMs; ms += stepMs) times.push(ms);
  return Int32Array.from(times);
}

/**
 * Replays a stream and takes snapshots. One at time t shows all acts stamped at or before t; one after an event bears its stamp.
 *
 * @param levels levels a side
 * @param times  stamps of snapshots in order, or `event`
 * @throws StrataError for an order that is added twice or loses more than it has; it names file and event
 */
export function replayOrders(day: OrderDay, levels: number, times: Int32Array | 'event'): SnapshotColumns {
  const { act, event, timeMs } = day;
  const ends = times === 'event' ? eventEnds(event) : undefined;
  const count = ends?.length ?? times.length;
  const into: Required<LevelArrays> = {
    levels,
    bidTicks: new Int32Array(count * levels),
    bidSizes: new Float64Array(count * levels),
    askTicks: new Int32Array(count * levels),
    askSizes: new Float64Array(count * levels),
    bidOrders: new Int32Array(count * levels),
    askOrders: new Int32Array(count * levels),
  };
  const [stamps, seen] = [new Int32Array(count), new Float64Array(count)];
  const book = new OrderBook();
  let i = 0;
  for (let t = 0; t < count; t++) {
    if (ends) while (i < (ends[t] as number)) applyAct(book, day, i++);
    else while (i < act.length && (timeMs[i] as number) <= (times[t] as number)) applyAct(book, day, i++);
    book.write(into, t);
    stamps[t] = ends ? Math.ceil(timeMs[i - 1] as number) : (times[t] as number);
    seen[t] = i > 0 ? (event[i - 1] as number) : 0;
  }
  const { market } = day;
  const phase = Uint8Array.from(stamps, (ms) =>
    bookPhases.indexOf(market === 'crypto' ? 'continuous' : phaseByTime(market, day.day, ms)),
  );
  return { file: day.file, row: seen, timeMs: stamps, phase, ...into };
}

/** Index behind the last act of each event. What stood before counts to the first one. */
function eventEnds(event: Float64Array): Int32Array {
  const ends: number[] = [];
  for (let i = 0; i < event.length; i++) if ((event[i] as number) > 0 && event[i] !== event[i + 1]) ends.push(i + 1);
  return Int32Array.from(ends);
}

/** Applies one act. @throws StrataError that names file and event */
function applyAct(book: OrderBook, day: OrderDay, i: number): void {
  const id = day.id[i] as number;
  try {
    if (day.act[i] === 0) book.add(id, day.side[i] as BookSide, day.ticks[i] as number, day.shares[i] as number);
    else book.take(id, day.shares[i] as number);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    throw new StrataError(`${day.file}, event ${day.event[i]}: ${error.message}`, { code: 'data', cause: error });
  }
}

/** A book of a day's orders, with every trade in the interval that shows what it did. */
export function bookOfOrders(
  day: OrderDay,
  levels: number,
  times: Int32Array | 'event',
  tapeKind: TapeKind,
  mayCross = false,
): BookDay {
  const columns = replayOrders(day, levels, times);
  const { dataset, instrument, market, tickSize, lotShares, hash, tape, flags } = day;
  const starts =
    times === 'event' ? startsByStamp(columns.row, day.tapeEvent) : startsByStamp(columns.timeMs, tape.timeMs);
  const facts = { dataset, instrument, market, day: day.day, tickSize, lotShares, hash, mayCross };
  const book = buildBook(facts, columns, tape, tapeKind, starts);
  return { ...book, flags: [...book.flags, ...flags] };
}
