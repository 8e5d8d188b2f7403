import { describe, expect, it } from 'vitest';
import { apExecutor, evenExecutor } from '../execution/index.js';
import { type BookDay, bookTwinDay, bookTwinParameters, drawDays } from '../market/index.js';
import { nullDays, spreadBalances } from './spread-balance.js';

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
