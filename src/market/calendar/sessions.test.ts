import { describe, expect, it } from 'vitest';
import { barsPerDay, isTradingTime, tradingHours, tranches } from './sessions.js';

const clock = (ms: number): string => new Date(ms).toISOString().slice(11, 16);

describe('sessions', () => {
  it('cuts a Shanghai day into the eight half hours', () => {
    expect(tranches('SSE', 8).map((t) => clock(t.startMs))).toEqual([
      '09:30',
      '10:00',
      '10:30',
      '11:00',
      '13:00',
      '13:30',
      '14:00',
      '14:30',
    ]);
    expect(() => tranches('SSE', 5)).toThrow(/120 and 120 minutes/);
  });

  it('knows when Shanghai began to close by auction', () => {
    const last = (day: string): string => clock(tradingHours('SSE', day).continuous[1]!.endMs);
    expect([last('2018-08-17'), last('2018-08-20')]).toEqual(['15:00', '14:57']);
    expect(isTradingTime('SZSE', '2015-01-05', (14 * 60 + 58) * 60_000)).toBe(false);
    expect(isTradingTime('SSE', '2015-01-05', 12 * 3_600_000)).toBe(false);
  });

  it('counts the bars of a day', () => {
    expect(barsPerDay('SSE', 15)).toBe(16);
    expect(barsPerDay('NYSE', 5)).toBe(78);
    expect(barsPerDay('CFFEX', 1)).toBe(270);
  });
});
