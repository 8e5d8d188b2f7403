/** How much was traded. */
import type { Backtest } from '../backtest.js';
import { tradingDays, type YearOptions } from './growth.js';

export interface TurnoverOptions extends YearOptions {
  /** ‖w − w′‖₁, purchases and sales (`two-way`), or half of it, wealth moved (`one-way`). Default `one-way`. */
  readonly form?: 'one-way' | 'two-way';
}

/** Turnover of a year: the mean of a day's trades times days a year, in units of wealth. The first purchase does not count. */
export function annualTurnover(book: Pick<Backtest, 'turnover'>, options: TurnoverOptions = {}): number {
  const { daysPerYear = tradingDays, form = 'one-way' } = options;
  const trades = book.turnover.length - 1;
  if (trades <= 0) return 0;
  const sum = book.turnover.reduce((a, b) => a + b, 0);
  return ((form === 'one-way' ? sum / 2 : sum) / trades) * daysPerYear;
}
