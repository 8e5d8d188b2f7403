/** A portfolio's run over a range of days: growth from mark to mark, and the paper's measures of it (Eq. 19 to 21). */
import type { Generator } from '../../core/index.js';
import type { Actions } from '../../environment/index.js';
import { annualGrowthFactor, effectiveAssets, maxDrawdown, sharpeRatio } from '../../portfolio/index.js';
import { grown } from './accounting.js';
import type { AddpgConfig } from './config.js';
import type { PortfolioEnvironment } from './environment.js';

/** A run. */
export interface PortfolioBook {
  readonly dates: readonly string[];
  /** Growth of the weights of each day until they are marked again, after costs [days]. */
  readonly growth: Float64Array;
  /** Wealth after each day for 1 at the start [days]. */
  readonly wealth: Float64Array;
  /** Row-major [days × assets]. */
  readonly weights: Float64Array;
  readonly turnover: Float64Array;
  /** Share of the assets and days that traded at a level. */
  readonly triggered: number;
  /** Mean of what the signals gained, a day. */
  readonly riskReward: number;
}

/** What chooses: weights into `actions`, and signals into the environment's column, from what it shows. */
export type Chooser = (environment: PortfolioEnvironment, step: number) => Promise<Actions> | Actions;

/** Plays one episode, and keeps the books of the first slot; the environment's days must be those the dates name. */
export async function playBook(
  environment: PortfolioEnvironment,
  dates: readonly string[],
  choose: Chooser,
  config: AddpgConfig,
  random: Generator,
): Promise<PortfolioBook> {
  const days = dates.length;
  const { info, terminated, truncated, actionSpace } = environment;
  const n = actionSpace.kind === 'simplex' ? actionSpace.size : 0;
  const growth = new Float64Array(days);
  const weights = new Float64Array(days * n);
  const turnover = new Float64Array(days);
  let [triggered, paid, left] = [0, 0, 1];
  environment.reset(random);
  for (let t = 0; t < days; t++) {
    const actions = await choose(environment, t);
    weights.set(actions.subarray(0, n), t * n);
    environment.step(actions);
    // Growth of yesterday's weights is known once today's marks are.
    if (t > 0) growth[t - 1] = grown(info.gross[0] as number, left, config);
    left = info.left[0] as number;
    turnover[t] = info.turnover[0] as number;
    triggered += info.triggered[0] as number;
    paid += info.riskReward[0] as number;
    if (terminated[0] === 1 || truncated[0] === 1) growth[t] = grown(info.marked[0] as number, left, config);
  }
  const wealth = new Float64Array(days);
  let now = 1;
  for (let t = 0; t < days; t++) {
    now *= growth[t] as number;
    wealth[t] = now;
  }
  return {
    dates,
    growth,
    wealth,
    weights,
    turnover,
    triggered: triggered / (days * n),
    riskReward: paid / days,
  };
}

/** The paper's measures. */
export interface PortfolioMeasures {
  /** Largest drawdown, a share. */
  readonly mdd: number;
  /** Growth factor of a year. */
  readonly arr: number;
  /** Annual Sharpe ratio of daily returns. */
  readonly asr: number;
  /** Σ|Δw| a day. */
  readonly turnover: number;
  /** 1 / Σw², mean over the days. */
  readonly effectiveAssets: number;
}

export function measuresOf(growth: Float64Array, config: AddpgConfig): Pick<PortfolioMeasures, 'mdd' | 'arr' | 'asr'> {
  const wealth = new Float64Array(growth.length);
  let now = 1;
  for (let t = 0; t < growth.length; t++) {
    now *= growth[t] as number;
    wealth[t] = now;
  }
  const daily = growth.map((g) => g - 1);
  return {
    mdd: maxDrawdown(wealth),
    arr: annualGrowthFactor(1, now, growth.length, { daysPerYear: config.daysPerYear }),
    asr: sharpeRatio(daily, {
      deviation: config.sharpe,
      daysPerYear: config.daysPerYear,
      riskFree: (1 + config.riskFree) ** (1 / config.daysPerYear) - 1,
    }),
  };
}

/** Measures of a run. */
export function bookMeasures(book: PortfolioBook, config: AddpgConfig): PortfolioMeasures {
  return {
    ...measuresOf(book.growth, config),
    turnover: book.turnover.reduce((sum, x) => sum + x, 0) / book.turnover.length,
    effectiveAssets: effectiveAssets(book.weights, book.weights.length / book.growth.length),
  };
}
