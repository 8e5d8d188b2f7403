/** Judgement of synthetic twins of bars: is each moment of a twin like that of the real bars, by name? */
import { generator, StrataError } from '../core/index.js';
import type { BarSeries } from '../market/index.js';
import { bootstrap, quantile } from '../statistics/index.js';
import { type BarDay, barDays } from './bar-days.js';
import { type BarMoment, barMoments, type MomentGroup } from './bar-moments.js';
import { firstFittedDay } from './profile-errors.js';

/** Days a block of the bootstrap, and samples. */
const blockDays = 20;
const samples = 1000;

/** Whole days that a comparison needs: those the forecasts are first fitted on, and one block. */
export const leastDays: number = firstFittedDay + blockDays;

/** One moment of the real bars and of the twin. */
export interface MomentBand {
  readonly name: string;
  readonly group: MomentGroup | 'across stocks';
  readonly unit: string;
  readonly real: number;
  /** 95 % band of the real moment: its days drawn anew in blocks. */
  readonly band: { readonly low: number; readonly high: number };
  readonly twin: number;
  /** Whether the twin's moment lies in the real band. Between two draws of the same twin one moment in four does not: the other draw scatters as well. */
  readonly inside: boolean;
  /** 95 % interval of twin − real, days of both drawn anew in blocks. */
  readonly difference: { readonly low: number; readonly high: number };
  /** Whether that interval contains zero. Between two draws of the same twin one moment in ten does not: what persists for months has wider intervals than blocks of 20 days show. */
  readonly agrees: boolean;
}

/** Compares a twin with the real bars, moment by moment. @throws StrataError for fewer than 120 whole days of either */
export function twinBands(real: BarSeries, twin: BarSeries, moments: readonly BarMoment[] = barMoments): MomentBand[] {
  const [realDays, twinDays] = [daysOf(real), daysOf(twin)];
  return moments.map((moment) =>
    compare(moment, real.instrument, moment.over(realDays), moment.over(twinDays), [realDays.length, twinDays.length]),
  );
}

/** A moment of given days, over chosen ones. */
export type Chosen = (chosen: Int32Array) => number;
/** What names a moment. */
export type Kind = Pick<BarMoment, 'name' | 'unit' | 'lookback'> & { readonly group: MomentBand['group'] };

/** Bootstraps both sides of one moment; `days` are the days of the real bars and of the twin. */
export function compare(
  { name, group, unit, lookback }: Kind,
  label: string,
  real: Chosen,
  twin: Chosen,
  days: readonly [number, number],
): MomentBand {
  const random = generator(`twin band ${label} ${name}`);
  const estimate = (of: Chosen, count: number, side: string): ReturnType<typeof bootstrap> =>
    bootstrap(count - lookback, (periods) => of(periods.map((p) => p + lookback)), {
      random: random.split(side),
      blockLength: blockDays,
      samples,
    });
  const [ofReal, ofTwin] = [estimate(real, days[0], 'real'), estimate(twin, days[1], 'twin')];
  // The samples come sorted; a random order pairs them as independent draws.
  const order = random.split('pairs').permutation(samples);
  const differences = ofTwin.distribution.map(
    (value, s) => value - (ofReal.distribution[order[s] as number] as number),
  );
  const difference = { low: quantile(differences, 0.025), high: quantile(differences, 0.975) };
  return {
    name,
    group,
    unit,
    real: ofReal.value,
    band: { low: ofReal.low, high: ofReal.high },
    twin: ofTwin.value,
    inside: ofReal.low <= ofTwin.value && ofTwin.value <= ofReal.high,
    difference,
    agrees: difference.low <= 0 && difference.high >= 0,
  };
}

/** Whole days of bars. @throws StrataError for fewer than 120 */
export function daysOf(bars: BarSeries): BarDay[] {
  const days = barDays(bars);
  if (days.length < leastDays) {
    throw new StrataError(
      `${bars.dataset} ${bars.instrument}: ${days.length} whole days of 16 bars; a comparison by moments needs at least ${leastDays}`,
    );
  }
  return days;
}
