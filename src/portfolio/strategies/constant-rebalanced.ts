/** Constant rebalanced portfolios: the same weights at the start of every day (Kelly 1956, Cover 1991). */
import { logOptimal } from '../solvers/log-optimal.js';
import { defineStrategy, type Strategy, uniform } from '../strategy.js';

const stay = (): (() => void) => () => {};

/** UCRP: 1/n in each asset, every day. O(n) a day, no memory. */
export function uniformRebalanced(): Strategy {
  return defineStrategy({
    id: 'ucrp',
    name: 'uniform CRP',
    complexity: 'O(n)',
    window: 0,
    remembers: false,
    step: (n) => (w) => w.fill(1 / n),
  });
}

/** Given weights every day. O(n) a day, no memory. */
export function constantRebalanced(weights: Float64Array, name = 'CRP'): Strategy {
  return defineStrategy({
    id: 'crp',
    name,
    complexity: 'O(n)',
    window: 0,
    remembers: false,
    first: () => weights,
    step: stay,
  });
}

/** The best constant weights in hindsight, with the certificate that they are. */
export interface BestConstant {
  readonly strategy: Strategy;
  readonly weights: Float64Array;
  /** Excess over 1 of the largest mean of x_j / (b · x); at most rounding where the weights are optimal. */
  readonly certificate: number;
}

/** BCRP of all days given: looks ahead by its nature. @param relatives row-major [days × assets] */
export function bestConstantRebalanced(relatives: Float64Array, assets: number): BestConstant {
  const { weights, certificate } = logOptimal(relatives, assets);
  const strategy = defineStrategy({
    id: 'bcrp',
    name: 'best CRP in hindsight',
    complexity: 'O(n); Newton over all days before',
    window: 0,
    hindsight: true,
    remembers: false,
    first: (n) => (n === assets ? weights : uniform(n)),
    step: stay,
  });
  return { strategy, weights, certificate };
}
