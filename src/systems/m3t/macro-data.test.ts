import { describe, expect, it } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { sampleBars } from '../../../test/support/sample-bars.js';
import { generator } from '../../core/index.js';
import { M3T_STOCKS, m3tConfig } from './config.js';
import { loadMacroBars, macroData } from './macro-data.js';
import { dailySquaredErrors, longMeanForecast, movingAverageForecast } from './macro-forecast.js';

const config = m3tConfig.resolve({ historyDays: 3 });
const random = generator('macro data');
const volumes = (suspended: number) =>
  Array.from({ length: 20 }, (_, d) =>
    Array.from({ length: 16 }, () => (d === suspended ? 0 : 1 + random.integer(99))),
  );

describe('macroData', () => {
  it('cuts the days 60/20/20 and gives every training target its history', () => {
    const { stocks, synthetic } = macroData([sampleBars(volumes(-1))], config);
    expect([stocks[0]?.train, stocks[0]?.validation, stocks[0]?.test]).toEqual([
      { from: 3, to: 12 },
      { from: 12, to: 16 },
      { from: 16, to: 20 },
    ]);
    expect(synthetic).toBe(true);
  });
  it('leaves a suspended day out of its part and moves no border', () => {
    const whole = macroData([sampleBars(volumes(-1))], config).stocks[0];
    const { profile, train, validation, test } = macroData([sampleBars(volumes(13))], config).stocks[0] ?? {};
    expect([train, validation, test]).toEqual([
      { from: 3, to: 12 },
      { from: 12, to: 15 },
      { from: 15, to: 19 },
    ]);
    expect(profile?.days[test?.from ?? 0]).toBe(whole?.profile.days[whole.test.from]);
  });
  it('splits by month when asked to', () => {
    const months = m3tConfig.resolve({ historyDays: 3, split: 'by-month', splitMonths: ['2025-04', '2025-05'] });
    const bars = sampleBars(volumes(-1));
    const days = bars.days.map((_, d) => `2025-0${d < 10 ? 3 : d < 15 ? 4 : 5}-${String(d + 1).padStart(2, '0')}`);
    expect(macroData([{ ...bars, days }], months).stocks[0]?.test).toEqual({ from: 15, to: 20 });
  });
  dataTest('reads the eight stocks: 300 days each, errors of the averages as computed separately', async () => {
    const { bars } = await loadMacroBars('cn-15min', M3T_STOCKS);
    const { stocks } = macroData(bars, m3tConfig.resolve());
    expect(stocks.map((s) => [s.profile.days.length, s.profile.leftOut.length])).toEqual(
      M3T_STOCKS.map(() => [300, 0]),
    );
    const mean = (values: Float64Array) => (1e3 * values.reduce((sum, v) => sum + v, 0)) / values.length;
    const round = (v: number) => Math.round(v * 1e3) / 1e3;
    const averages = stocks.map((s) => round(mean(dailySquaredErrors(movingAverageForecast(s.profile, s.test, 20)))));
    expect(averages).toEqual([2.154, 3.305, 2.914, 2.662, 1.878, 2.636, 2.629, 2.012]);
    const long = stocks.map((s) => round(mean(dailySquaredErrors(longMeanForecast(s.profile, s.test)))));
    expect(long).toEqual([2.05, 2.966, 2.822, 2.814, 1.814, 2.578, 2.512, 1.905]);
  });
});
