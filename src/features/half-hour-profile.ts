/** Share of the day's volume in each half hour of a Chinese trading day, the quantity M3T's Macro Trader estimates. */
import { type BarSeries, tranches } from '../market/index.js';
import type { Feature, FeatureColumns } from './feature.js';
import { volumeProfile } from './volume-profile.js';

/** Half hours of SSE and SZSE, which trade at the same times. */
const HALF_HOURS = 8;

export const halfHourProfile: Feature = {
  id: 'half-hour-profile',
  doc: 'share of the day’s volume in each of the eight half hours; suspended and incomplete days have no row',
  windowDays: 1,
  unit: 'share of the day',
  compute(bars: BarSeries): FeatureColumns {
    const profile = volumeProfile(bars, tranches('SSE', HALF_HOURS));
    return {
      days: profile.days,
      columns: Array.from({ length: HALF_HOURS }, (_, i) => `tranche${i}`),
      values: profile.shares,
      fittedOn: null,
    };
  },
};
