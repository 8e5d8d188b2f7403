import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import type { VolumeProfile } from '../../features/index.js';
import { dailySquaredErrors, longMeanForecast, movingAverageForecast, normalised } from './macro-forecast.js';

const profile: VolumeProfile = {
  instrument: 'x',
  tranches: 2,
  days: ['2025-01-02', '2025-01-03', '2025-01-06', '2025-01-07'],
  shares: Float64Array.of(0.5, 0.5, 0.25, 0.75, 0.75, 0.25, 0.5, 0.5),
  volume: Float64Array.of(1, 1, 1, 1),
  leftOut: [],
};

describe('forecasts by averages', () => {
  it('estimate a day from the days before it, errors by hand', () => {
    const ma = movingAverageForecast(profile, { from: 2, to: 4 }, 2);
    expect([...ma.estimates]).toEqual([0.375, 0.625, 0.5, 0.5]);
    expect(ma.days).toEqual(['2025-01-06', '2025-01-07']);
    // day 3: ((0.375 − 0.75)² + (0.625 − 0.25)²) / 2 = 0.140625; day 4: 0
    expect([...dailySquaredErrors(ma)]).toEqual([0.140625, 0]);
    const long = longMeanForecast(profile, { from: 2, to: 4 });
    expect([...long.estimates]).toEqual([0.375, 0.625, 0.5, 0.5]);
  });
  it('does not change when later days do', () => {
    const later = { ...profile, shares: profile.shares.with(6, 0.9).with(7, 0.1) };
    for (const f of [
      (p: VolumeProfile) => movingAverageForecast(p, { from: 2, to: 4 }, 2),
      (p: VolumeProfile) => longMeanForecast(p, { from: 2, to: 4 }),
    ])
      expect(f(later).estimates).toEqual(f(profile).estimates);
  });
});

describe('normalised', () => {
  it('makes each day add up to one', () => {
    const f = { ...movingAverageForecast(profile, { from: 2, to: 3 }, 2), estimates: Float64Array.of(0.2, 0.6) };
    expect([...normalised(f).estimates]).toEqual([0.25, 0.75].map((v) => expect.closeTo(v, 12)));
  });
});

describe('dailySquaredErrors', () => {
  it('refuses an estimator that has seen a day it is measured on', () => {
    const f = movingAverageForecast(profile, { from: 2, to: 4 }, 2);
    const until = (to: string) => ({ ...f, fittedOn: { from: '2025-01-02', to } });
    expect(dailySquaredErrors(until('2025-01-03'))).toHaveLength(2);
    expect(() => dailySquaredErrors(until('2025-01-06'))).toThrow(/fitted on/);
    expect(dailySquaredErrors(until('2025-01-06'), { leak: true })).toHaveLength(2);
  });
  it('refuses an estimate that is no number', () => {
    const f = movingAverageForecast(profile, { from: 2, to: 4 }, 2);
    expect(() => dailySquaredErrors({ ...f, estimates: f.estimates.with(0, Number.NaN) })).toThrow(StrataError);
  });
});
