/** The door of notebook: what a cell calls. */
export { type Grid, gridOf, type TableLike } from './grid.js';
export { display, inNotebook, type MimeBundle } from './kernel.js';
export { figureOf, loadOrRun, notebookProfile, tableOf } from './load-or-run.js';
export { type Progress, progress } from './progress.js';
export { type Showable, type ShowOptions, show } from './show.js';
