/** Everything a notebook needs under one name: the doors of all floors. */
export * from './compute/index.js';
export * from './core/index.js';
export * from './environment/index.js';
export * from './evaluation/index.js';
export * from './execution/index.js';
export * from './features/index.js';
export * from './learn/index.js';
export * from './market/index.js';
export * from './notebook/index.js';
export * from './portfolio/index.js';
export * from './report/index.js';
export * from './runs/index.js';
export * from './statistics/index.js';
export * from './studies/index.js';
export * from './systems/index.js';
