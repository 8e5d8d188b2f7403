/** Return for risk: ratios that differ in what they count as risk. Returns are simple and of a day; a day without a value is NaN. */
import { maxDrawdown } from './drawdown.js';
import { annualReturn, toolboxApy, tradingDays, wealthOf, type YearOptions } from './growth.js';
import { average, excess, present, spread } from './series.js';

export interface SharpeOptions extends YearOptions {
  /** Risk-free return of a day, or of each day; default 0. */
  readonly riskFree?: number | ArrayLike<number>;
  /** Divisor of the deviation: n − 1 (empyrical) or n (`addpg.sharpe`, the paper's default here). Default `sample`. */
  readonly deviation?: 'sample' | 'population';
}

/** Mean excess return over its deviation, times √(days a year): empyrical's, and with `population` the ASR of ADDPG-QPL (Eq. 20). */
export function sharpeRatio(returns: ArrayLike<number>, options: SharpeOptions = {}): number {
  const { daysPerYear = tradingDays, riskFree = 0, deviation = 'sample' } = options;
  const over = excess(returns, riskFree);
  return (average(over) / spread(over, deviation)) * Math.sqrt(daysPerYear);
}

/** Standard deviation of daily returns (divisor n − 1) times √(days a year). */
export function annualVolatility(returns: ArrayLike<number>, options: YearOptions = {}): number {
  return spread(present(returns)) * Math.sqrt(options.daysPerYear ?? tradingDays);
}

/** Annual return over annual volatility, the ASR of HRPM. */
export function returnOverVolatility(returns: ArrayLike<number>, options: YearOptions = {}): number {
  return annualReturn(returns, options) / annualVolatility(returns, options);
}

/** The toolbox's Sharpe ratio, (APY − 4 %) / annual volatility. */
export function toolboxSharpe(returns: ArrayLike<number>, options: YearOptions & { riskFree?: number } = {}): number {
  return (toolboxApy(returns, options) - (options.riskFree ?? 0.04)) / annualVolatility(returns, options);
}

/** √(mean of min(r − required, 0)²) times √(days a year): the mean is over all days, not only the bad ones. */
export function downsideDeviation(
  returns: ArrayLike<number>,
  options: YearOptions & { required?: number } = {},
): number {
  const { daysPerYear = tradingDays, required = 0 } = options;
  const squares = excess(returns, required).map((r) => Math.min(r, 0) ** 2);
  return Math.sqrt(average(squares)) * Math.sqrt(daysPerYear);
}

/** Mean daily return scaled to a year over the downside deviation (Sortino and Price 1994; empyrical's form). */
export function sortinoRatio(returns: ArrayLike<number>, options: YearOptions & { required?: number } = {}): number {
  const { daysPerYear = tradingDays, required = 0 } = options;
  return (average(excess(returns, required)) * daysPerYear) / downsideDeviation(returns, options);
}

/** Annual compounded return over the downside deviation, the DDR of HRPM. */
export function downsideDeviationRatio(returns: ArrayLike<number>, options: YearOptions = {}): number {
  return annualReturn(returns, options) / downsideDeviation(returns, options);
}

/** Annual compounded return over the largest drawdown (Young 1991); NaN where wealth never fell. */
export function calmarRatio(returns: ArrayLike<number>, options: YearOptions = {}): number {
  const fall = maxDrawdown(wealthOf(returns));
  return fall > 0 ? annualReturn(returns, options) / fall : Number.NaN;
}

/** How straight log wealth rises: R² of its regression on time, 0 to 1 (empyrical's stability). */
export function stability(returns: ArrayLike<number>): number {
  const log = Float64Array.from(present(returns), Math.log1p);
  for (let t = 1; t < log.length; t++) log[t] = (log[t] as number) + (log[t - 1] as number);
  const middle = (log.length - 1) / 2;
  const mean = average(log);
  let cross = 0;
  let time = 0;
  let own = 0;
  for (const [t, value] of log.entries()) {
    cross += (t - middle) * (value - mean);
    time += (t - middle) ** 2;
    own += (value - mean) ** 2;
  }
  return (cross * cross) / (time * own);
}
