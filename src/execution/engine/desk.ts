/** What a strategy sees and can do: the market as it has been reported, its own orders, and a line to the venue. */
import { StrataError } from '../../core/index.js';
import type { Exchange } from './exchange.js';
import type { EventFeed } from './feed.js';
import type { EngineFillReason } from './fills.js';
import { type OrderKind, orderKinds } from './order-table.js';

/** A fill as it is reported; rewritten for every report. */
export interface FillReport {
  readonly orderId: number;
  /** +1 bought, −1 sold. */
  readonly side: number;
  readonly ticks: number;
  readonly shares: number;
  /** Shares of the order still to do. */
  readonly leftShares: number;
  readonly reason: EngineFillReason;
  /** Whether the order waited in the book. */
  readonly maker: boolean;
  /** Fees, and cost of impact, currency. */
  readonly fee: number;
  readonly impact: number;
}

/** Instructions on their way. */
const [send, take, change] = [0, 1, 2];
const marketKind = orderKinds.indexOf('market');

/**
 * A strategy's desk. Everything it reads was true at the venue `feedMs` ago; everything it sends arrives `orderMs` later, in order.
 * With both 0 an order arrives before the next event. No call allocates.
 */
export class Desk {
  /** Time at the desk, ms after midnight. */
  timeMs = 0;
  /** The last trade of the market: ticks, shares, and who took the initiative (+1, −1, 0 unknown). */
  lastTradeTicks = 0;
  lastTradeShares = 0;
  lastTradeSide = 0;
  /** Orders sent. */
  sent = 0;
  private what = new Uint8Array(64);
  private order = new Float64Array(64);
  private ticks = new Int32Array(64);
  private shares = new Float64Array(64);
  private due = new Float64Array(64);
  private head = 0;
  /** Instructions on their way. */
  waiting = 0;

  constructor(
    readonly feed: EventFeed,
    private readonly venue: Exchange,
    private readonly orderMs: number,
  ) {}

  /** Best prices in ticks, 0 where a side is empty, and the shares they show. */
  get bidTicks(): number {
    const { ladder } = this.venue;
    return ladder.bestBid < 0 ? 0 : ladder.bestBid + ladder.origin;
  }
  get askTicks(): number {
    const { ladder } = this.venue;
    return ladder.bestAsk >= ladder.size ? 0 : ladder.bestAsk + ladder.origin;
  }
  get bidShares(): number {
    const { ladder } = this.venue;
    return ladder.bestBid < 0 ? 0 : (ladder.bids[ladder.bestBid] as number);
  }
  get askShares(): number {
    const { ladder } = this.venue;
    return ladder.bestAsk >= ladder.size ? 0 : (ladder.asks[ladder.bestAsk] as number);
  }
  /** Shares shown at any price. @param side +1 bids, −1 asks */
  shown(side: 1 | -1, ticks: number): number {
    return this.venue.shown(side, ticks);
  }
  get inventoryShares(): number {
    return this.venue.inventoryShares;
  }
  /** Currency, after fees. */
  get cash(): number {
    return this.venue.cash;
  }

  /** Whether an order was sent and has not ended. */
  isOpen(id: number): boolean {
    return this.venue.orders.slotOf(id) >= 0;
  }
  /** Shares of an order still to do, 0 where it has ended. */
  leftShares(id: number): number {
    const slot = this.venue.orders.slotOf(id);
    return slot < 0 ? 0 : (this.venue.orders.leftShares[slot] as number);
  }
  /** Price of an order, 0 where it has ended. */
  ticksOf(id: number): number {
    const slot = this.venue.orders.slotOf(id);
    return slot < 0 ? 0 : (this.venue.orders.ticks[slot] as number);
  }
  /** What stands ahead of an order at rest by the queue model, in its unit; NaN where it does not rest. */
  aheadOf(id: number): number {
    const { orders, queues } = this.venue;
    const slot = orders.slotOf(id);
    return slot >= 0 && orders.isResting(slot) ? Math.max(0, queues.ahead[slot] as number) : Number.NaN;
  }

