/** The trades of a synthetic step: records whose sizes have the distribution of real tapes, at the quotes of their moment. */
import { type Generator, normalByTable, portableExp } from '../../../core/index.js';

/** Log-normal record sizes in lots. */
export interface RecordSizes {
  readonly logMean: number;
  readonly logDeviation: number;
}

/** Columns that grow as records are added. */
export class TapeWriter {
  private timeMs = new Int32Array(1 << 16);
  private ticks = new Int32Array(1 << 16);
  private sizes = new Float64Array(1 << 16);
  private sides = new Int8Array(1 << 16);
  private auction = new Uint8Array(1 << 16);
  count = 0;

  write(timeMs: number, ticks: number, shares: number, side: number, auction = 0): void {
    if (this.count === this.ticks.length) this.grow();
    const n = this.count++;
    this.timeMs[n] = timeMs;
    this.ticks[n] = ticks;
    this.sizes[n] = shares;
    this.sides[n] = side;
    this.auction[n] = auction;
  }

  /** Says when, at which price and by whom a record that has its size was traded. */
  place(n: number, timeMs: number, ticks: number, side: number): void {
    this.timeMs[n] = timeMs;
    this.ticks[n] = ticks;
    this.sides[n] = side;
  }

  sharesOf(n: number): number {
    return this.sizes[n] as number;
  }

  ticksOf(n: number): number {
    return this.ticks[n] as number;
  }

  /** Moves a record to another price. */
  reprice(n: number, ticks: number): void {
    this.ticks[n] = ticks;
  }

  finish(): { timeMs: Int32Array; ticks: Int32Array; sizes: Float64Array; sides: Int8Array; auction: Uint8Array } {
    const n = this.count;
    return {
      timeMs: this.timeMs.slice(0, n),
      ticks: this.ticks.slice(0, n),
      sizes: this.sizes.slice(0, n),
      sides: this.sides.slice(0, n),
      auction: this.auction.slice(0, n),
    };
  }

  private grow(): void {
    const larger = <A extends Int32Array | Float64Array | Int8Array | Uint8Array>(to: A, from: A): A => {
      to.set(from);
      return to;
    };
    const size = 2 * this.ticks.length;
    this.timeMs = larger(new Int32Array(size), this.timeMs);
    this.ticks = larger(new Int32Array(size), this.ticks);
    this.sizes = larger(new Float64Array(size), this.sizes);
    this.sides = larger(new Int8Array(size), this.sides);
    this.auction = larger(new Uint8Array(size), this.auction);
  }
}

/** Shares of the next record, at most what is left. */
export function recordShares(p: RecordSizes, left: number, lotShares: number, random: Generator): number {
  const lots = Math.round(portableExp(p.logMean + p.logDeviation * normalByTable(random)));
  return Math.min(left, lotShares * Math.max(1, lots));
}

/** Quotes before and after the moment within a step at which the price moves. */
export interface StepQuotes {
  readonly bid: number;
  readonly ask: number;
  readonly nextBid: number;
  readonly nextAsk: number;
  /** Chance that a record buys, before the move and after it. */
  readonly buysBefore: number;
  readonly buysAfter: number;
}

/**
 * Writes the records of a step: those before the move at the old quotes, those after it at the new ones; a move of several ticks trades
 * its way through the prices between.
 */
export function writeStep(
  tape: TapeWriter,
  startMs: number,
  lengthMs: number,
  shares: number,
  q: StepQuotes,
  sizes: RecordSizes,
  lotShares: number,
  random: Generator,
): void {
  const moves = q.nextBid !== q.bid || q.nextAsk !== q.ask;
  const turn = moves ? random.uniform() : 1;
  const first = tape.count;
  let left = shares;
  while (left > 0) {
    const size = recordShares(sizes, left, lotShares, random);
    tape.write(0, 0, size, 0);
    left -= size;
  }
  const count = tape.count - first;
  for (let k = 0; k < count; k++) {
    const at = (k + 0.5) / count;
    const before = at < turn;
    const buys = random.uniform() < (before ? q.buysBefore : q.buysAfter);
    // The last quarter of what comes before the move works through the prices between old and new quotes.
    const on = before && at > 0.75 * turn ? Math.floor(((at / turn - 0.75) / 0.25) * Math.abs(q.nextBid - q.bid)) : 0;
    const bid = before ? (q.nextBid < q.bid ? q.bid - on : q.bid) : q.nextBid;
    const ask = before ? (q.nextAsk > q.ask ? q.ask + on : q.ask) : q.nextAsk;
    tape.place(first + k, startMs + 1 + Math.floor(at * (lengthMs - 1)), buys ? ask : bid, buys ? 1 : -1);
  }
}
