import { describe, expect, it } from 'vitest';
import { randomOrders } from '../../../test/support/random-orders.js';
import { randomTrader } from '../../../test/support/random-trader.js';
import { sampleBook } from '../../../test/support/sample-episode.js';
import { generator } from '../../core/index.js';
import { feePresets, feesOfOrder, noFees } from '../fees.js';
import { linearImpact } from '../impact/almgren-chriss.js';
import { consumedLiquidity } from '../impact/consumed-liquidity.js';
import { noImpact } from '../impact/none.js';
import { propagator } from '../impact/propagator.js';
import { squareRoot } from '../impact/square-root.js';
import { queueModels } from '../queue-models/band.js';
import { firstInFirstOutQueue } from '../queue-models/first-in-first-out.js';
import { riskAverseQueue } from '../queue-models/risk-averse.js';
import type { Desk } from './desk.js';
import { type EngineFills, isMaker } from './fills.js';
import { orderFeed } from './order-feed.js';
import { type ReplayOptions, replayMarket, type TradingStrategy } from './replay.js';

const random = generator('engine properties');
const feed = orderFeed(randomOrders(8000, random.split('orders')));
const impacts = [
  noImpact,
  consumedLiquidity,
  squareRoot({ coefficient: 1, dailyVolatility: 2, dailyVolume: 1e7 }),
  linearImpact({ permanentImpact: 1e-7, temporaryImpact: 1e-3, intervalMs: 1000, fixedCost: 0.001 }),
  propagator({ scale: 1e-5, volumeExponent: 0.6, decayExponent: 0.3, delayMs: 1000 }),
];

/** Fees of all fills by their orders. */
function feesByOrder(fills: EngineFills, schedule: typeof noFees): number {
  const orders = new Map<number, { side: 1 | -1; list: { shares: number; price: number; maker: boolean }[] }>();
  for (let i = 0; i < fills.shares.length; i++) {
    const id = fills.orderId[i] as number;
    const order = orders.get(id) ?? { side: fills.side[i] as 1 | -1, list: [] };
    const maker = isMaker(fills.reason[i] as number);
    order.list.push({ shares: fills.shares[i] as number, price: (fills.ticks[i] as number) * 0.01, maker });
    orders.set(id, order);
  }
  return [...orders.values()].reduce((sum, { side, list }) => sum + feesOfOrder(schedule, side, list), 0);
}

function conserves(options: ReplayOptions): void {
  const { strategy, other } = randomTrader(random.split(JSON.stringify(options)), 1e6);
  const result = replayMarket(feed, strategy, { cash: 1e6, ...options });
  expect(other.worst).toBeLessThan(1e-9);
  expect(other.fills).toBe(result.fills.shares.length);
  expect(other.fills).toBeGreaterThan(50);
  expect(result.feesPaid).toBeCloseTo(other.fees, 6);
  expect(result.impactPaid).toBeCloseTo(other.impact, 6);
  expect(feesByOrder(result.fills, options.fees ?? noFees)).toBeCloseTo(result.feesPaid, 6);
}

describe('cash, inventory, fees and impact are conserved at every event', () => {
  const models = [...queueModels, firstInFirstOutQueue];
  for (const fees of Object.values(feePresets))
    it.each(models)(`fees ${fees.name}, queue $name`, (queue) => conserves({ fees, queue }));
  it.each(impacts)('impact $name', (impact) => conserves({ impact, fees: feePresets['china-a-share'] }));
  it('with delays, and market orders beyond the book', () =>
    conserves({ feedMs: 35, orderMs: 120, marketRest: 'last-level', fees: feePresets['us-per-share'] }));
});

describe('a replay', () => {
  it('gives equal fills for an equal seed', () => {
    const fills = (): EngineFills =>
      replayMarket(feed, randomTrader(generator('equal'), 0).strategy, {
        orderMs: 7,
        fees: feePresets['us-maker-taker'],
      }).fills;
    expect(fills()).toEqual(fills());
  });
  it('never fills more than a trade or a level gives', () => {
    const trader = randomTrader(generator('bounds'), 0).strategy;
    let [fromTrade, seen] = [0, 0];
    const strategy: TradingStrategy = {
      onBook: (d) => trader.onBook?.(d),
      onTrade(d) {
        expect(fromTrade).toBeLessThanOrEqual(d.lastTradeShares);
        if (fromTrade > 0) seen++;
        fromTrade = 0;
        trader.onTrade?.(d);
      },
      onFill(d, fill) {
        if (fill.reason === 'queue' || fill.reason === 'through') fromTrade += fill.shares;
        trader.onFill?.(d, fill);
      },
    };
    replayMarket(feed, strategy, { queue: firstInFirstOutQueue, impact: consumedLiquidity, orderMs: 1 });
    expect(seen).toBeGreaterThan(20);
  });
  it('decides nothing by what comes later', () => {
    const cut = Math.floor(feed.kind.length * 0.6);
    const begin = {
      ...feed,
      timeMs: feed.timeMs.slice(0, cut),
      kind: feed.kind.slice(0, cut),
      side: feed.side.slice(0, cut),
      ticks: feed.ticks.slice(0, cut),
      shares: feed.shares.slice(0, cut),
      resting: feed.resting.slice(0, cut),
    };
    const fills = (of: typeof feed): number[] => [
      ...replayMarket(of, randomTrader(generator('prefix'), 0).strategy, { orderMs: 20 }).fills.timeMs,
    ];
    const [whole, part] = [fills(feed), fills(begin)];
    expect(part.length).toBeGreaterThan(20);
    expect(whole.slice(0, part.length)).toEqual(part);
  });
});

/** The market maker of the doc comment of {@link TradingStrategy}. */
const marketMaker = (shares: number, mostShares: number): TradingStrategy => {
  const quotes = { bid: 0, ask: 0 };
  const keep = (desk: Desk, id: number, side: 1 | -1, ticks: number): number => {
    const wanted = ticks > 0 && side * desk.inventoryShares < mostShares;
    if (desk.isOpen(id)) {
      if (wanted && desk.ticksOf(id) === ticks) return id;
      desk.cancel(id);
    }
    return wanted ? desk.limit(side, ticks, shares, 'post-only') : 0;
  };
  return {
    onBook(desk) {
      const lean = Math.trunc((2 * desk.inventoryShares) / mostShares);
      quotes.bid = keep(desk, quotes.bid, 1, desk.bidTicks - Math.max(lean, 0));
      quotes.ask = keep(desk, quotes.ask, -1, desk.askTicks - Math.min(lean, 0));
    },
  };
};

describe('a market maker in twenty lines', () => {
  it('is filled less the more careful the queue, and stays within its inventory', () => {
    let most = 0;
    const result = (queue: ReplayOptions['queue']) => {
      const maker = marketMaker(100, 1000);
      const { onBook } = maker;
      return replayMarket(
        feed,
        {
          onBook(d) {
            onBook?.(d);
            most = Math.max(most, Math.abs(d.inventoryShares));
          },
        },
        { ...(queue ? { queue } : {}), orderMs: 5 },
      );
    };
    const [exact, careful] = [result(firstInFirstOutQueue), result(riskAverseQueue)];
    expect(exact.fills.shares.length).toBeGreaterThan(50);
    expect(careful.fills.shares.length).toBeLessThan(exact.fills.shares.length);
    expect(most).toBeLessThanOrEqual(1200);
    expect([...exact.fills.reason].every((reason) => reason > 0)).toBe(true);
  });
  it('runs over the snapshots of any book', () => {
    expect(replayMarket(sampleBook, marketMaker(100, 1000)).sent).toBeGreaterThan(2);
  });
});