  /**
   * Sends an order with a price; one that crosses the spread takes what is shown up to it.
   * @param side   +1 buys, −1 sells
   * @param kind   `limit`: what is left rests; `ioc`: what is left ends; `post-only`: refused where it would take
   * @returns its id
   * @throws StrataError for a price that is no whole tick above 0, or shares that are not above 0
   */
  limit(side: 1 | -1, ticks: number, shares: number, kind: Exclude<OrderKind, 'market'> = 'limit'): number {
    checkTicks(ticks);
    return this.open(kind === 'limit' ? 0 : kind === 'ioc' ? 1 : 2, side, ticks, shares);
  }
  /** Sends an order that takes at any price. @returns its id */
  market(side: 1 | -1, shares: number): number {
    return this.open(marketKind, side, 0, shares);
  }
  /** Takes an order back; nothing happens where it ends before. */
  cancel(id: number): void {
    this.push(take, id, 0, 0);
  }
  /** Takes back all orders that are open now. */
  cancelAll(): void {
    const { orders } = this.venue;
    const before = this.waiting;
    for (let k = 0; k < orders.restingCount; k++) this.cancel(orders.idOf(orders.resting[k] as number));
    for (let k = 0; k < before; k++) {
      const at = (this.head + k) & (this.what.length - 1);
      if (this.what[at] === send) this.cancel(this.order[at] as number);
    }
  }
  /** Changes price and shares still to do; fewer shares at the same price keep the place in the queue. Nothing happens where it ends before. */
  replace(id: number, ticks: number, shares: number): void {
    checkTicks(ticks);
    checkShares(shares);
    this.push(change, id, ticks, shares);
  }

  /** For the engine: lets arrive what is due before `timeMs`; true where something did. */
  deliver(timeMs: number): boolean {
    const { venue } = this;
    const { orders } = venue;
    let some = false;
    while (this.waiting > 0 && (this.due[this.head] as number) < timeMs) {
      const at = this.head;
      this.head = (at + 1) & (this.what.length - 1);
      this.waiting--;
      some = true;
      venue.timeMs = Math.max(venue.timeMs, this.due[at] as number);
      const slot = orders.slotOf(this.order[at] as number);
      if (slot < 0) continue;
      if (this.what[at] === send) venue.arrive(slot);
      else if (this.what[at] === take) venue.cancel(slot);
      else venue.replace(slot, this.ticks[at] as number, this.shares[at] as number);
      return true;
    }
    return some;
  }

  private open(kind: number, side: number, ticks: number, shares: number): number {
    checkShares(shares);
    if (side !== 1 && side !== -1) throw new StrataError(`an order buys (1) or sells (-1); received side ${side}`);
    const id = this.venue.orders.open(kind, side, ticks, shares);
    this.sent++;
    this.push(send, id, 0, 0);
    return id;
  }

  private push(what: number, id: number, ticks: number, shares: number): void {
    if (this.waiting === this.what.length) this.grow();
    const at = (this.head + this.waiting) & (this.what.length - 1);
    this.what[at] = what;
    this.order[at] = id;
    this.ticks[at] = ticks;
    this.shares[at] = shares;
    this.due[at] = this.timeMs + this.orderMs;
    this.waiting++;
  }

  private grow(): void {
    const { head, what } = this;
    const turned = <T extends Uint8Array | Float64Array | Int32Array>(to: T, from: T): T => {
      to.set(from.subarray(head));
      to.set(from.subarray(0, head), from.length - head);
      return to;
    };
    const size = what.length * 2;
    this.what = turned(new Uint8Array(size), what);
    this.order = turned(new Float64Array(size), this.order);
    this.ticks = turned(new Int32Array(size), this.ticks);
    this.shares = turned(new Float64Array(size), this.shares);
    this.due = turned(new Float64Array(size), this.due);
    this.head = 0;
  }
}

function checkTicks(ticks: number): void {
  if (!(Number.isInteger(ticks) && ticks > 0 && ticks < 2 ** 31 - 1))
    throw new StrataError(`a price is a whole number of ticks above 0; received ${ticks}`);
}

function checkShares(shares: number): void {
  if (!(shares > 0 && shares < Number.POSITIVE_INFINITY))
    throw new StrataError(`an order has shares above 0; received ${shares}`);
}
