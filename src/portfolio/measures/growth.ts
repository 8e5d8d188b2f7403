/**
 * How much a portfolio grew, and how much that is a year.
 *
 * Returns are simple returns of a day, growth − 1. A day without a value is NaN: it earns nothing, and counts as a day unless told otherwise.
 */
import { StrataError } from '../../core/index.js';

/** Trading days a year (`addpg.year`). */
export const tradingDays = 252;

/** Options that annualise. */
export interface YearOptions {
  /** Days a year, default 252. */
  readonly daysPerYear?: number;
}

/** Wealth at the end of each day that begins with 1, from returns. */
export function wealthOf(returns: ArrayLike<number>): Float64Array {
  const wealth = new Float64Array(returns.length);
  let now = 1;
  for (let t = 0; t < returns.length; t++) {
    const r = returns[t] as number;
    if (!Number.isNaN(r)) now *= 1 + r;
    wealth[t] = now;
  }
  return wealth;
}

/** Simple returns of the days of a wealth curve; one fewer than its points. */
export function returnsOf(wealth: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: Math.max(0, wealth.length - 1) }, (_, t) => {
    return (wealth[t + 1] as number) / (wealth[t] as number) - 1;
  });
}

/** Wealth after all days for 1 at the start. */
export function finalWealth(returns: ArrayLike<number>): number {
  return returns.length === 0 ? 1 : (wealthOf(returns)[returns.length - 1] as number);
}

/**
 * Growth factor of a year, (V_end / V_start)^(days a year / days): the ARR of ADDPG-QPL (Eq. 19), which is printed without taking 1 off.
 * @param days days between start and end, > 0
 */
export function annualGrowthFactor(start: number, end: number, days: number, options: YearOptions = {}): number {
  const { daysPerYear = tradingDays } = options;
  if (!(start > 0 && end > 0 && days > 0))
    throw new StrataError(
      `growth a year needs wealth above zero and at least a day; received ${start} and ${end} with ${days} days between them`,
    );
  return (end / start) ** (daysPerYear / days);
}

export interface AnnualReturnOptions extends YearOptions {
  /** Whether a day without a value counts as a day, as in empyrical; default true. */
  readonly missingCounts?: boolean;
  /** Compounded (CAGR), or simple: (V_end − V_start) / V_start scaled by the time (`hrpm.arr-form`). Default `compounded`. */
  readonly form?: 'compounded' | 'simple';
}

/** Return of a year: the CAGR, which is the ARR of HRPM and the `annual_return` of empyrical. */
export function annualReturn(returns: ArrayLike<number>, options: AnnualReturnOptions = {}): number {
  const { daysPerYear = tradingDays, missingCounts = true, form = 'compounded' } = options;
  const end = finalWealth(returns);
  let days = returns.length;
  if (!missingCounts) for (let t = 0; t < returns.length; t++) if (Number.isNaN(returns[t])) days--;
  if (form === 'simple') return ((end - 1) * daysPerYear) / days;
  return annualGrowthFactor(1, end, days, { daysPerYear }) - 1;
}

/** The toolbox's APY, S^(1 / years) − 1 with the years rounded to a whole number, at least 1 (Li, Sahoo and Hoi, JMLR 17, 2016). */
export function toolboxApy(returns: ArrayLike<number>, options: YearOptions = {}): number {
  const years = Math.max(1, Math.round(returns.length / (options.daysPerYear ?? tradingDays)));
  return finalWealth(returns) ** (1 / years) - 1;
}
