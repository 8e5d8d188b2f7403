/** The door of systems: the papers assembled from the floors above. */

export * from './addpg/index.js';
export * from './baselines/index.js';
export { systemConfigs } from './configs.js';
export * from './m3t/index.js';
export * from './trading/index.js';
