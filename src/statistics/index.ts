/** The door of statistics: moments, block bootstraps, tests of forecasts, of sameness and of Sharpe ratios, aggregates over seeds. */
export { interquartileMean, probabilityOfImprovement } from './aggregates.js';
export { type BlockLengths, optimalBlockLength } from './block-length.js';
export {
  type BlockKind,
  type BootstrapOptions,
  bootstrap,
  bootstrapDifference,
  bootstrapMean,
  drawPeriods,
  type Estimate,
} from './bootstrap.js';
export { type DieboldMariano, type DieboldMarianoOptions, dieboldMariano, forecastLosses } from './diebold-mariano.js';
export { detectableEffect, type Equivalence, equivalence, type MeanError } from './equivalence.js';
export {
  autocorrelation,
  autocovariance,
  correlation,
  deviation,
  mean,
  quantile,
  sortedQuantile,
  standardisedMoment,
  variance,
} from './moments.js';
export { deflatedSharpe, luckySharpe, probabilisticSharpe, type SharpeSample, sharpeSample } from './sharpe.js';
