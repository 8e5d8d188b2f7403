/** The door of features: what a feature is, the registered ones, volume profiles. */
export { dayVolume } from './day-volume.js';
export type { Feature, FeatureColumns, FittedOn } from './feature.js';
export { halfHourProfile } from './half-hour-profile.js';
export { feature, features, registerFeature } from './registry.js';
export { type VolumeProfile, type VolumeProfileOptions, volumeProfile } from './volume-profile.js';
