import { describe, expect, it } from 'vitest';
import { sampleBars } from '../../test/support/sample-bars.js';
import { StrataError } from '../core/index.js';
import type { DaySpan } from '../market/index.js';
import { volumeProfile } from './volume-profile.js';

const HOUR = 3_600_000;
const span = (start: number, end: number): DaySpan => ({ startMs: start * HOUR, endMs: end * HOUR });
const halfHours = [9.5, 10, 10.5, 11, 13, 13.5, 14, 14.5].map((start) => span(start, start + 0.5));
const ones = Array<number>(16).fill(1);

describe('volumeProfile', () => {
  it('sums two bars a tranche and divides by the sum of the bars', () => {
    const day = [3, 1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1];
    const profile = volumeProfile(sampleBars([day]), halfHours);
    expect([...profile.shares]).toEqual([0.25, 0.125, 0.125, 0, 0.125, 0.125, 0.125, 0.125]);
    expect([...profile.volume]).toEqual([16]);
  });
  it('leaves out suspended days and days with a missing bar, and says why', () => {
    const profile = volumeProfile(sampleBars([ones, ones.map(() => 0), ones.slice(0, 15), ones]), halfHours);
    expect(profile.days).toEqual(['2025-03-01', '2025-03-04']);
    expect(profile.shares).toHaveLength(16);
    expect(profile.leftOut).toEqual([
      { day: '2025-03-02', why: 'no volume (suspended)' },
      { day: '2025-03-03', why: 'bars of tranche 7 are missing' },
    ]);
  });
  it('divides by the bars outside the tranches too where the denominator is the whole day', () => {
    const bars = sampleBars([ones]);
    const morning = halfHours.slice(0, 4);
    expect([...volumeProfile(bars, morning).shares]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect([...volumeProfile(bars, morning, { denominator: 'whole-day' }).shares]).toEqual([
      0.125, 0.125, 0.125, 0.125,
    ]);
  });
  it('refuses a bar that lies in two tranches', () => {
    expect(() => volumeProfile(sampleBars([ones]), [span(9.5, 9.75 - 1 / 12), span(9.75 - 1 / 12, 11.5)])).toThrow(
      StrataError,
    );
    expect(() => volumeProfile(sampleBars([ones]), [span(9.5, 9.75 - 1 / 12), span(9.75 - 1 / 12, 11.5)])).toThrow(
      /09:45/,
    );
  });
});
