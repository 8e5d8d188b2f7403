/** The door of portfolio: strategies, their accounting, costs, measures, quantum price levels. */
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
export {
  type AgainstOptions,
  informationRatio,
  type MarketLine,
  marketLine,
  trackingError,
} from './measures/against.js';
export { drawdowns, longestDrawdown, maxDrawdown } from './measures/drawdown.js';
export { effectiveAssets, giniImpurity, weightEntropy } from './measures/evenness.js';
export {
  type AnnualReturnOptions,
  annualGrowthFactor,
  annualReturn,
  finalWealth,
  returnsOf,
  toolboxApy,
  tradingDays,
  wealthOf,
  type YearOptions,
} from './measures/growth.js';
export {
  type AgainstBenchmark,
  type Performance,
  type PerformanceOptions,
  performanceOf,
} from './measures/performance.js';
export {
  annualVolatility,
  calmarRatio,
  downsideDeviation,
  downsideDeviationRatio,
  returnOverVolatility,
  type SharpeOptions,
  sharpeRatio,
  sortinoRatio,
  stability,
  toolboxSharpe,
} from './measures/ratios.js';
export { conditionalValueAtRisk, tailRatio, valueAtRisk } from './measures/tails.js';
export { annualTurnover, type TurnoverOptions } from './measures/turnover.js';
export {
  anharmonicity,
  fitQuantum,
  type QuantumFit,
  type ReturnHistogram,
  type ReturnOptions,
  ratioReturns,
  returnHistogram,
} from './qpl/anharmonicity.js';
export { type DailyLevels, type DailyPrices, dailyLevels, type LevelOptions } from './qpl/daily-levels.js';
export { dasgupta, type KConstant, quarticEnergy } from './qpl/energies.js';
export { type LevelPair, levelMultiple, levelsAround } from './qpl/levels.js';
export {
  executionPrice,
  gainOverClose,
  type RiskSignal,
  type TriggerBar,
  type TriggerOptions,
  triggeredLevel,
} from './qpl/trigger.js';
export { type AnticorOptions, anticor, bahAnticor, bahAnticor2 } from './strategies/anticor.js';
export { bestStock } from './strategies/best-stock.js';
export { buyAndHold } from './strategies/buy-and-hold.js';
export { bestConstantRebalanced, uniformRebalanced } from './strategies/constant-rebalanced.js';
export { corn } from './strategies/corn.js';
export { cwmr } from './strategies/cwmr.js';
export { exponentiatedGradient } from './strategies/eg.js';
export type { FitOptions } from './strategies/fitted.js';
export { loser, winner } from './strategies/follow.js';
export { hierarchicalRiskParity } from './strategies/hierarchical-risk-parity.js';
export { type MeanVarianceOptions, meanVariance, minimumVariance } from './strategies/minimum-variance.js';
export { olmar1, olmar2 } from './strategies/olmar.js';
export { onlineNewtonStep } from './strategies/ons.js';
export { pamr } from './strategies/pamr.js';
export { type NamedStrategy, namedStrategies, strategyNamed } from './strategies/registry.js';
export { riskParity } from './strategies/risk-parity.js';
export { rmr } from './strategies/rmr.js';
export { universalPair, universalSampled } from './strategies/universal.js';
export { wmamr } from './strategies/wmamr.js';
export {
  defineStrategy,
  type History,
  type Strategy,
  type StrategyDefinition,
  type StrategyRun,
  strategyFrom,
} from './strategy.js';
