/** Time of day: which share of the day's continuous trading has passed; breaks do not count. */
import { tradingHours } from '../../market/index.js';
import type { BookFeature } from './book-feature.js';

const DAY_MS = 86_400_000;

export const timeOfDay: BookFeature = {
  id: 'time-of-day',
  doc: 'continuous trading time that has passed, as a share of the day’s; crypto markets trade for 24 hours',
  unit: 'share of the day',
  window: 1,
  columns: () => ['time of day, share of the day'],
  write({ market, day, timeMs }, out, stride, offset) {
    const sessions = market === 'crypto' ? [{ startMs: 0, endMs: DAY_MS }] : [...tradingHours(market, day).continuous];
    const passed = (time: number): number =>
      sessions.reduce((sum, s) => sum + Math.max(0, Math.min(time, s.endMs) - s.startMs), 0);
    const whole = passed(DAY_MS);
    for (let t = 0; t < timeMs.length; t++) out[t * stride + offset] = passed(timeMs[t] as number) / whole;
  },
};
