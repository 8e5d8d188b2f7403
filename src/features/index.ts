/** The door of features: what a feature of bars or books is, the registered ones, tables of book rows, volume profiles. */
export type { BookFeature } from './books/book-feature.js';
export { type BookRowForm, bookRows, bookWindow } from './books/book-rows.js';
export { type BookTable, bookTable } from './books/book-table.js';
export { depth } from './books/depth.js';
export { bookImbalance } from './books/imbalance.js';
export { microprice } from './books/microprice.js';
export { spread } from './books/spread.js';
export { timeOfDay } from './books/time-of-day.js';
export { volumeSince } from './books/volume-since.js';
export { dayVolume } from './day-volume.js';
export type { Feature, FeatureColumns, FittedOn } from './feature.js';
export { halfHourProfile } from './half-hour-profile.js';
export { bookFeature, bookFeatures, feature, features, registerBookFeature, registerFeature } from './registry.js';
export { type VolumeProfile, type VolumeProfileOptions, volumeProfile } from './volume-profile.js';
