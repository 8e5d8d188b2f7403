/** The door of portfolio: strategies, their accounting, costs. */
export {
  type Backtest,
  type BacktestOptions,
  backtest,
  backtestStream,
  type RelativesTable,
  type StreamOptions,
} from './backtest.js';
export {
  type CostRule,
  type ExactCostOptions,
  exactCost,
  free,
  halfL1Cost,
  l1Cost,
  type ProportionalOptions,
  toolboxCost,
} from './costs.js';
export { bestStock } from './strategies/best-stock.js';
export { buyAndHold } from './strategies/buy-and-hold.js';
export { bestConstantRebalanced, uniformRebalanced } from './strategies/constant-rebalanced.js';
export { corn } from './strategies/corn.js';
export { cwmr } from './strategies/cwmr.js';
export { exponentiatedGradient } from './strategies/eg.js';
export { olmar1, olmar2 } from './strategies/olmar.js';
export { onlineNewtonStep } from './strategies/ons.js';
export { pamr } from './strategies/pamr.js';
export { rmr } from './strategies/rmr.js';
export {
  defineStrategy,
  type History,
  type Strategy,
  type StrategyDefinition,
  type StrategyRun,
  strategyFrom,
} from './strategy.js';
