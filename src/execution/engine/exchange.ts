/** The venue of the general engine: keeps the replayed book, matches our orders with it, and books their fills. */
import { commissionByRates, dutyOf, type FeeSchedule, orderCommission } from '../fees.js';
import type { Impact, ImpactModel } from '../impact/impact.js';
import type { QueueModel, Queues } from '../queue-models/queue-model.js';
import type { EventFeed } from './feed.js';
import { FillLog, isMaker } from './fills.js';
import { Ladder } from './ladder.js';
import { OrderTable, orderKinds } from './order-table.js';

const [, ioc, postOnly, market] = orderKinds.map((_, k) => k) as [number, number, number, number];
const [crossed, queue, through, overtaken, beyond] = [0, 1, 2, 3, 4];

/** How the venue treats orders. */
export interface VenueRules {
  readonly queue: QueueModel;
  readonly fees: FeeSchedule;
  readonly impact: ImpactModel;
  /** What a market order does that has taken all that is shown: it ends, or takes the rest at the last level's price. */
  readonly marketRest: 'end' | 'last-level';
  readonly maxOrders: number;
}

/**
 * Our orders meet the replayed book, which does not know them.
 *
 * * An order that crosses takes what is shown, level by level, up to its limit.
 * * An order at rest is filled by trades at its price as its queue model says; by trades through its price, up to their size; and where the
 *   other side comes to its price, up to what is shown there. Fills of orders at rest are at their own price.
 * * Shares of a trade or a level fill us once: orders of ours share them by price, then by time. Our own orders never meet each other.
 */
export class Exchange {
  readonly ladder: Ladder;
  readonly orders: OrderTable;
  readonly queues: Queues;
  readonly fills: FillLog = new FillLog();
  startCash = 0;
  /** Σ side × ticks × shares over all fills, a whole number for whole shares: cash is exact however many fills there are. */
  boughtTicks = 0;
  inventoryShares = 0;
  feesPaid = 0;
  impactPaid = 0;
  /** Orders that ended otherwise than by fills. */
  cancelled = 0;
  rejected = 0;
  expired = 0;
  /** Exchange time and number of the last event. */
  timeMs = 0;
  event = -1;
  private readonly impact: Impact;

  constructor(
    private readonly feed: EventFeed,
    private readonly rules: VenueRules,
  ) {
    this.ladder = new Ladder(feed);
    this.orders = new OrderTable(rules.maxOrders, this.ladder.size, (ticks) => this.ladder.indexOf(ticks));
    this.queues = rules.queue.queues(rules.maxOrders, feed.lotShares);
    this.impact = rules.impact.start();
  }

  /** Currency, after fees and impact. */
  get cash(): number {
    return this.startCash - this.boughtTicks * this.feed.tickSize - this.feesPaid - this.impactPaid;
  }

  /** A level of the replayed book shows other shares. @param resting −1, or the event that brought the order which was cancelled */
  onDepth(side: number, ticks: number, shares: number, resting: number, isCancel: boolean): void {
    const at = ticks - this.ladder.origin;
    const before = side > 0 ? this.ladder.setBid(at, shares) : this.ladder.setAsk(at, shares);
    if (((side > 0 ? this.orders.bidsAt : this.orders.asksAt)[at] as number) === 0) return;
    const { orders, queues } = this;
    for (let k = 0; k < orders.restingCount; k++) {
      const slot = orders.resting[k] as number;
      if (orders.side[slot] !== side || orders.ticks[slot] !== ticks) continue;
      if (isCancel) queues.onCancel(slot, before - shares, resting);
      queues.onDepth(slot, before, shares);
    }
  }

  /** The market traded. @param side +1 a buyer, −1 a seller took the initiative, 0 either */
  onTrade(side: number, ticks: number, shares: number, resting: number): void {
    if (side <= 0 && this.orders.bestBid >= ticks) this.hit(1, ticks, shares, resting);
    if (side >= 0 && this.orders.bestAsk <= ticks) this.hit(-1, ticks, shares, resting);
  }

