/** A portfolio against a benchmark on the same days. Days on which one of them has no value are left out. */
import { StrataError } from '../../core/index.js';
import { tradingDays, type YearOptions } from './growth.js';
import { average, excess, spread } from './series.js';

export interface AgainstOptions extends YearOptions {
  /** Risk-free return of a day, default 0. */
  readonly riskFree?: number;
}

/** The line r − r_f = α + β (m − r_f) through daily returns by least squares (Jensen, J. Finance 23, 1968). */
export interface MarketLine {
  /** Intercept of a day, compounded to a year: (1 + α)^(days a year) − 1, as in empyrical. */
  readonly alpha: number;
  /** Slope, covariance over the benchmark's variance. */
  readonly beta: number;
}

/**
 * α and β of returns against a benchmark's.
 * @throws StrataError for series of unequal length
 */
export function marketLine(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  options: AgainstOptions = {},
): MarketLine {
  const { daysPerYear = tradingDays, riskFree = 0 } = options;
  const [own, market] = together(returns, benchmark);
  const meanOwn = average(own);
  const meanMarket = average(market);
  let cross = 0;
  let squares = 0;
  for (let t = 0; t < own.length; t++) {
    const m = (market[t] as number) - meanMarket;
    cross += m * ((own[t] as number) - meanOwn);
    squares += m * m;
  }
  const beta = cross / squares;
  const daily = meanOwn - riskFree - beta * (meanMarket - riskFree);
  return { alpha: (1 + daily) ** daysPerYear - 1, beta };
}

/** Standard deviation (divisor n − 1) of the daily differences to the benchmark, times √(days a year). */
export function trackingError(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  options: YearOptions = {},
): number {
  return spread(active(returns, benchmark)) * Math.sqrt(options.daysPerYear ?? tradingDays);
}

/**
 * Mean daily difference to the benchmark over its deviation, times √(days a year) (Grinold and Kahn, Active Portfolio Management). With one day
 * a year it is empyrical's `excess_sharpe`.
 */
export function informationRatio(
  returns: ArrayLike<number>,
  benchmark: ArrayLike<number>,
  options: YearOptions = {},
): number {
  const difference = active(returns, benchmark);
  return (average(difference) / spread(difference)) * Math.sqrt(options.daysPerYear ?? tradingDays);
}

function active(returns: ArrayLike<number>, benchmark: ArrayLike<number>): Float64Array {
  if (returns.length !== benchmark.length) throw unequal(returns.length, benchmark.length);
  return excess(returns, benchmark);
}

function together(a: ArrayLike<number>, b: ArrayLike<number>): [number[], number[]] {
  if (a.length !== b.length) throw unequal(a.length, b.length);
  const days = Array.from(a, (_, t) => t).filter((t) => !Number.isNaN((a[t] as number) + (b[t] as number)));
  return [days.map((t) => a[t] as number), days.map((t) => b[t] as number)];
}

function unequal(returns: number, benchmark: number): StrataError {
  return new StrataError(
    `a portfolio and its benchmark need the same days; received ${returns} and ${benchmark} returns`,
  );
}
