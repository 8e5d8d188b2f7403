/** The door of evaluation: result cells and the rules that judge them. */

export { type SeedDayEstimate, type SeedDayOptions, type SeedDays, seedDayMean } from './intervals.js';
export type { ResultCell, Verdict } from './result.js';
export * from './verdicts.js';