  /** The book is whole again: fills orders at rest whose price the other side has reached. */
  onBook(): void {
    const { orders, ladder } = this;
    if (orders.bestBid > 0 && ladder.bestAsk < ladder.size && ladder.bestAsk + ladder.origin <= orders.bestBid)
      this.overtake(1);
    if (ladder.bestBid >= 0 && ladder.bestBid + ladder.origin >= orders.bestAsk) this.overtake(-1);
  }

  /** An order arrives. */
  arrive(slot: number): void {
    const { orders } = this;
    const kind = orders.kind[slot] as number;
    if (this.crosses(slot)) {
      if (kind === postOnly) {
        this.rejected++;
        orders.end(slot);
        return;
      }
      if (this.take(slot)) return;
    }
    if (kind === market || kind === ioc) {
      this.expired++;
      orders.end(slot);
      return;
    }
    orders.rest(slot);
    this.queues.join(slot, this.shown(orders.side[slot] as number, orders.ticks[slot] as number), this.event);
  }

  /** An order is taken back. */
  cancel(slot: number): void {
    this.cancelled++;
    this.orders.lift(slot);
    this.orders.end(slot);
  }

  /** An order changes: fewer shares at the same price keep the place in the queue, anything else arrives anew. */
  replace(slot: number, ticks: number, shares: number): void {
    const { orders } = this;
    const keeps = ticks === orders.ticks[slot] && shares <= (orders.leftShares[slot] as number);
    if (!keeps) orders.lift(slot);
    orders.ticks[slot] = ticks;
    orders.leftShares[slot] = shares;
    if (!keeps) this.arrive(slot);
  }

  /** Shares the replayed book shows at a price. */
  shown(side: number, ticks: number): number {
    return (side > 0 ? this.ladder.bids : this.ladder.asks)[this.ladder.indexOf(ticks)] as number;
  }

  private crosses(slot: number): boolean {
    const { orders, ladder } = this;
    const ticks = orders.kind[slot] === market ? undefined : (orders.ticks[slot] as number);
    if ((orders.side[slot] as number) > 0)
      return ladder.bestAsk < ladder.size && (ticks === undefined || ticks >= ladder.bestAsk + ladder.origin);
    return ladder.bestBid >= 0 && (ticks === undefined || ticks <= ladder.bestBid + ladder.origin);
  }

  /** Takes what is shown up to the limit; true where the order is done. */
  private take(slot: number): boolean {
    const { orders, ladder, rules } = this;
    const side = orders.side[slot] as number;
    const anyPrice = orders.kind[slot] === market;
    const limit = ladder.indexOf(orders.ticks[slot] as number);
    const start = side > 0 ? ladder.bestAsk : ladder.bestBid;
    const levels = side > 0 ? ladder.asks : ladder.bids;
    const used = side > 0 ? ladder.usedAsks : ladder.usedBids;
    const left = orders.leftShares[slot] as number;
    const takenBefore = rules.impact.consumesBook;
    let [available, last] = [0, start];
    for (let at = start; at >= 0 && at < ladder.size && available < left; at += side) {
      if (!anyPrice && side * (limit - at) < 0) break;
      const shown = levels[at] as number;
      if (shown === 0) continue;
      last = at;
      available += Math.max(0, shown - (takenBefore ? (used[at] as number) : 0));
    }
    const toTheEnd = anyPrice && rules.marketRest === 'last-level';
    const taken = toTheEnd ? left : Math.min(left, available);
    if (taken <= 0) return false;
    const concession = this.impact.take(this.timeMs, side, taken);
    let rest = taken;
    for (let at = start; side * (last - at) >= 0 && rest > 0; at += side) {
      const free = Math.max(0, (levels[at] as number) - (takenBefore ? (used[at] as number) : 0));
      const shares = Math.min(rest, free);
      if (shares === 0) continue;
      used[at] = (used[at] as number) + shares;
      rest -= shares;
      this.fill(slot, at + ladder.origin, shares, crossed, concession * shares);
    }
    if (rest > 0) this.fill(slot, last + ladder.origin, rest, beyond, concession * rest);
    return taken === left;
  }

