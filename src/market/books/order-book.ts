/** A limit order book of single orders: who waits on which level with how much, what each level sums to, its best levels as arrays. */
import { StrataError } from '../../core/index.js';

/** +1 bid, −1 ask. */
export type BookSide = 1 | -1;

/** Where a book writes its best levels: row-major [T × L], best first; what is empty gets 0. */
export interface LevelArrays {
  readonly levels: number;
  readonly bidTicks: Int32Array;
  readonly bidSizes: Float64Array;
  readonly askTicks: Int32Array;
  readonly askSizes: Float64Array;
  readonly bidOrders?: Int32Array;
  readonly askOrders?: Int32Array;
}

/** Levels of one side in columns, the best one last, so that what changes most moves least. */
class Ladder {
  readonly #sign: BookSide;
  ticks: Int32Array = new Int32Array(64);
  sizes: Float64Array = new Float64Array(64);
  orders: Int32Array = new Int32Array(64);
  count = 0;

  constructor(sign: BookSide) {
    this.#sign = sign;
  }

  /** Adds shares and orders to a level, which comes to be or goes with its last order. */
  change(ticks: number, shares: number, orders: number): void {
    const at = this.#find(ticks);
    if (at < this.count && this.ticks[at] === ticks) {
      this.sizes[at] = (this.sizes[at] as number) + shares;
      this.orders[at] = (this.orders[at] as number) + orders;
      if (this.orders[at] === 0) this.#move(at + 1, -1);
      return;
    }
    if (this.count === this.ticks.length) this.#grow();
    this.#move(at, 1);
    this.ticks[at] = ticks;
    this.sizes[at] = shares;
    this.orders[at] = orders;
  }

  /** First level that is not worse than a price. */
  #find(ticks: number): number {
    let [low, high] = [0, this.count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sign * (this.ticks[middle] as number) < this.#sign * ticks) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #move(from: number, by: 1 | -1): void {
    for (const column of [this.ticks, this.sizes, this.orders]) column.copyWithin(from + by, from, this.count);
    this.count += by;
  }

  #grow(): void {
    const larger = <A extends Int32Array | Float64Array>(of: A, to: A): A => {
      to.set(of);
      return to;
    };
    const length = 2 * this.ticks.length;
    this.ticks = larger(this.ticks, new Int32Array(length));
    this.sizes = larger(this.sizes, new Float64Array(length));
    this.orders = larger(this.orders, new Int32Array(length));
  }
}

/** Orders by id. Orders that cross may stand in it, as they do in an auction: it shows what is there and matches nothing. */
export class OrderBook {
  readonly #slots = new Map<number, number>();
  readonly #free: number[] = [];
  readonly #bids = new Ladder(1);
  readonly #asks = new Ladder(-1);
  #side = new Int8Array(256);
  #ticks = new Int32Array(256);
  #left = new Float64Array(256);

  /** Orders that wait. */
  get orders(): number {
    return this.#slots.size;
  }

  /** @throws StrataError for an id that waits already, and for shares that are not above 0 */
  add(id: number, side: BookSide, ticks: number, shares: number): void {
    if (this.#slots.has(id)) throw new StrataError(`an order is added once; order ${id} waits already`);
    if (!(shares > 0)) throw new StrataError(`an order has shares above 0; order ${id} came with ${shares}`);
    const slot = this.#free.pop() ?? this.#slots.size;
    if (slot === this.#left.length) this.#grow();
    this.#slots.set(id, slot);
    this.#side[slot] = side;
    this.#ticks[slot] = ticks;
    this.#left[slot] = shares;
    this.#ladder(side).change(ticks, shares, 1);
  }

  /**
   * Takes shares from an order; it goes with its last one.
   * @returns shares that are left
   * @throws StrataError for an unknown order and for more than it has
   */
  take(id: number, shares: number): number {
    const slot = this.#slots.get(id);
    const had = slot === undefined ? undefined : (this.#left[slot] as number);
    if (slot === undefined || had === undefined || !(shares > 0 && shares <= had))
      throw new StrataError(
        `an order loses what it has; ${shares} are taken from order ${id}, which ${had === undefined ? 'does not wait' : `has ${had}`}`,
      );
    const left = had - shares;
    this.#left[slot] = left;
    this.#ladder(this.#side[slot] as BookSide).change(this.#ticks[slot] as number, -shares, left === 0 ? -1 : 0);
    if (left === 0) {
      this.#slots.delete(id);
      this.#free.push(slot);
    }
    return left;
  }

  /** Shares an order has left; 0 where it does not wait. */
  left(id: number): number {
    const slot = this.#slots.get(id);
    return slot === undefined ? 0 : (this.#left[slot] as number);
  }

  /** Side of an order, 0 where it does not wait. */
  side(id: number): BookSide | 0 {
    const slot = this.#slots.get(id);
    return slot === undefined ? 0 : (this.#side[slot] as BookSide);
  }

  /** Price of an order, 0 where it does not wait. */
  ticks(id: number): number {
    const slot = this.#slots.get(id);
    return slot === undefined ? 0 : (this.#ticks[slot] as number);
  }

  /** Best price of a side in ticks, 0 where nobody waits. */
  best(side: BookSide): number {
    const { ticks, count } = this.#ladder(side);
    return count === 0 ? 0 : (ticks[count - 1] as number);
  }

  /** Shares at the best price of a side. */
  bestSize(side: BookSide): number {
    const { sizes, count } = this.#ladder(side);
    return count === 0 ? 0 : (sizes[count - 1] as number);
  }

  /** Levels of a side on which somebody waits. */
  depth(side: BookSide): number {
    return this.#ladder(side).count;
  }

  /** Ids of all orders, in the order in which they came. */
  ids(): Iterable<number> {
    return this.#slots.keys();
  }

  /** Ids of a side's orders at a price and at better ones, in the order in which they came. */
  idsFrom(side: BookSide, ticks: number): readonly number[] {
    const ids: number[] = [];
    if (this.depth(side) === 0 || side * this.best(side) < side * ticks) return ids;
    for (const [id, slot] of this.#slots)
      if (this.#side[slot] === side && side * (this.#ticks[slot] as number) >= side * ticks) ids.push(id);
    return ids;
  }

  /** Writes the best levels of both sides into row `t`. */
  write(into: LevelArrays, t: number): void {
    writeSide(this.#bids, into.levels, t, into.bidTicks, into.bidSizes, into.bidOrders);
    writeSide(this.#asks, into.levels, t, into.askTicks, into.askSizes, into.askOrders);
  }

  #ladder(side: BookSide): Ladder {
    return side === 1 ? this.#bids : this.#asks;
  }

  #grow(): void {
    const length = 2 * this.#left.length;
    const [side, ticks, left] = [new Int8Array(length), new Int32Array(length), new Float64Array(length)];
    side.set(this.#side);
    ticks.set(this.#ticks);
    left.set(this.#left);
    [this.#side, this.#ticks, this.#left] = [side, ticks, left];
  }
}

function writeSide(
  from: Ladder,
  levels: number,
  t: number,
  ticks: Int32Array,
  sizes: Float64Array,
  orders: Int32Array | undefined,
): void {
  for (let l = 0; l < levels; l++) {
    const at = from.count - 1 - l;
    const to = t * levels + l;
    ticks[to] = at < 0 ? 0 : (from.ticks[at] as number);
    sizes[to] = at < 0 ? 0 : (from.sizes[at] as number);
    if (orders) orders[to] = at < 0 ? 0 : (from.orders[at] as number);
  }
}
