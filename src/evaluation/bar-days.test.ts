import { describe, expect, it } from 'vitest';
import { type BarSeries, twinBars } from '../market/index.js';
import { barDays } from './bar-days.js';

/** The bars of a twin without some of them. */
function without(bars: BarSeries, left: (i: number) => boolean): BarSeries {
  const kept = Array.from(bars.volume.keys()).filter((i) => !left(i));
  const of = (column: Float64Array): Float64Array => Float64Array.from(kept, (i) => column[i] as number);
  return {
    ...bars,
    day: Int32Array.from(kept, (i) => bars.day[i] as number),
    endMs: Int32Array.from(kept, (i) => bars.endMs[i] as number),
    open: of(bars.open),
    high: of(bars.high),
    low: of(bars.low),
    close: of(bars.close),
    volume: of(bars.volume),
    amount: of(bars.amount as Float64Array),
  };
}

describe('days of bars', () => {
  const bars = twinBars('600000', 5);

  it('have shares that add up to one, by bar and by half hour', () => {
    const days = barDays(bars);
    expect(days.map((d) => d.date)).toEqual([...bars.days]);
    for (const day of days) {
      expect(day.shares.reduce((a, x) => a + x, 0)).toBeCloseTo(1, 12);
      expect(day.tranches[7]).toBe((day.shares[14] as number) + (day.shares[15] as number));
    }
  });

  it('leave out a day with a missing bar, and count the night from its last close', () => {
    const days = barDays(without(bars, (i) => i === 20));
    expect(days.map((d) => d.date)).toEqual(bars.days.filter((_, d) => d !== 1));
    expect(days[1]?.overnight).toBe(Math.log((bars.open[32] as number) / (bars.close[31] as number)));
    expect(days[0]?.overnight).toBeNaN();
  });
});