  /** A trade against our side: orders through whose price it went, then those at its price. */
  private hit(side: number, ticks: number, shares: number, resting: number): void {
    const { orders, queues } = this;
    let budget = shares;
    while (budget > 0) {
      const slot = this.best(side);
      if (slot < 0 || side * ((orders.ticks[slot] as number) - ticks) <= 0) break;
      queues.ahead[slot] = 0;
      const taken = Math.min(budget, orders.leftShares[slot] as number);
      budget -= taken;
      this.fillResting(slot, taken, through);
    }
    if (((side > 0 ? orders.bidsAt : orders.asksAt)[this.ladder.indexOf(ticks)] as number) === 0) return;
    let filled = 0;
    for (let k = 0; k < orders.restingCount; k++) {
      const slot = orders.resting[k] as number;
      if (orders.side[slot] !== side || orders.ticks[slot] !== ticks) continue;
      const reached = queues.onTrade(slot, shares, resting) - filled;
      const taken = Math.min(reached, budget, orders.leftShares[slot] as number);
      if (taken <= 0) continue;
      filled += taken;
      budget -= taken;
      if (this.fillResting(slot, taken, queue)) k--;
    }
  }

  /** The other side stands at or beyond our best price: what it shows there fills us. */
  private overtake(side: number): void {
    const { orders, ladder } = this;
    const levels = side > 0 ? ladder.asks : ladder.bids;
    const used = side > 0 ? ladder.usedAsks : ladder.usedBids;
    let at = side > 0 ? ladder.bestAsk : ladder.bestBid;
    while (at >= 0 && at < ladder.size) {
      const slot = this.best(side);
      if (slot < 0 || side * ((orders.ticks[slot] as number) - (at + ladder.origin)) < 0) return;
      const free = (levels[at] as number) - (used[at] as number);
      if (free <= 0) {
        at += side;
        continue;
      }
      this.queues.ahead[slot] = 0;
      const taken = Math.min(free, orders.leftShares[slot] as number);
      used[at] = (used[at] as number) + taken;
      this.fillResting(slot, taken, overtaken);
    }
  }

  /** Resting order of a side with the best price, the oldest of them; −1 without one. */
  private best(side: number): number {
    const { orders } = this;
    const price = side > 0 ? orders.bestBid : orders.bestAsk;
    for (let k = 0; k < orders.restingCount; k++) {
      const slot = orders.resting[k] as number;
      if (orders.side[slot] === side && orders.ticks[slot] === price) return slot;
    }
    return -1;
  }

  /** Fills an order at rest at its price; true where it is done. */
  private fillResting(slot: number, shares: number, reason: number): boolean {
    const { orders } = this;
    const done = shares === orders.leftShares[slot];
    if (done) orders.lift(slot);
    this.fill(slot, orders.ticks[slot] as number, shares, reason, 0);
    return done;
  }

  /** Books a fill; an order that has nothing left ends. */
  private fill(slot: number, ticks: number, shares: number, reason: number, impact: number): void {
    const { orders } = this;
    const { fees } = this.rules;
    const side = orders.side[slot] as number;
    const value = ticks * shares * this.feed.tickSize;
    const maker = isMaker(reason);
    const byRates = (orders.byRates[slot] as number) + commissionByRates(fees, shares, value, maker);
    const orderValue = (orders.value[slot] as number) + value;
    const owed = orderCommission(fees, byRates, orderValue);
    const fee = owed - (orders.charged[slot] as number) + dutyOf(fees, side, value);
    orders.byRates[slot] = byRates;
    orders.value[slot] = orderValue;
    orders.charged[slot] = owed;
    const left = (orders.leftShares[slot] as number) - shares;
    orders.leftShares[slot] = left;
    this.boughtTicks += side * ticks * shares;
    this.inventoryShares += side * shares;
    this.feesPaid += fee;
    this.impactPaid += impact;
    this.fills.push(orders.idOf(slot), this.timeMs, side, ticks, shares, left, reason, fee, impact);
    if (left === 0) orders.end(slot);
  }
}
