/** The general replay: events of a feed, a strategy's orders with their latency, fills, fees and impact, cash and inventory. */
import { StrataError } from '../../core/index.js';
import type { BookDay } from '../../market/index.js';
import { type FeeSchedule, noFees } from '../fees.js';
import type { ImpactModel } from '../impact/impact.js';
import { noImpact } from '../impact/none.js';
import type { QueueModel } from '../queue-models/queue-model.js';
import { riskAverseQueue } from '../queue-models/risk-averse.js';
import { bookFeed } from './book-feed.js';
import { Desk, type FillReport } from './desk.js';
import { Exchange } from './exchange.js';
import { closesBatch, type EventFeed, eventKinds } from './feed.js';
import { type EngineFillReason, type EngineFills, engineFillReasons, isMaker } from './fills.js';

/**
 * What a strategy does when the book has changed, when the market traded, when an order of its own was filled: it reads the desk and sends orders.
 *
 * A market maker who quotes both sides, leans against its inventory and keeps its places in the queues:
 * ```ts
 * const marketMaker = (shares: number, mostShares: number): TradingStrategy => {
 *   const quotes = { bid: 0, ask: 0 };
 *   const keep = (desk: Desk, id: number, side: 1 | -1, ticks: number): number => {
 *     const wanted = ticks > 0 && side * desk.inventoryShares < mostShares;
 *     if (desk.isOpen(id)) {
 *       if (wanted && desk.ticksOf(id) === ticks) return id;
 *       desk.cancel(id);
 *     }
 *     return wanted ? desk.limit(side, ticks, shares, 'post-only') : 0;
 *   };
 *   return {
 *     onBook(desk) {
 *       const lean = Math.trunc((2 * desk.inventoryShares) / mostShares);
 *       quotes.bid = keep(desk, quotes.bid, 1, desk.bidTicks - Math.max(lean, 0));
 *       quotes.ask = keep(desk, quotes.ask, -1, desk.askTicks - Math.min(lean, 0));
 *     },
 *   };
 * };
 * const { fills, equity } = replayMarket(book, marketMaker(100, 1000), { fees: feePresets['china-a-share'], orderMs: 50 });
 * ```
 */
export interface TradingStrategy {
  onBook?(desk: Desk): void;
  onTrade?(desk: Desk): void;
  onFill?(desk: Desk, fill: FillReport): void;
}

/** Everything but the feed and the strategy. */
export interface ReplayOptions {
  /** Ledger `m3t.queue-model`; default the most careful, {@link riskAverseQueue}. */
  readonly queue?: QueueModel;
  readonly fees?: FeeSchedule;
  readonly impact?: ImpactModel;
  /** Time from the venue to the desk, for the market and our own fills alike, ms; default 0. */
  readonly feedMs?: number;
  /** Time from the desk to the venue, ms; default 0. */
  readonly orderMs?: number;
  /** What a market order does that has taken all that is shown; default `end`. */
  readonly marketRest?: 'end' | 'last-level';
  /** What the desk begins with; default nothing. */
  readonly cash?: number;
  readonly inventoryShares?: number;
  /** Orders open at a time, default 1024. */
  readonly maxOrders?: number;
}

/** What a replay gave. */
export interface ReplayResult {
  readonly fills: EngineFills;
  /** At the end, currency and shares; what was left of orders has ended with the feed. */
  readonly cash: number;
  readonly inventoryShares: number;
  readonly feesPaid: number;
  readonly impactPaid: number;
  /** Orders sent; of these taken back, refused (post-only), and ended unfilled or in part (ioc, market). */
  readonly sent: number;
  readonly cancelled: number;
  readonly rejected: number;
  readonly expired: number;
  /** Cash and inventory at the last mid, currency; at the last known side where one is empty. */
  readonly equity: number;
}

const [depth, cancel, trade, , pause] = eventKinds.map((_, k) => k) as [number, number, number, number, number];

/** Orders that one event can call forth without any delay. */
const mostAnswers = 100_000;

/**
 * Replays a feed, or a day's book, for one strategy.
 *
 * The strategy is asked whenever the book is whole again. An order reaches the venue `feedMs + orderMs` after the event it answers, behind
 * all events stamped until then; in a pause it waits for the market's return. The market does not answer our orders but for `impact`.
 * @throws StrataError for delays below 0, or a strategy without delay that answers its own fills without end
 */
