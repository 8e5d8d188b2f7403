/** The door of market: bars, Parquet columns. */
export type { BarSeries } from './bars/bar-series.js';
export { type Columns, readParquet, writeParquet } from './parquet.js';
