/** The door of ADDPG-QPL: settings, panel, levels, portfolio environment, agents. */
export { evenness } from './accounting.js';
export { type AddpgAgent, addpgAgent, bestChoices } from './agent.js';
export {
  bookMeasures,
  type Chooser,
  measuresOf,
  type PortfolioBook,
  type PortfolioMeasures,
  playBook,
} from './book.js';
export { ADDPG_PAIRS, type AddpgConfig, addpgConfig } from './config.js';
export {
  type EpisodeDays,
  type PortfolioEnvironment,
  type PortfolioInfo,
  portfolioEnvironment,
  testDays,
  trainingDays,
} from './environment.js';
export { type AddpgRun, addpgCell, readAddpgRun, trainAddpg } from './experiment.js';
export { type PanelLevels, panelLevels } from './levels.js';
export { loadAddpgPanel, type PricePanel, panelOf, panelUntil, testRelatives } from './panel.js';