export function replayMarket(
  market: EventFeed | BookDay,
  strategy: TradingStrategy,
  options: ReplayOptions = {},
): ReplayResult {
  const feed = 'kind' in market ? market : bookFeed(market);
  const { feedMs = 0, orderMs = 0 } = options;
  if (!(feedMs >= 0 && orderMs >= 0))
    throw new StrataError(`delays are at least 0 ms; received feedMs ${feedMs}, orderMs ${orderMs}`);
  const venue = new Exchange(feed, {
    queue: options.queue ?? riskAverseQueue,
    fees: options.fees ?? noFees,
    impact: options.impact ?? noImpact,
    marketRest: options.marketRest ?? 'end',
    maxOrders: options.maxOrders ?? 1024,
  });
  venue.startCash = options.cash ?? 0;
  venue.inventoryShares = options.inventoryShares ?? 0;
  const desk = new Desk(feed, venue, orderMs);
  const atOnce = feedMs + orderMs === 0;
  const report = {
    orderId: 0,
    side: 0,
    ticks: 0,
    shares: 0,
    leftShares: 0,
    reason: engineFillReasons[0] as EngineFillReason,
    maker: false,
    fee: 0,
    impact: 0,
  };
  let reported = 0;

  /** Tells the strategy of fills; its time is the venue's plus the feed's delay. */
  function tell(): void {
    desk.timeMs = venue.timeMs + feedMs;
    while (reported < venue.fills.count) {
      const { columns } = venue.fills;
      const at = reported++;
      if (!strategy.onFill) continue;
      const reason = columns.reason[at] as number;
      report.orderId = columns.orderId[at] as number;
      report.side = columns.side[at] as number;
      report.ticks = columns.ticks[at] as number;
      report.shares = columns.shares[at] as number;
      report.leftShares = columns.leftShares[at] as number;
      report.reason = engineFillReasons[reason] as EngineFillReason;
      report.maker = isMaker(reason);
      report.fee = columns.fee[at] as number;
      report.impact = columns.impact[at] as number;
      strategy.onFill(desk, report);
    }
  }
  /** Lets orders arrive that are due before a time, and answers to them. */
  function deliver(before: number): void {
    for (let answers = 0; desk.deliver(before); answers++) {
      if (answers > mostAnswers)
        throw new StrataError(
          `a strategy without delay answered one event with more than ${mostAnswers} orders: give it an orderMs above 0, or let it stop`,
        );
      tell();
    }
  }

  const { timeMs, kind, side, ticks, shares, resting } = feed;
  const knowsOrders = resting.length > 0;
  let paused = true;
  for (let e = 0; e < kind.length; e++) {
    const now = timeMs[e] as number;
    if (desk.waiting > 0 && !paused) deliver(now);
    const bits = kind[e] as number;
    const what = bits & (closesBatch - 1);
    venue.timeMs = now;
    venue.event = e;
    const order = knowsOrders ? (resting[e] as number) : -1;
    if (what === depth || what === cancel)
      venue.onDepth(side[e] as number, ticks[e] as number, shares[e] as number, order, what === cancel);
    else if (what === trade) {
      venue.onTrade(side[e] as number, ticks[e] as number, shares[e] as number, order);
      desk.lastTradeTicks = ticks[e] as number;
      desk.lastTradeShares = shares[e] as number;
      desk.lastTradeSide = side[e] as number;
      tell();
      strategy.onTrade?.(desk);
    } else if (what === pause) paused = true;
    if (bits < closesBatch) continue;
    paused = false;
    if (what !== trade) {
      venue.onBook();
      tell();
      strategy.onBook?.(desk);
    }
    if (atOnce && desk.waiting > 0) deliver(Number.POSITIVE_INFINITY);
  }
  if (!paused) deliver(venue.timeMs);
  tell();

  const { bidTicks, askTicks } = desk;
  const mid = bidTicks && askTicks ? (bidTicks + askTicks) / 2 : bidTicks || askTicks;
  return {
    fills: venue.fills.finish(),
    cash: venue.cash,
    inventoryShares: venue.inventoryShares,
    feesPaid: venue.feesPaid,
    impactPaid: venue.impactPaid,
    sent: desk.sent,
    cancelled: venue.cancelled,
    rejected: venue.rejected,
    expired: venue.expired,
    equity: venue.cash + venue.inventoryShares * mid * feed.tickSize,
  };
}
