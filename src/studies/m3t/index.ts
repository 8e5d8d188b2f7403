/** M3T's tables and figures. */
export { type MacroPlan, macroPlan } from './plan.js';
export { type PublishedCell, type PublishedTable, publishedTable } from './published.js';
export { m3tStudy } from './study.js';
export { m3tTradingStudy } from './trading-study.js';
