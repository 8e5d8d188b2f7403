import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import { longMeanProfiles, movingAverageProfile } from './moving-average.js';

describe('movingAverageProfile', () => {
  it('averages each tranche over the days, by hand', () => {
    // days (0.5, 0.25, 0.25), (0.25, 0.5, 0.25): means 0.375, 0.375, 0.25
    expect([...movingAverageProfile([0.5, 0.25, 0.25, 0.25, 0.5, 0.25], 3)]).toEqual([0.375, 0.375, 0.25]);
  });
  it('refuses a history that is no whole number of days', () => {
    expect(() => movingAverageProfile([0.5, 0.5, 1], 2)).toThrow(StrataError);
    expect(() => movingAverageProfile([], 2)).toThrow(StrataError);
  });
});

describe('longMeanProfiles', () => {
  it('uses all earlier days and none later', () => {
    const shares = [0.5, 0.5, 0.25, 0.75, 0, 1];
    const estimates = longMeanProfiles(shares, 2);
    expect([...estimates]).toEqual([Number.NaN, Number.NaN, 0.5, 0.5, 0.375, 0.625]);
    expect(longMeanProfiles([...shares, 1, 0], 2).subarray(0, 6)).toEqual(estimates);
  });
});
