/** Moments of 15-minute bars by name: what a synthetic twin is judged by. */
import { correlation, deviation, mean } from '../statistics/index.js';
import type { BarDay } from './bar-days.js';
import { firstFittedDay, forecastHistory, type ProfileErrors, profileErrors } from './profile-errors.js';

/** What a moment is about, in the order of the comparison. */
export const momentGroups = ['day volume', 'half-hour shares', 'profile forecasts', 'prices'] as const;
export type MomentGroup = (typeof momentGroups)[number];

/** A named moment of days in order. */
export interface BarMoment {
  readonly name: string;
  readonly group: MomentGroup;
  readonly unit: string;
  /** How many days at the start serve as history only. */
  readonly lookback: number;
  /**
   * The moment over chosen days (indices ≥ lookback, repeats allowed). A chosen day looks back along the days as they were, so that a
   * bootstrap which draws days keeps each day's own past.
   */
  readonly over: (days: readonly BarDay[]) => (chosen: Int32Array) => number;
}

/** A moment over all days. */
export function momentOf(moment: BarMoment, days: readonly BarDay[]): number {
  return moment.over(days)(
    Int32Array.from({ length: Math.max(0, days.length - moment.lookback) }, (_, i) => i + moment.lookback),
  );
}

const halfHours = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const lags = [1, 5, 20] as const;
const basisPoints = 1e4;

/** A quantity of one day, looked up along the days. */
type OfDay = (day: BarDay) => number;

/** A quantity along the days, taken once, and then read at the chosen days or `lag` days before them. */
function column(days: readonly BarDay[], of: OfDay): (chosen: Int32Array, lag?: number) => Float64Array {
  const values = Float64Array.from(days, of);
  return (chosen, lag = 0) => {
    const out = new Float64Array(chosen.length);
    for (let k = 0; k < chosen.length; k++) out[k] = values[(chosen[k] as number) - lag] as number;
    return out;
  };
}

/** Moments made of one or two quantities of the same day. */
function meanOf(of: OfDay, scale = 1): BarMoment['over'] {
  return (days) => {
    const at = column(days, of);
    return (chosen) => scale * mean(at(chosen));
  };
}

function deviationOf(of: OfDay, scale = 1): BarMoment['over'] {
  return (days) => {
    const at = column(days, of);
    return (chosen) => scale * deviation(at(chosen));
  };
}

function correlationOf(a: OfDay, b: OfDay, lag = 0): BarMoment['over'] {
  return (days) => {
    const [first, second] = [column(days, a), column(days, b)];
    return (chosen) => correlation(first(chosen), second(chosen, lag));
  };
}

const logVolume: OfDay = (d) => d.logVolume;
const tranche =
  (i: number): OfDay =>
  (d) =>
    d.tranches[i] as number;

/** Correlation of tranche shares with those `lag` days before, as distances from each tranche's mean, over all tranches. */
function shareLag(lag: number): BarMoment['over'] {
  return (days) => {
    const distances = halfHours.map((i) => {
      const shares = days.map(tranche(i));
      const middle = mean(shares);
      return column(days, (d) => tranche(i)(d) - middle);
    });
    return (chosen) => {
      let [xy, xx, yy] = [0, 0, 0];
      for (const at of distances) {
        const [now, before] = [at(chosen), at(chosen, lag)];
        for (let k = 0; k < now.length; k++) {
          const [x, y] = [now[k] as number, before[k] as number];
          xy += x * y;
          xx += x * x;
          yy += y * y;
        }
      }
      return xy / Math.sqrt(xx * yy);
    };
  };
}

/** Mean over the seven pairs of neighbouring tranches of the correlation of their shares. */
function neighbours(days: readonly BarDay[]): (chosen: Int32Array) => number {
  const pairs = halfHours.slice(1).map((i) => correlationOf(tranche(i), tranche(i - 1))(days));
  return (chosen) => mean(pairs.map((pair) => pair(chosen)));
}

/** A number made of the days' forecast errors. */
function forecast(of: (mean: (errors: keyof ProfileErrors) => number) => number): BarMoment['over'] {
  return (days) => {
    const errors = profileErrors(days);
    return (chosen) => {
      const over = (name: keyof ProfileErrors): number => {
        let sum = 0;
        for (const d of chosen) sum += errors[name][d] as number;
        return sum / chosen.length;
      };
      return of(over);
    };
  };
}

/** Root mean square of the bars' returns. */
function returnDeviation(days: readonly BarDay[]): (chosen: Int32Array) => number {
  const squares = meanOf((d) => mean(d.returns.map((r) => r * r)))(days);
  return (chosen) => basisPoints * Math.sqrt(squares(chosen));
}

const logRange: OfDay = (d) => Math.log(Math.max(d.range, 1e-6));

/** Every moment in the order of the comparison. */
export const barMoments: readonly BarMoment[] = [
  ...group('day volume', [
    ['log volume, mean', 'log shares', 0, meanOf(logVolume)],
    ['log volume, deviation', 'log shares', 0, deviationOf(logVolume)],
    ...lags.map(
      (lag): Row => [`log volume, autocorrelation at ${lag} days`, '1', lag, correlationOf(logVolume, logVolume, lag)],
    ),
  ]),
  ...group('half-hour shares', [
    ...halfHours.map((i): Row => [`share of half hour ${i + 1}, mean`, '1', 0, meanOf(tranche(i))]),
    ...halfHours.map((i): Row => [`share of half hour ${i + 1}, deviation`, '1', 0, deviationOf(tranche(i))]),
    ...lags.map((lag): Row => [`shares, correlation at ${lag} days`, '1', lag, shareLag(lag)]),
    ['first and last half hour, correlation', '1', 0, correlationOf(tranche(0), tranche(7))],
    ['neighbouring half hours, correlation', '1', 0, neighbours],
  ]),
  ...group('profile forecasts', [
    ['error of the 20-day average', '1e-3', forecastHistory, forecast((of) => of('average'))],
    ['error of the average corrected by yesterday', '1e-3', firstFittedDay, forecast((of) => of('corrected'))],
    ['error of the linear autoregression', '1e-3', firstFittedDay, forecast((of) => of('linear'))],
    [
      'error of the linear autoregression over that of the average',
      '1',
      firstFittedDay,
      forecast((of) => of('linear') / of('average')),
    ],
  ]),
  ...group('prices', [
    ['bar return, deviation', 'bp', 0, returnDeviation],
    ['overnight return, deviation', 'bp', 1, deviationOf((d) => d.overnight, basisPoints)],
    ['day range over open, mean', 'bp', 0, meanOf((d) => d.range, basisPoints)],
    ['bars without change, share', '1', 0, meanOf((d) => mean(d.returns.map((r) => (r === 0 ? 1 : 0))))],
    ['log volume and range, correlation', '1', 0, correlationOf(logVolume, logRange)],
    ['bar VWAP within low and high, share', '1', 0, meanOf((d) => d.vwapInside)],
  ]),
];

type Row = readonly [name: string, unit: string, lookback: number, over: BarMoment['over']];

function group(name: MomentGroup, rows: readonly Row[]): BarMoment[] {
  return rows.map(([moment, unit, lookback, over]) => ({ name: moment, group: name, unit, lookback, over }));
}
