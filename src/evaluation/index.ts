/** The door of evaluation: result cells and the rules that judge them. */

export { type BarDay, type BarMoment, barDays, barMoments } from './bar-moments.js';
export { type SeedDayEstimate, type SeedDayOptions, type SeedDays, seedDayMean } from './intervals.js';
export type { ResultCell, Verdict } from './result.js';
export { calibrateBarTwin, type MomentBand, twinBands } from './twin-bands.js';
export * from './verdicts.js';
