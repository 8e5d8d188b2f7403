/** The door of execution: books as columns, the matching kernel and its rules, executors, measures, episodes as records. */
export {
  type AttributedFill,
  type AttributionOptions,
  arrivalMidTicks,
  type CostParts,
  costParts,
} from './attribution.js';
export { type BookPack, packBooks, type StepSpan, stepSpans } from './book-pack.js';
export {
  type DayFills,
  type DayOptions,
  type DayOrder,
  dayBenchmark,
  dayMarket,
  executeDay,
  type MarketWindow,
  spanMarket,
} from './day.js';
export { bookFeed } from './engine/book-feed.js';
export { Desk, type FillReport } from './engine/desk.js';
export { closesBatch, type EventFeed, type EventKind, eventKinds, FeedWriter } from './engine/feed.js';
export { type EngineFillReason, type EngineFills, engineFillReasons, isMaker } from './engine/fills.js';
export { type OrderStream, orderActs, orderFeed } from './engine/order-feed.js';
export { type OrderKind, orderKinds } from './engine/order-table.js';
export { type ReplayOptions, type ReplayResult, replayMarket, type TradingStrategy } from './engine/replay.js';
export {
  type ExecutionEnvironment,
  type ExecutionInfo,
  type ExecutionOptions,
  executionEnvironment,
} from './environment/execution-environment.js';
export { beginOrder, type ExecutionState, windowVolume } from './environment/execution-state.js';
export type { ExecutionTask, TaskOver } from './environment/execution-task.js';
export {
  type Goal,
  type GoalChoice,
  type GoalColumns,
  type GoalOutcome,
  type GoalTask,
  type GoalTaskOptions,
  goalTask,
} from './environment/goal-task.js';
export { matchSteps } from './environment/match-steps.js';
export { type DrawnOrders, drawnOrders, givenOrders, type OrderSource } from './environment/order-source.js';
export { maskEmptySides, type OrderTaskOptions, orderTask } from './environment/order-task.js';
export { type SlippageReward, slippageOfOrder, slippagePayment } from './environment/slippage-reward.js';
export { type StepIndex, stepIndex } from './environment/step-index.js';
export {
  decimalsOf,
  type EpisodeCourse,
  type EpisodeFill,
  type EpisodeRecord,
  type EpisodeSubgoal,
  episodeCourse,
  explainFill,
  type FillReason,
} from './episode-record.js';
export {
  type Executor,
  recordExecution,
  recordSteps,
  runSteps,
  type SpanFills,
  type SpanOrder,
  type StepRule,
  type StepView,
  type StepWatcher,
  steppingExecutor,
} from './executor.js';
export {
  type AlmgrenChrissPlan,
  type AlmgrenChrissWorld,
  almgrenChriss,
  almgrenChrissExecutor,
} from './executors/almgren-chriss.js';
export { type ApOptions, apExecutor } from './executors/ap.js';
export { executorByName, executorNames } from './executors/by-name.js';
export { evenExecutor, twapExecutor } from './executors/even.js';
export { povExecutor } from './executors/pov.js';
export type { LotForm, PaceSteps } from './executors/scheduled.js';
export { imbalanceExecutor, immediateExecutor, randomExecutor, restThenCrossExecutor } from './executors/simple.js';
export { vwapExecutor } from './executors/vwap.js';
export {
  commissionByRates,
  dutyOf,
  type FeePreset,
  type FeeSchedule,
  feePresets,
  feesOfOrder,
  noFees,
  orderCommission,
  type Rates,
} from './fees.js';
export { type LinearImpactWorld, linearImpact } from './impact/almgren-chriss.js';
export { consumedLiquidity } from './impact/consumed-liquidity.js';
export type { Impact, ImpactModel } from './impact/impact.js';
export { noImpact } from './impact/none.js';
export { displacement, type PropagatorWorld, propagator } from './impact/propagator.js';
export { type SquareRootWorld, squareRoot, squareRootImpact } from './impact/square-root.js';
export { liquidate } from './liquidation.js';
export { cancelOrder, fillReasons, type Matching, matching, matchStep, orderActions } from './matching.js';
export {
  type FillRatios,
  fillRatios,
  implementationShortfallBp,
  priceAdvantageBp,
  realisedHalfSpreadBp,
  type ShortfallFacts,
} from './measures.js';
export { meanMidTicks, midTicksAt } from './mids.js';
export { bestActions, type OracleOptions, type OraclePlan, oracleExecutor } from './oracle.js';
export { type QueueBand, queueBand, queueModels } from './queue-models/band.js';
export { probabilityQueue } from './queue-models/cancelled-behind.js';
export { constantQueue } from './queue-models/constant.js';
export { firstInFirstOutQueue } from './queue-models/first-in-first-out.js';
export { logQueue } from './queue-models/log.js';
export { log2Queue } from './queue-models/log-2.js';
export { powerQueue } from './queue-models/power.js';
export { power2Queue } from './queue-models/power-2.js';
export { power3Queue } from './queue-models/power-3.js';
export { type QueueModel, type Queues, unknownOrder } from './queue-models/queue-model.js';
export { riskAverseQueue } from './queue-models/risk-averse.js';
export { type MatchingRules, m3tRules } from './rules.js';
export { arrivalSlippageBp, type SlippageDenominator, type Traded, vwapSlippageBp } from './slippage.js';
