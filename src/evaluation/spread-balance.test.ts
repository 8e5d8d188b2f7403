import { describe, expect, it } from 'vitest';
import { sampleBook } from '../../test/support/sample-episode.js';
import { apExecutor, evenExecutor, packBooks } from '../execution/index.js';
import { type BookDay, bookTwinDay, bookTwinParameters, drawDays } from '../market/index.js';
import { nullDays, realisedHalfSpreadBp, spreadBalances } from './spread-balance.js';

describe('the realised half-spread', () => {
  it('is what fills earned against the next mid, weighted by shares, by hand', () => {
    const pack = packBooks([sampleBook]);
    const order = { span: { day: 0, first: 0, steps: 2 }, side: 1, shares: 300 } as const;
    const fills = [
      { step: 0, ticks: 1000, shares: 100, reason: 'queue' },
      { step: 1, ticks: 1002, shares: 200, reason: 'forced' },
    ] as const;
    const [first, second] = [1, 2].map(
      (t) => ((pack.bidTicks[t * pack.levels] as number) + (pack.askTicks[t * pack.levels] as number)) / 2,
    ) as [number, number];
    expect([first, second]).toEqual([1000.5, 1001.5]);
    const byHand = (1e4 * ((100 * 0.5) / 1000.5 + (200 * -0.5) / 1001.5)) / 300;
    expect(realisedHalfSpreadBp(pack, order, { fills, forcedShares: 200, valueTicks: 0 })).toBeCloseTo(byHand, 9);
    const sold = realisedHalfSpreadBp(pack, { ...order, side: -1 }, { fills, forcedShares: 200, valueTicks: 0 });
    expect(sold).toBeCloseTo(-byHand, 9);
    expect(realisedHalfSpreadBp(pack, order, { fills: [], forcedShares: 0, valueTicks: 0 })).toBe(0);
  });
});

describe('slippage against the window’s own VWAP', () => {
  it('is the half-spread on null books, whatever the executor; 16 days (the long test has the standard errors asked for)', () => {
    const found = spreadBalances(nullDays(2));
    expect(found.map((b) => b.executor)).toHaveLength(10);
    for (const b of found) {
      expect(b.days).toBe(16);
      expect(Math.abs(b.differenceBp), b.executor).toBeLessThan(4 * b.standardErrorBp + 0.02);
      if (b.standardErrorBp <= 0.07) expect(Math.abs(b.differenceBp), b.executor).toBeLessThan(0.2);
    }
    expect(found.filter((b) => b.standardErrorBp <= 0.07).length).toBeGreaterThanOrEqual(6);
  });

  it('is not, where the book tells of the price to come: the same executors on the twin', () => {
    const p = bookTwinParameters('600000');
    // Days as lively as those of real books; on quiet ones there is little to tell.
    const lively = drawDays(p, 80).filter(({ high, low }) => high - low >= 30);
    const days: BookDay[] = lively.slice(0, 8).map((facts) => bookTwinDay(p, facts));
    for (const b of spreadBalances(days, [evenExecutor('even-rest-then-cross'), apExecutor()]))
      expect(Math.abs(b.differenceBp), b.executor).toBeGreaterThan(4 * b.standardErrorBp + 0.02);
    expect(() => spreadBalances(days.slice(0, 1))).toThrow(/needs two days; received 1/);
  });
});
