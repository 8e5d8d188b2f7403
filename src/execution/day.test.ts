import { describe, expect, it } from 'vitest';
import { handMadeBook, type Snapshot } from '../../test/support/hand-made-book.js';
import { randomBook } from '../../test/support/random-books.js';
import { generator } from '../core/index.js';
import { type BookDay, tranches } from '../market/index.js';
import { arrivalMidTicks, costParts } from './attribution.js';
import { packBooks, stepSpans } from './book-pack.js';
import { dayMarket, executeDay } from './day.js';
import { apExecutor } from './executors/ap.js';
import { twapExecutor } from './executors/even.js';
import { immediateExecutor } from './executors/simple.js';
import { oracleExecutor } from './oracle.js';
import { m3tRules } from './rules.js';
import { vwapSlippageBp } from './slippage.js';

const at = (bid: number, trades: Snapshot['trades'] & {}): Snapshot => ({
  bids: [
    [bid, 500],
    [bid - 1, 500],
  ],
  asks: [
    [bid + 1, 500],
    [bid + 2, 500],
  ],
  trades,
});
const options = { rules: m3tRules, random: generator('day') };

describe('executeDay', () => {
  /** Four steps in two tranches, and an auction of 1000 shares at 1010 in the first interval. */
  const book = ((): BookDay => {
    const plain = handMadeBook([
      at(1000, [
        [1010, 1000],
        [1000, 200],
      ]),
      at(1000, [[1001, 200]]),
      at(1004, [[1004, 300]]),
      at(1004, [[1005, 300]]),
    ]);
    return {
      ...plain,
      tape: { ...plain.tape, auction: Uint8Array.from(plain.tape.ticks, (_, n) => (n === 0 ? 1 : 0)) },
    };
  })();
  const pack = packBooks([book]);
  const spans = [0, 2].map((first) => ({ day: 0, first, steps: 2 }));
  const order = { side: -1, spans, shares: [100, 250] } as const;

  it('measures one VWAP over all fills against the whole day’s, auctions included, and each tranche against its own', () => {
    const done = executeDay(pack, order, immediateExecutor(), options);
    // 100 at 1000; 200 at 1004 and 50 forced at 1004.
    expect(done.valueTicks).toBe(100 * 1000 + 250 * 1004);
    expect([done.shares, done.forcedShares]).toEqual([350, 50]);
    const own = (100 * 1000 + 250 * 1004) / 350;
    const market = (1000 * 1010 + 200 * 1000 + 200 * 1001 + 300 * 1004 + 300 * 1005) / 2000;
    expect(done.slippageBp).toBeCloseTo((1e4 * (own - market)) / market, 9);
    const byTranche = [(1e4 * (1000 - 1000.5)) / 1000.5, (1e4 * (1004 - 1004.5)) / 1004.5] as const;
    expect(done.windowSlippageBp).toBeCloseTo((100 * byTranche[0] + 250 * byTranche[1]) / 350, 9);
    expect(done.halfSpreadBp).toBeCloseTo((100 * byTranche[0] + 250 * byTranche[1]) / 350, 9);
    expect(dayMarket(pack, 0)).toEqual({ shares: 2000, value: market * 2000 });
  });
  it('or against the trades of its steps (market-vwap-window)', () => {
    const done = executeDay(pack, order, immediateExecutor(), { ...options, window: 'tranches' });
    const market = (200 * 1000 + 200 * 1001 + 300 * 1004 + 300 * 1005) / 1000;
    const own = (100 * 1000 + 250 * 1004) / 350;
    expect(done.slippageBp).toBeCloseTo((1e4 * (own - market)) / market, 9);
  });
  it('works a tranche without shares, refuses shares without steps and spans of two days', () => {
    const none = executeDay(pack, { ...order, shares: [0, 200] }, apExecutor(), options);
    expect(none.tranches.map((t) => t.fills.length > 0)).toEqual([false, true]);
    expect(executeDay(pack, { ...order, shares: [0, 0] }, apExecutor(), options).slippageBp).toBe(0);
    const empty = [spans[0], { day: 0, first: 0, steps: 0 }] as typeof spans;
    expect(() => executeDay(pack, { ...order, spans: empty }, apExecutor(), options)).toThrow(/2015-01-05 has none/);
    expect(() => executeDay(pack, { ...order, shares: [1] }, apExecutor(), options)).toThrow(/received 1 for spans/);
  });
  it('cuts a day of eight tranches at any time of the clock, and its costs add up over tranches', () => {
    const long = randomBook(generator('long day'), { snapshots: 1300 });
    const two = packBooks([long]);
    const halves = stepSpans(two, 0, tranches('SSE', 8)).slice(0, 3);
    expect(halves.map((s) => s.steps)).toEqual([600, 600, 99]);
    const shares = [3000, 2050, 700];
    const done = executeDay(two, { side: 1, spans: halves, shares }, twapExecutor(), options);
    const best = executeDay(two, { side: 1, spans: halves, shares }, oracleExecutor(), options);
    expect(best.slippageBp).toBeGreaterThan(done.slippageBp);
    const market = dayMarket(two, 0);
    const parts = halves.map((span, i) => {
      const tranche = { span, side: 1, shares: shares[i] as number } as const;
      expect(arrivalMidTicks(two, tranche)).toBeGreaterThan(0);
      const fills = done.tranches[i]?.fills ?? [];
      return costParts(two, tranche, fills, market.value / market.shares, { rules: m3tRules }).total;
    });
    const total = parts.reduce((sum, p, i) => sum + (p * (shares[i] as number)) / 5750, 0);
    expect(total).toBeCloseTo(-done.slippageBp, 8);
    expect(done.slippageBp).toBeCloseTo(vwapSlippageBp(1, { shares: 5750, value: done.valueTicks }, market), 9);
  });
});
