/** The door of studies: what a study returns, and the studies. */
export { addpgStudy } from './addpg/study.js';
export { EXECUTION_METHODS, type ExecutionMethod } from './execution/methods.js';
export { type BookStock, bookStock } from './execution/stocks.js';
export { executionStudy } from './execution/study.js';
export { type MethodDays, type TradeOptions, tradeDays } from './execution/trade-days.js';
export type { Axis, Claim, FactTable, Figure, Mark, Study, StudyOptions, StudyResult, Table } from './kit.js';
export * from './m3t/index.js';
export { wealthFigureId } from './olps/figures.js';
export { type OlpsMarket, olpsMarket, olpsMarketNames } from './olps/markets.js';
export { olpsStudy } from './olps/study.js';
export { studies, studiesOf } from './registry.js';
export { savedStudy, saveStudy } from './saved.js';
export { twinBooksStudy } from './twin-books/study.js';
export { twinStudy } from './twins/bars.js';
