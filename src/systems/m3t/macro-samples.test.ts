import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import type { VolumeProfile } from '../../features/index.js';
import { profileSamples } from './macro-samples.js';

const profile: VolumeProfile = {
  instrument: 'x',
  tranches: 2,
  days: ['d0', 'd1', 'd2', 'd3'],
  shares: Float64Array.of(0.125, 0.875, 0.25, 0.75, 0.375, 0.625, 0.5, 0.5),
  volume: Float64Array.of(1, 1, 1, 1),
  leftOut: [],
};

describe('profileSamples', () => {
  it('orders samples by day and tranche and histories step by step, oldest first', () => {
    const samples = profileSamples(profile, { from: 2, to: 4 }, 2);
    expect(samples.count).toBe(4);
    expect([...samples.targets]).toEqual([0.375, 0.625, 0.5, 0.5]);
    expect([...samples.inputs]).toEqual([0.125, 0.875, 0.25, 0.75, 0.25, 0.75, 0.375, 0.625]);
  });
  it('takes one tranche alone', () => {
    const samples = profileSamples(profile, { from: 2, to: 4 }, 2, 1);
    expect([...samples.targets]).toEqual([0.625, 0.5]);
    expect([...samples.inputs]).toEqual([0.875, 0.75, 0.75, 0.625]);
  });
  it('uses no day of the range or later for the history of its first target', () => {
    const shifted = { ...profile, shares: profile.shares.map((u, n) => (n >= 4 ? u + 1 : u)) };
    const [a, b] = [profile, shifted].map((p) => profileSamples(p, { from: 2, to: 3 }, 2));
    expect(b?.inputs).toEqual(a?.inputs);
  });
  it('refuses targets without a full history, outside the days, or none', () => {
    for (const range of [
      { from: 1, to: 3 },
      { from: 2, to: 5 },
      { from: 3, to: 3 },
    ])
      expect(() => profileSamples(profile, range, 2)).toThrow(StrataError);
  });
});
