/** Fig. 1: the volume profile of one stock at several granularities; eight half hours keep the daily pattern without the noise. */
import { type VolumeProfile, volumeProfile } from '../../features/index.js';
import { type BarSeries, barsPerDay, tranches } from '../../market/index.js';
import type { Figure } from '../kit.js';

/** Days averaged, the last ones of the series. */
const MEAN_DAYS = 20;

/**
 * Shares by time of day: the last day alone, and the mean over the last twenty days, at the granularity of the bars and coarser.
 *
 * @param bars       bars of one stock
 * @param finestFrom further bars of the same stock at a finer interval, if there are any (they may be of other years)
 */
export function fig1(bars: BarSeries, finer?: BarSeries): Figure {
  const rows: { minutes: number; day: string; clock: number; share: number }[] = [];
  const add = (series: BarSeries, lengths: readonly number[]): void => {
    for (const minutes of lengths) {
      const spans = tranches('SSE', barsPerDay('SSE', minutes));
      const profile = volumeProfile(series, spans);
      const lines: [string, Float64Array][] = [
        ['one day', lastRow(profile)],
        [`mean of ${MEAN_DAYS} days`, lastMean(profile)],
      ];
      for (const [day, shares] of lines)
        for (const [i, span] of spans.entries())
          rows.push({ minutes, day, clock: (span.startMs + span.endMs) / 2 / 3_600_000, share: shares[i] as number });
    }
  };
  if (finer)
    add(
      finer,
      [1, 5].filter((m) => m >= finer.intervalMinutes),
    );
  add(
    bars,
    [15, 30, 60].filter((m) => m >= bars.intervalMinutes),
  );
  const from = finer ? ` One and five minutes: bars of ${finer.days[0]} to ${finer.days.at(-1)}.` : '';
  return {
    id: 'm3t-fig-1',
    title: `Volume profile of ${bars.instrument} at several granularities`,
    caption:
      `Share of the day’s volume by time of day, the last day alone and the mean of the last ${MEAN_DAYS} days (${bars.dataset}).${from} ` +
      'The finer the cut, the more a single day differs from the mean; eight half hours keep the shape, busy at the open and the close.',
    marks: ['line', 'point'],
    x: { field: 'clock', title: 'time of day, h', type: 'quantitative', zero: false },
    y: { field: 'share', title: 'share of the day’s volume', type: 'quantitative', format: '.1%', zero: true },
    colour: { field: 'day', title: 'profile' },
    facet: { field: 'granularity', title: 'length of a tranche', columns: 2 },
    data: {
      clock: rows.map((r) => r.clock),
      share: rows.map((r) => r.share),
      day: rows.map((r) => r.day),
      granularity: rows.map((r) => `${String(r.minutes).padStart(2, ' ')} min`),
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
