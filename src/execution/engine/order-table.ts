/** Orders of one trader in columns: slots that are used again, the orders at rest in order of time, and how many rest at each price. */
import { StrataError } from '../../core/index.js';

/** How an order behaves: it rests, takes what it can and ends, rests or is refused, takes at any price and ends. */
export const orderKinds = ['limit', 'ioc', 'post-only', 'market'] as const;
export type OrderKind = (typeof orderKinds)[number];

/** Ids are slot + generation × capacity, so that an old id never means a new order. */
export class OrderTable {
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  readonly leftShares: Float64Array;
  /** Index into {@link orderKinds}. */
  readonly kind: Uint8Array;
  /** What the fee schedule needs to know of an order's fills: commission by rates, value, commission taken. */
  readonly byRates: Float64Array;
  readonly value: Float64Array;
  readonly charged: Float64Array;
  /** Slots of resting orders, oldest first. */
  readonly resting: Int32Array;
  restingCount = 0;
  /** Resting orders by index of their price. */
  readonly bidsAt: Uint16Array;
  readonly asksAt: Uint16Array;
  /** Best prices of resting orders, ticks. */
  bestBid: number = noBid;
  bestAsk: number = noAsk;
  private readonly id: Float64Array;
  private readonly free: Int32Array;
  private freeCount: number;

  constructor(
    readonly capacity: number,
    prices: number,
    private readonly indexOf: (ticks: number) => number,
  ) {
    if (!(Number.isInteger(capacity) && capacity > 0 && capacity < 65536))
      throw new StrataError(`an engine has room for 1 to 65535 orders at a time; received ${capacity}`);
    this.side = new Int8Array(capacity);
    this.ticks = new Int32Array(capacity);
    this.leftShares = new Float64Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.byRates = new Float64Array(capacity);
    this.value = new Float64Array(capacity);
    this.charged = new Float64Array(capacity);
    this.resting = new Int32Array(capacity);
    this.bidsAt = new Uint16Array(prices);
    this.asksAt = new Uint16Array(prices);
    this.id = Float64Array.from({ length: capacity }, (_, slot) => slot);
    this.free = Int32Array.from({ length: capacity }, (_, k) => capacity - 1 - k);
    this.freeCount = capacity;
  }

  /** A new order that does not rest yet; returns its id. @throws StrataError where too many are open */
  open(kind: number, side: number, ticks: number, shares: number): number {
    if (this.freeCount === 0)
      throw new StrataError(
        `an engine with room for ${this.capacity} orders has that many open: cancel some, or raise maxOrders`,
      );
    const slot = this.free[--this.freeCount] as number;
    this.side[slot] = side;
    this.ticks[slot] = ticks;
    this.leftShares[slot] = shares;
    this.kind[slot] = kind;
    this.byRates[slot] = 0;
    this.value[slot] = 0;
    this.charged[slot] = 0;
    const id = (this.id[slot] as number) + this.capacity;
    this.id[slot] = id;
    return id;
  }

  /** Slot of an open order, −1 where the order has ended or never was. */
  slotOf(id: number): number {
    const slot = id % this.capacity;
    return this.id[slot] === id && (this.leftShares[slot] as number) > 0 ? slot : -1;
  }

  idOf(slot: number): number {
    return this.id[slot] as number;
  }

  isResting(slot: number): boolean {
    for (let k = 0; k < this.restingCount; k++) if (this.resting[k] === slot) return true;
    return false;
  }

  /** Puts an order at rest, behind all others. */
  rest(slot: number): void {
    this.resting[this.restingCount++] = slot;
    const ticks = this.ticks[slot] as number;
    const at = this.indexOf(ticks);
    if ((this.side[slot] as number) > 0) {
      this.bidsAt[at] = (this.bidsAt[at] as number) + 1;
      if (ticks > this.bestBid) this.bestBid = ticks;
    } else {
      this.asksAt[at] = (this.asksAt[at] as number) + 1;
      if (ticks < this.bestAsk) this.bestAsk = ticks;
    }
  }

  /** Takes an order from rest; it stays open. */
  lift(slot: number): void {
    let [to, bid, ask] = [0, noBid, noAsk];
    for (let k = 0; k < this.restingCount; k++) {
      const other = this.resting[k] as number;
      if (other === slot) continue;
      this.resting[to++] = other;
      const ticks = this.ticks[other] as number;
      if ((this.side[other] as number) > 0) bid = Math.max(bid, ticks);
      else ask = Math.min(ask, ticks);
    }
    if (to === this.restingCount) return;
    this.restingCount = to;
    this.bestBid = bid;
    this.bestAsk = ask;
    const counts = (this.side[slot] as number) > 0 ? this.bidsAt : this.asksAt;
    const at = this.indexOf(this.ticks[slot] as number);
    counts[at] = (counts[at] as number) - 1;
  }

  /** Ends an order that does not rest. */
  end(slot: number): void {
    this.leftShares[slot] = 0;
    this.free[this.freeCount++] = slot;
  }
}

/** Best prices of a side on which nothing rests. */
export const noBid: number = 0;
export const noAsk: number = 2 ** 31 - 1;
