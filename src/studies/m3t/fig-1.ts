/** Fig. 1: the volume profile of one stock at several granularities; eight half hours keep the daily pattern without the noise. */
import { type VolumeProfile, volumeProfile } from '../../features/index.js';
import { type BarSeries, barsPerDay, tranches } from '../../market/index.js';
import type { Figure } from '../kit.js';

/** Days averaged, the last ones of the series. */
const MEAN_DAYS = 20;

/**
 * Pace of trading (a tranche's share of the volume divided by its share of the time) over the trading minutes of the day: the last day
 * alone and the mean of the last twenty days, from fine tranches to half hours. The lunch break takes no room.
 *
 * @param bars  bars of one stock
 * @param finer bars of the same stock at a finer interval, if there are any (they may be of other years)
 */
export function fig1(bars: BarSeries, finer?: BarSeries): Figure {
  const rows: { length: string; day: string; minute: number; pace: number }[] = [];
  const add = (series: BarSeries, minutes: number): void => {
    const count = barsPerDay('SSE', minutes);
    const profile = volumeProfile(series, tranches('SSE', count));
    const lines: readonly (readonly [string, Float64Array])[] = [
      ['one day', lastRow(profile)],
      [`mean of ${MEAN_DAYS} days`, lastMean(profile)],
    ];
    const length = `${String(minutes).padStart(2)} min, ${count} tranches`; // padded: facets are sorted as text
    for (const [day, shares] of lines)
      for (const [i, share] of shares.entries())
        rows.push({ length, day, minute: (i + 0.5) * minutes, pace: share * count });
  };
  if (finer) for (const minutes of [1, 5].filter((m) => m >= finer.intervalMinutes)) add(finer, minutes);
  for (const minutes of finer ? [15, 30] : [15, 30, 60]) add(bars, minutes);
  const years = finer ? ` The two finest cuts are from other bars (${finer.days[0]} to ${finer.days.at(-1)}).` : '';
  return {
    id: 'm3t-fig-1',
    title: `Volume profile of ${bars.instrument} at several granularities`,
    caption:
      `Pace of trading through the day, 1 = even: the last day alone and the mean of the last ${MEAN_DAYS} days (${bars.dataset}).${years} ` +
      'The finer the cut, the more a single day jumps about its mean; eight half hours keep the shape, busy at the open and towards the close.',
    marks: ['line'],
    x: { field: 'minute', title: 'trading minute of the day', type: 'quantitative', zero: true },
    y: { field: 'pace', title: 'pace (1 = even)', type: 'quantitative', zero: true },
    colour: { field: 'day', title: 'profile' },
    facet: { field: 'length', title: 'tranches', columns: 2 },
    data: {
      minute: rows.map((r) => r.minute),
      pace: rows.map((r) => r.pace),
      day: rows.map((r) => r.day),
      length: rows.map((r) => r.length),
    },
    synthetic: bars.synthetic,
  };
}

function lastRow(profile: VolumeProfile): Float64Array {
  return profile.shares.slice((profile.days.length - 1) * profile.tranches);
}

function lastMean(profile: VolumeProfile): Float64Array {
  const n = Math.min(MEAN_DAYS, profile.days.length);
  const sums = new Float64Array(profile.tranches);
  for (let d = profile.days.length - n; d < profile.days.length; d++)
    for (let i = 0; i < profile.tranches; i++)
      sums[i] = (sums[i] as number) + (profile.shares[d * profile.tranches + i] as number) / n;
  return sums;
}
