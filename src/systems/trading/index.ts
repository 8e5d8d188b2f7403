/** Execution methods trained and measured on synthetic books: data, cells of trained traders and of rules. */
export { type DayResults, dayResults } from './day-slippage.js';
export { type FlatAgentOptions, flatA2cAgent, flatValueAgent } from './flat-training.js';
export { futureMid } from './future-mid.js';
export { rulesCell, rulesExperiment, TRADING_RULES, type TradingRule } from './rules-experiment.js';
export {
  TRADER_METHODS,
  type TraderMethod,
  type TradersPlan,
  tradersCell,
  tradersExperiment,
} from './traders-experiment.js';
export {
  type DaysPlan,
  evaluationOrders,
  spreadDays,
  type TradingData,
  type TradingDays,
  tradingData,
  tradingDataId,
  trainingSpans,
} from './trading-data.js';
