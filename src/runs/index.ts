/** The door of runs: profiles, cells, the runner and its events. */
export { type CellRecord, cellFolder, cellId, loadCell, loadCurves } from './cells.js';
export type { RunEvent } from './events.js';
export {
  type CellContext,
  type CellKey,
  type CellResult,
  type Experiment,
  experimentOf,
  registerExperiment,
} from './experiment.js';
export { type Fingerprint, fingerprint } from './fingerprint.js';
export { type Profile, profileOf, profiles } from './profiles.js';
export { cellTitle, type RunOptions, runCells } from './runner.js';
