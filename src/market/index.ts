/** The door of market: data sets, the store, bars, calendars, splits, Parquet columns. */
export type { BarSeries } from './bars/bar-series.js';
export { type BookDay, type BookPhase, bookPhases, type TapeKind, type TradeTape } from './books/book-day.js';
export { type BookDataset, type BookOptions, type BookSource, bookDataset, bookDatasets } from './books/catalogue.js';
export { type InferredTrades, splitAtTicks } from './books/infer-tape.js';
export { bookDays, loadBookDay, loadOrders, loadTape, tapeDatasets, tapeDays } from './books/load.js';
export { type BookSide, type LevelArrays, OrderBook } from './books/order-book.js';
export {
  bookOfOrders,
  gridTimes,
  type OrderColumns,
  type OrderDay,
  orderActKinds,
  replayOrders,
  type SnapshotGrid,
} from './books/order-columns.js';
export type { TapeDataset } from './books/readers/china-tapes.js';
export type { Cancels, TapeDay } from './books/tape-day.js';
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
export { type DayFlags, dailyLimit, dayFlags, type LimitRule, limitPrices } from './calendar/suspensions.js';
export { barDataset, barDatasets } from './datasets/catalogue.js';
export type { BarColumns, BarDataset, CheckName } from './datasets/description.js';
export { type ColumnMapping, mappedDataset } from './datasets/mapping.js';
export { loadPriceFile, type PriceFileOptions, type PriceKind, type PriceTable } from './datasets/price-file.js';
export { loadRelatives, type Relatives, type RelativesDataset, relativesDatasets } from './datasets/relatives.js';
export { loadBars } from './load.js';
export { type Columns, readParquet, writeParquet } from './parquet.js';
export { type DayPart, type Split, type SplitRule, splitDays } from './splits.js';
export type { CheckOutcome } from './store/checks.js';
export { type FetchOptions, fetchFile, manualInstruction } from './store/fetch.js';
export { type CheckReport, checkDataset, type SourceFile, sourceFiles } from './store/import.js';
export type { Passport } from './store/passport.js';
export { openStore, type Store } from './store/store.js';
export { barsFrom, twinBars } from './twins/bars.js';
export { bookTwinDay, type TwinDayFacts, type TwinKind, twinSteps } from './twins/books/day.js';
export { bookTwinFacts, drawDays, loadBookTwin } from './twins/books/days.js';
export {
  type BookTwinParameters,
  bookTwinFolder,
  bookTwinId,
  bookTwinInstruments,
  bookTwinParameters,
  bookTwinVersion,
} from './twins/books/parameters.js';
export { type FxTwinParameters, fxTwinBars, fxTwinParameters, fxTwinVersion } from './twins/fx.js';
export { calibrateFxTwin } from './twins/fx-calibration.js';
export {
  type BarTwinParameters,
  barTwinFolder,
  barTwinId,
  barTwinInstruments,
  barTwinParameters,
  barTwinVersion,
} from './twins/parameters.js';
