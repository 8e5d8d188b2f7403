/** All measures of one backtest in one record: a row of a study's table or a tear sheet. */
import type { Backtest } from '../backtest.js';
import { informationRatio, marketLine, trackingError } from './against.js';
import { longestDrawdown, maxDrawdown } from './drawdown.js';
import { annualReturn, type YearOptions } from './growth.js';
import {
  annualVolatility,
  calmarRatio,
  downsideDeviationRatio,
  sharpeRatio,
  sortinoRatio,
  stability,
} from './ratios.js';
import { conditionalValueAtRisk, tailRatio, valueAtRisk } from './tails.js';
import { annualTurnover } from './turnover.js';

/** Measures after costs; each is defined where the function of its name is. */
export interface Performance {
  readonly days: number;
  readonly finalWealth: number;
  readonly annualReturn: number;
  readonly annualVolatility: number;
  readonly sharpeRatio: number;
  readonly sortinoRatio: number;
  readonly calmarRatio: number;
  readonly maxDrawdown: number;
  readonly longestDrawdownDays: number;
  readonly downsideDeviationRatio: number;
  readonly valueAtRisk: number;
  readonly conditionalValueAtRisk: number;
  readonly tailRatio: number;
  readonly stability: number;
  readonly annualTurnover: number;
  /** Sum of the days' costs as shares of wealth. */
  readonly costShare: number;
  /** Only against a benchmark. */
  readonly against?: AgainstBenchmark;
}

export interface AgainstBenchmark {
  readonly alpha: number;
  readonly beta: number;
  readonly informationRatio: number;
  readonly trackingError: number;
}

export interface PerformanceOptions extends YearOptions {
  /** Books of a benchmark over the same days. */
  readonly benchmark?: Pick<Backtest, 'net'>;
}

/** Measures a backtest. */
export function performanceOf(book: Backtest, options: PerformanceOptions = {}): Performance {
  const returns = book.net.map((growth) => growth - 1);
  const { benchmark } = options;
  const market = benchmark?.net.map((growth) => growth - 1);
  return {
    days: book.days,
    finalWealth: book.wealth[book.days - 1] ?? 1,
    annualReturn: annualReturn(returns, options),
    annualVolatility: annualVolatility(returns, options),
    sharpeRatio: sharpeRatio(returns, options),
    sortinoRatio: sortinoRatio(returns, options),
    calmarRatio: calmarRatio(returns, options),
    maxDrawdown: maxDrawdown(book.wealth),
    longestDrawdownDays: longestDrawdown(book.wealth),
    downsideDeviationRatio: downsideDeviationRatio(returns, options),
    valueAtRisk: valueAtRisk(returns),
    conditionalValueAtRisk: conditionalValueAtRisk(returns),
    tailRatio: tailRatio(returns),
    stability: stability(returns),
    annualTurnover: annualTurnover(book, options),
    costShare: book.costs.reduce((a, b) => a + b, 0),
    ...(market && {
      against: {
        ...marketLine(returns, market, options),
        informationRatio: informationRatio(returns, market, options),
        trackingError: trackingError(returns, market, options),
      },
    }),
  };
}
