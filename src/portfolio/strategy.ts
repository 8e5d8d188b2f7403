/**
 * What a strategy is: a causal function from the weights held and the price relatives known to the weights of the next day. OLPS rules,
 * learned policies and a user's own are the same thing to accounting, studies and report.
 */
import { StrataError } from '../core/index.js';

/** Price relatives known when weights are chosen, close(t) / close(t − 1), one row a day. */
export interface History {
  readonly assets: number;
  /** Days known; the last of them is the day that has just ended. */
  readonly days: number;
  /** First day that `relatives` still holds, 0 unless days are streamed. */
  readonly from: number;
  /** Row-major from day `from`; what stands after day `days − 1` must not be read. */
  readonly relatives: Float64Array;
  /** Growth of the portfolio over the last day after costs; without it strategies take weights · relatives. */
  readonly earned?: number;
}

/** A strategy at work on consecutive days: its state, if it has one, lives here. */
export interface StrategyRun {
  /** Weights for the coming day [assets], ≥ 0 with sum 1; `learn` overwrites them. */
  readonly weights: Float64Array;
  /** Takes in the last day of the history and sets the weights for the next. */
  learn(history: History): void;
}

/** A portfolio strategy. Weights are fully invested and long only. */
export interface Strategy {
  /** Short name for tables and command lines, e.g. `olmar`. */
  readonly id: string;
  /** Name with its parameters, e.g. `OLMAR-1 (ε 10, window 5)`. */
  readonly name: string;
  /** Time a day for n assets, and memory. */
  readonly complexity: string;
  /** Last days of relatives that a decision may read; Infinity where it reads all. */
  readonly window: number;
  /** Whether it was made with knowledge of the future, as the best stock is. */
  readonly hindsight: boolean;
  /**
   * Weights for the day after the history; a pure function. Strategies that carry a state beyond the weights rebuild it from the history
   * and so need it from the first day on.
   * @throws StrataError where the history does not reach back far enough
   */
  next(weights: Float64Array, history: History): Float64Array;
  /** The fast path over consecutive days; gives the same weights as `next` on each of them. */
  start(assets: number): StrategyRun;
}

/** Changes the weights of a day into those of the next. */
export type Step = (weights: Float64Array, history: History) => void;

/** What `defineStrategy` needs. */
export interface StrategyDefinition {
  readonly id: string;
  readonly name: string;
  readonly complexity: string;
  readonly window: number;
  readonly hindsight?: boolean;
  /** Whether a step depends on more than the weights and the last `window` days, so that `next` must replay the history. */
  readonly remembers: boolean;
  /** Weights of the first day, default uniform. */
  readonly first?: (assets: number) => Float64Array;
  /** A step with its own scratch memory (and state, where it remembers), for so many assets. */
  readonly step: (assets: number) => Step;
}

/** Makes a strategy of one step function: both the pure form and the fast path come from it. */
export function defineStrategy(definition: StrategyDefinition): Strategy {
  const { id, name, complexity, window, hindsight = false, remembers, first = uniform, step } = definition;
  const start = (assets: number): StrategyRun => {
    const weights = first(assets).slice();
    const learn = step(assets);
    return { weights, learn: (history) => learn(weights, history) };
  };
  const next = (weights: Float64Array, history: History): Float64Array => {
    const { assets, days, from } = history;
    if (days === 0) return first(assets).slice();
    const missing = remembers ? from : Math.min(days, from + window - days);
    if (missing > 0 && from > 0)
      throw new StrataError(
        `${name} needs ${remembers ? 'the history from its first day' : `the last ${window} days`}; the history begins on day ${from}`,
      );
    if (!remembers) {
      const out = weights.slice();
      step(assets)(out, history);
      return out;
    }
    const run = start(assets);
    const view = { assets, days: 0, from: 0, relatives: history.relatives };
    while (view.days < days) {
      view.days++;
      run.learn(view);
    }
    return run.weights;
  };
  return { id, name, complexity, window, hindsight, next, start };
}

/** A user's own causal rule as a strategy. */
export function strategyFrom(
  id: string,
  rule: (weights: Float64Array, history: History) => Float64Array,
  about: { name?: string; complexity?: string; window?: number } = {},
): Strategy {
  const { name = id, complexity = 'not stated', window = Number.POSITIVE_INFINITY } = about;
  const step = (): Step => (weights, history) => weights.set(rule(weights.slice(), history));
  return defineStrategy({ id, name, complexity, window, remembers: false, step });
}

/** 1/n in each asset. */
export function uniform(assets: number): Float64Array {
  return new Float64Array(assets).fill(1 / assets);
}

/** Index in `relatives` of the row `back` days before the last, 0 for the last. */
export function rowOf(history: History, back = 0): number {
  return (history.days - 1 - back - history.from) * history.assets;
}
