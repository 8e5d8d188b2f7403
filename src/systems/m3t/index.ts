/** M3T, the Macro-Meta-Micro Trader (docs/papers/m3t.md): settings, Macro Trader, allocation, subgoals. */
export { type AllocationOptions, allocate } from './allocation.js';
export {
  type BookSight,
  flatNetwork,
  metaNetwork,
  microNetwork,
  type NetworkConfig,
  rowsFeature,
  trunkNetwork,
} from './backbones.js';
export { type BookWindows, bookWindows } from './book-windows.js';
export { M3T_STOCKS, type M3tConfig, type M3tSettings, m3tConfig } from './config.js';
export { loadMacroBars, type MacroBars, type MacroData, type MacroStock, macroData } from './macro-data.js';
export {
  ESTIMATES_FILE,
  macroCell,
  macroExperiment,
  macroForm,
  readEstimates,
  WEIGHTS_FILE,
} from './macro-experiment.js';
export {
  dailySquaredErrors,
  forecastProfiles,
  longMeanForecast,
  movingAverageForecast,
  normalised,
  type ProfileForecast,
} from './macro-forecast.js';
export type { MacroArchitecture, MacroModel } from './macro-learner.js';
export type { MacroEstimator } from './macro-networks.js';
export { estimateProfile, estimateShare, type MacroForm, type MacroWeights } from './macro-predict.js';
export { type DayRange, type ProfileSamples, profileSamples } from './macro-samples.js';
export { macroTimingCell, macroTimingExperiment } from './macro-timing.js';
export { type MacroTrainingHost, type MacroTrainingOptions, type TrainedMacro, trainMacro } from './macro-training.js';
export { type MetaTrader, metaTrader } from './meta.js';
export { type BookTraderOptions, flatLearner, microTrader } from './micro.js';
export { longMeanProfiles, movingAverageProfile } from './moving-average.js';
export {
  type BlameOptions,
  type PenaltyOptions,
  responsibleTrader,
  type SubgoalOutcome,
  type SubgoalRewards,
  subgoalRewards,
} from './responsibility.js';
export { extrinsicSlippage, flatReward, intrinsicReward, type RewardConfig, subgoalPay } from './rewards.js';
export { matchingRules, type SimulatorSettings } from './simulator-settings.js';
export {
  type SpeedForm,
  type Subgoal,
  type SubgoalSizes,
  type SubgoalTask,
  subgoalSpeed,
  subgoals,
  subgoalTask,
  type TrancheRest,
} from './subgoals.js';
export {
  type ExtrinsicMoment,
  extrinsicMoment,
  type FlatTask,
  flatTask,
  type MetaColumns,
  type MetaSpace,
  type MicroTask,
  metaSpace,
  microTask,
  type TrancheColumns,
  trainingShares,
  writeExtrinsic,
} from './tasks.js';
export { type BookDecisions, type WorkedOrders, workFlatTogether, workTogether } from './together.js';
export {
  type M3tDecisions,
  type M3tExecutor,
  m3tDecisions,
  m3tExecutor,
  recordM3t,
  type TrainedM3t,
} from './trader.js';
export { type TraderSettings, traderSettings } from './trader-settings.js';
export { type M3tAgent, type M3tAgentOptions, m3tAgent } from './training.js';
export {
  bestOf,
  drawnParameters,
  type TrainedParameters,
  trainedParameters,
  type ValueFunction,
  valueFunction,
} from './value-function.js';
export {
  traderExploration,
  traderOptimiser,
  type ValueTrader,
  type ValueTraderOptions,
  valueTrader,
} from './value-trader.js';
