/** What stocks have in common on the same days, in real bars and in twins: correlations averaged over all pairs of stocks. */
import { StrataError } from '../core/index.js';
import type { BarSeries } from '../market/index.js';
import { correlation, mean } from '../statistics/index.js';
import type { BarDay } from './bar-days.js';
import { type Chosen, compare, daysOf, type Kind, leastDays, type MomentBand } from './twin-bands.js';

/** What stocks have in common on the same days, real and synthetic: mean correlation over all pairs of stocks. */
export function commonBands(real: readonly BarSeries[], twins: readonly BarSeries[]): MomentBand[] {
  const [realDays, twinDays] = [sharedDays(real), sharedDays(twins)];
  return commonMoments.map((moment) =>
    compare(moment, 'all', pairs(moment.of, realDays), pairs(moment.of, twinDays), [
      lengthOf(realDays),
      lengthOf(twinDays),
    ]),
  );
}

/** What stocks have in common, without bars to compare with. */
export function commonMomentsOf(
  bars: readonly BarSeries[],
): { name: string; unit: string; value: number; n: number }[] {
  const days = sharedDays(bars);
  const n = lengthOf(days);
  return commonMoments.map(({ name, unit, lookback, of }) => ({
    name,
    unit,
    value: pairs(of, days)(Int32Array.from({ length: n - lookback }, (_, i) => i + lookback)),
    n: n - lookback,
  }));
}

/** Quantities of a day that stocks may share; `before` is the day before. */
const commonMoments: readonly (Kind & { readonly of: (day: BarDay, before: BarDay) => number })[] = [
  {
    name: 'log volume, change from day to day: correlation of two stocks',
    group: 'across stocks',
    unit: '1',
    lookback: 1,
    of: (day, before) => day.logVolume - before.logVolume,
  },
  {
    name: 'day return: correlation of two stocks',
    group: 'across stocks',
    unit: '1',
    lookback: 1,
    of: (day) => day.overnight + day.returns.reduce((a, r) => a + r, 0),
  },
  {
    name: 'share of the first half hour: correlation of two stocks',
    group: 'across stocks',
    unit: '1',
    lookback: 1,
    of: (day) => day.tranches[0] as number,
  },
];

/** The days that all stocks have whole, stock by stock. @throws StrataError for fewer than two stocks or 120 days */
function sharedDays(bars: readonly BarSeries[]): BarDay[][] {
  const each = bars.map(daysOf);
  const dates = each.map((days) => new Set(days.map((d) => d.date)));
  const shared = each.map((days) => days.filter((d) => dates.every((of) => of.has(d.date))));
  if (each.length < 2 || lengthOf(shared) < leastDays) {
    throw new StrataError(
      `what stocks have in common needs two stocks and ${leastDays} days that all have; received ${each.length} and ${lengthOf(shared)}`,
    );
  }
  return shared;
}

function lengthOf(stocks: readonly (readonly BarDay[])[]): number {
  return stocks[0]?.length ?? 0;
}

function pairs(of: (day: BarDay, before: BarDay) => number, stocks: readonly (readonly BarDay[])[]): Chosen {
  const columns = stocks.map((days) => days.map((day, d) => of(day, days[Math.max(0, d - 1)] as BarDay)));
  return (chosen) => {
    const drawn = columns.map((values) => Float64Array.from(chosen, (d) => values[d] as number));
    const each: number[] = [];
    for (let a = 1; a < drawn.length; a++) {
      for (let b = 0; b < a; b++) each.push(correlation(drawn[a] as Float64Array, drawn[b] as Float64Array));
    }
    return mean(each);
  };
}
