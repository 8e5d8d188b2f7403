/** The door of evaluation: result cells and the rules that judge them. */
export type { ResultCell, Verdict } from './result.js';
export * from './verdicts.js';
