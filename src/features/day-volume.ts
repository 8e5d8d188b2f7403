/** Day volume: the sum of a day's bars, its logarithm to base ten, the level on which a volume profile distributes shares. */
import type { BarSeries } from '../market/index.js';
import type { Feature, FeatureColumns } from './feature.js';

export const dayVolume: Feature = {
  id: 'day-volume',
  doc: 'log10 of the volume of all bars of the day; a day without volume has no row',
  windowDays: 1,
  unit: 'log10 shares',
  compute(bars: BarSeries): FeatureColumns {
    const sums = new Float64Array(bars.days.length);
    for (let n = 0; n < bars.volume.length; n++) {
      const day = bars.day[n] as number;
      sums[day] = (sums[day] as number) + (bars.volume[n] as number);
    }
    const traded = [...bars.days.keys()].filter((d) => (sums[d] as number) > 0);
    return {
      days: traded.map((d) => bars.days[d] as string),
      columns: ['log10Volume'],
      values: Float64Array.from(traded, (d) => Math.log10(sums[d] as number)),
      fittedOn: null,
    };
  },
};
