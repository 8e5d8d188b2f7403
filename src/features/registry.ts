/** The registered features by id; the test beside this file checks each for prefix invariance. */
import { StrataError } from '../core/index.js';
import { dayVolume } from './day-volume.js';
import type { Feature } from './feature.js';
import { halfHourProfile } from './half-hour-profile.js';

const registry = new Map<string, Feature>([dayVolume, halfHourProfile].map((f) => [f.id, f]));

/** All registered features, in order of registration. */
export function features(): readonly Feature[] {
  return [...registry.values()];
}

/** A feature by its id. @throws StrataError naming the known ids */
export function feature(id: string): Feature {
  const found = registry.get(id);
  if (found) return found;
  throw new StrataError(`No feature is called ${JSON.stringify(id)}; known: ${[...registry.keys()].join(', ')}.`);
}

/** Adds a feature of the user's own. @throws StrataError when the id is taken */
export function registerFeature(added: Feature): void {
  if (registry.has(added.id))
    throw new StrataError(`A feature called ${added.id} is already registered: choose another id.`);
  registry.set(added.id, added);
}
