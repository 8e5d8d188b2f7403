/** The door of statistics: moments, block bootstraps, tests of forecasts. */
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
export {
  autocorrelation,
  autocovariance,
  correlation,
  deviation,
  mean,
  quantile,
  sortedQuantile,
  variance,
} from './moments.js';
