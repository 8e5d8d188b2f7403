/** Cash, inventory, fees and impact over a million random events, under every fee schedule and queue model, and every impact model. */
import { describe, expect, it } from 'vitest';
import {
  consumedLiquidity,
  feePresets,
  firstInFirstOutQueue,
  generator,
  linearImpact,
  noImpact,
  orderFeed,
  queueModels,
  type ReplayOptions,
  replayMarket,
  squareRoot,
} from '../../src/index.js';
import { randomOrders } from '../support/random-orders.js';
import { randomTrader } from '../support/random-trader.js';

const random = generator('a million events');
const feed = orderFeed(randomOrders(800_000, random.split('orders')));

function conserves(options: ReplayOptions, label: string): void {
  const { strategy, other } = randomTrader(random.split(label), 1e6);
  const result = replayMarket(feed, strategy, { cash: 1e6, ...options });
  expect(other.worst).toBeLessThan(1e-9);
  expect(result.fills.shares.length).toBeGreaterThan(10_000);
  expect(result.feesPaid / Math.max(1, Math.abs(other.fees))).toBeCloseTo(
    other.fees === 0 ? 0 : Math.sign(other.fees),
    9,
  );
}

describe(`conservation over ${feed.kind.length} events`, () => {
  it('has a million events', () => expect(feed.kind.length).toBeGreaterThanOrEqual(1_000_000));
  for (const fees of Object.values(feePresets))
    it.each([...queueModels, firstInFirstOutQueue])(`fees ${fees.name}, queue $name`, (queue) =>
      conserves({ fees, queue, orderMs: 3 }, `${fees.name} ${queue.name}`),
    );
  it.each([
    noImpact,
    consumedLiquidity,
    squareRoot({ coefficient: 1, dailyVolatility: 2, dailyVolume: 1e7 }),
    linearImpact({ permanentImpact: 1e-9, temporaryImpact: 1e-3, intervalMs: 1000, fixedCost: 0.001 }),
  ])('impact $name', (impact) => conserves({ impact, fees: feePresets['china-a-share'] }, impact.name));
});
