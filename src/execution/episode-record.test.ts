import { describe, expect, it } from 'vitest';
import { sampleBook, sampleEpisode } from '../../test/support/sample-episode.js';
import { decimalsOf, episodeCourse, explainFill } from './episode-record.js';

describe('episodeCourse', () => {
  it('adds up fills and market trades step by step', () => {
    const course = episodeCourse(sampleEpisode);
    expect([...course.filledShares]).toEqual([0, 100, 200, 300]);
    expect([...course.volume]).toEqual([400, 300, 0, 400]);
    // Market: 300 at 10.01 and 100 at 10.00; then 200 at 10.01 and 100 at 10.02; at last 400 at 10.00.
    expect(course.marketVwap[0]).toBeCloseTo(10.0075, 10);
    expect(course.marketVwap[3]).toBeCloseTo(
      (300 * 10.01 + 100 * 10 + 200 * 10.01 + 100 * 10.02 + 400 * 10) / 1100,
      10,
    );
    expect(course.ownVwap[3]).toBeCloseTo((10.01 + 10.01 + 10) / 3, 10);
    expect(Number.isNaN(course.slippageBp[0])).toBe(true);
    const [market, own] = [course.marketVwap[3] as number, course.ownVwap[3] as number];
    expect(course.slippageBp[3]).toBeCloseTo(((own - market) / market) * 1e4, 8);
  });
  it('leaves auction trades out and refuses what does not fit', () => {
    const tape = { ...sampleBook.tape, auction: Uint8Array.from([1, 1, 0, 0, 0]) };
    const course = episodeCourse({ ...sampleEpisode, book: { ...sampleBook, tape } });
    expect(course.volume[0]).toBe(0);
    expect(Number.isNaN(course.marketVwap[0])).toBe(true);
    expect(() => episodeCourse({ ...sampleEpisode, steps: 9 })).toThrow(/day of 5 snapshots; received 9 steps/);
    const stray = [{ step: 4, ticks: 1000, shares: 100, reason: 'forced' }] as const;
    expect(() => episodeCourse({ ...sampleEpisode, fills: stray })).toThrow(/received one in step 4/);
  });
});

describe('explainFill', () => {
  it('says what made each fill possible', () => {
    expect(sampleEpisode.fills.map((fill) => explainFill(sampleEpisode, fill))).toEqual([
      'Sold 100 at 10.01 at the head of its queue (bid 10.00, ask 10.01): 2 trades of 300 shares at this price or better before the next snapshot.',
      'Sold 100 at 10.01 across the spread (bid 10.01, ask 10.02), where 300 were shown.',
      'Sold 100 at 10.00 by a market order, because the time was up (bid 10.00, ask 10.01).',
    ]);
  });
  it('prints prices with the digits of their tick', () => {
    expect([1, 0.01, 0.005, 0.0001, 10].map(decimalsOf)).toEqual([0, 2, 3, 4, 0]);
  });
});
