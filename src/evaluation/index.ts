/** The door of evaluation: result cells and the rules that judge them. */

export { type BarDay, barDays } from './bar-days.js';
export { type BarMoment, barMoments, type MomentGroup, momentGroups, momentOf } from './bar-moments.js';
export { type BookBand, bookBands, factsOf, twinsOf } from './book-bands.js';
export { type BookMoment, type BookSteps, bookMoments, bookSteps, midChanges, momentsOfBook } from './book-moments.js';
export { type ProbeKind, type ProbeSkill, probeKinds, probeSkills } from './book-probe.js';
export { commonBands, commonMomentsOf } from './common-factor.js';
export { type SeedDayEstimate, type SeedDayOptions, type SeedDays, seedDayMean } from './intervals.js';
export { type ProbeWindows, probeHorizons, probeWindows } from './probe-windows.js';
export type { ResultCell, Verdict } from './result.js';
export { nullDays, type SpreadBalance, spreadBalances } from './spread-balance.js';
export { type TapeError, tapeError, trancheSlippage } from './tape-error.js';
export { type MomentBand, twinBands } from './twin-bands.js';
export { calibrateBarTwin } from './twin-calibration.js';
export * from './verdicts.js';
