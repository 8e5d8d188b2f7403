import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import type { BarDay } from './bar-days.js';
import { firstFittedDay, profileErrors } from './profile-errors.js';

/** Days of which only the half-hour shares matter. */
function daysFrom(shares: readonly (readonly number[])[]): BarDay[] {
  return shares.map((tranches) => ({ tranches: Float64Array.from(tranches) }) as unknown as BarDay);
}

/** Shares around 1/8 that keep the given part of yesterday's distance from it. */
function autoregression(count: number, kept: number): BarDay[] {
  const random = generator(`profile errors ${kept}`);
  let off = new Array<number>(8).fill(0);
  return daysFrom(
    Array.from({ length: count }, () => {
      off = off.map((x) => kept * x + 0.02 * (random.uniform() - 0.5));
      return off.map((x) => 0.125 + x);
    }),
  );
}

const meanFrom = (x: Float64Array, first: number): number => {
  const rest = x.subarray(first);
  return rest.reduce((a, v) => a + v, 0) / rest.length;
};

describe('errors of profile forecasts', () => {
  it('of the average are those computed by hand', () => {
    const flat = Array.from({ length: 20 }, (_, d) => new Array<number>(8).fill(d % 2 ? 0.1 : 0.15));
    const { average } = profileErrors(daysFrom([...flat, [0.225, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125, 0.125]]));
    expect(average[20]).toBeCloseTo((1e3 * 0.1 ** 2) / 8, 9);
    expect(average.subarray(0, 20).every(Number.isNaN)).toBe(true);
  });

  it('of the autoregressions are smaller where yesterday says something, and not where it says nothing', () => {
    const told = profileErrors(autoregression(300, 0.8));
    const untold = profileErrors(autoregression(300, 0));
    const gain = (e: typeof told, of: 'linear' | 'corrected'): number =>
      meanFrom(e[of], firstFittedDay) / meanFrom(e.average, firstFittedDay);
    expect(gain(told, 'linear')).toBeLessThan(0.7);
    expect(gain(told, 'corrected')).toBeLessThan(0.7);
    expect(gain(untold, 'linear')).toBeGreaterThan(0.9);
    expect(gain(untold, 'corrected')).toBeGreaterThan(0.95);
  });

  it('on a day do not depend on later days', () => {
    const days = autoregression(160, 0.5);
    const other = [...days.slice(0, 130), ...autoregression(200, 0.9).slice(0, 30)];
    const [a, b] = [profileErrors(days), profileErrors(other)];
    for (const of of ['average', 'corrected', 'linear'] as const) {
      expect(b[of].slice(0, 130)).toEqual(a[of].slice(0, 130));
      expect(b[of][130]).not.toBe(a[of][130]);
    }
  });
});
