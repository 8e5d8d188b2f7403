/** Small made-up bar series and cuts of series, for tests of features. */
import type { BarSeries } from '../../src/market/index.js';

const HOUR = 3_600_000;
/** Ends of the sixteen 15-minute bars of a Shanghai day, ms after midnight. */
const ENDS: readonly number[] = [9.5, 13].flatMap((start) =>
  Array.from({ length: 8 }, (_, k) => (start + (k + 1) / 4) * HOUR),
);

/** 15-minute bars of one day each, from the day's volumes [days][16]; prices are constant. */
export function sampleBars(volumes: readonly (readonly number[])[]): BarSeries {
  const days = volumes.map((_, d) => `2025-03-${String(d + 1).padStart(2, '0')}`);
  const flat = volumes.flat();
  const price = new Float64Array(flat.length).fill(10);
  return {
    dataset: 'sample',
    instrument: '600000',
    intervalMinutes: 15,
    days,
    day: Int32Array.from(volumes.flatMap((bars, d) => bars.map(() => d))),
    endMs: Int32Array.from(volumes.flatMap((bars) => bars.map((_, k) => ENDS[k] as number))),
    open: price,
    high: price,
    low: price,
    close: price,
    volume: Float64Array.from(flat),
    hash: 'sample',
    synthetic: true,
  };
}

/** The first n days of a series. */
export function firstDays(bars: BarSeries, n: number): BarSeries {
  const end = bars.day.findIndex((day) => day >= n);
  const to = end < 0 ? bars.day.length : end;
  return {
    ...bars,
    days: bars.days.slice(0, n),
    day: bars.day.slice(0, to),
    endMs: bars.endMs.slice(0, to),
    open: bars.open.slice(0, to),
    high: bars.high.slice(0, to),
    low: bars.low.slice(0, to),
    close: bars.close.slice(0, to),
    volume: bars.volume.slice(0, to),
    ...(bars.amount ? { amount: bars.amount.slice(0, to) } : {}),
  };
}
