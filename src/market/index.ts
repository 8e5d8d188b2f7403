/** The door of market: bars, calendars, splits, Parquet columns. */
export type { BarSeries } from './bars/bar-series.js';
export {
  barSessions,
  barsPerDay,
  type DaySpan,
  isTradingTime,
  type Market,
  type TradingHours,
  tradingHours,
  tranches,
} from './calendar/sessions.js';
export { type Columns, readParquet, writeParquet } from './parquet.js';
export { type DayPart, type Split, type SplitRule, splitDays } from './splits.js';
