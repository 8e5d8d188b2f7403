import { describe, expect, it } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import type { BarSeries } from '../bars/bar-series.js';
import { loadBars } from '../load.js';
import { dailyLimit, dayFlags, limitPrices } from './suspensions.js';

const bars = (rows: readonly (readonly number[])[]): BarSeries => {
  const column = (k: number): Float64Array => Float64Array.from(rows, (r) => r[k] as number);
  return {
    dataset: 'test',
    instrument: '600000',
    intervalMinutes: 1440,
    days: rows.map((_, d) => `2020-01-0${d + 1}`),
    day: Int32Array.from(rows, (_, d) => d),
    endMs: new Int32Array(rows.length).fill(86_400_000),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
    hash: '',
    synthetic: false,
  };
};

describe('limits and suspensions', () => {
  it('rounds limits half up to the tick', () => {
    expect(limitPrices(15.08, { limit: 0.1, tick: 0.01 })).toEqual({ up: 16.59, down: 13.57 });
  });

  it('flags a suspended day, a touched limit and a close at the limit', () => {
    const flags = dayFlags(
      bars([
        [10, 10.2, 9.9, 10, 5],
        [10, 11, 10, 10.5, 5],
        [10.5, 10.5, 10.5, 10.5, 0],
        [10, 10, 9.45, 9.45, 5],
      ]),
    );
    expect(flags.map((f) => [f.suspended, f.touchedUp, f.closedUp, f.touchedDown, f.closedDown])).toEqual([
      [false, false, false, false, false],
      [false, true, false, false, false],
      [true, false, false, false, false],
      [false, false, false, true, true],
    ]);
  });

  it('knows the boards', () => {
    expect([dailyLimit('600000', '2021-01-04'), dailyLimit('688001', '2021-01-04')]).toEqual([0.1, 0.2]);
    expect([dailyLimit('300122', '2020-08-21'), dailyLimit('300122', '2020-08-24')]).toEqual([0.1, 0.2]);
  });

  dataTest('finds limit days of July 2015 in real bars', async () => {
    const [citic] = await loadBars('cn-daily-preclose', ['600030']);
    const closed = dayFlags(citic as BarSeries).filter(
      (f) => f.day.startsWith('2015-07') && (f.closedUp || f.closedDown),
    );
    expect(closed.map((f) => `${f.day} ${f.closedUp ? 'up' : 'down'}`)).toEqual([
      '2015-07-08 down',
      '2015-07-09 up',
      '2015-07-27 down',
    ]);
  });
});
