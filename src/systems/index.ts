/** The door of systems: the papers assembled from the floors above. */
export * from './m3t/index.js';
