/** The registered features by id, of bars and of books; the tests beside this file check each for prefix invariance. */
import { StrataError } from '../core/index.js';
import type { BookFeature } from './books/book-feature.js';
import { bookRows } from './books/book-rows.js';
import { depth } from './books/depth.js';
import { bookImbalance } from './books/imbalance.js';
import { microprice } from './books/microprice.js';
import { spread } from './books/spread.js';
import { timeOfDay } from './books/time-of-day.js';
import { volumeSince } from './books/volume-since.js';
import { dayVolume } from './day-volume.js';
import type { Feature } from './feature.js';
import { halfHourProfile } from './half-hour-profile.js';

const ofBars = registryOf<Feature>('feature', [dayVolume, halfHourProfile]);
const ofBooks = registryOf<BookFeature>('book feature', [
  spread,
  depth,
  bookImbalance(1),
  bookImbalance(5),
  microprice,
  bookRows('mid-ticks/last-row'),
  bookRows('mid-ticks/each-row'),
  bookRows('log-raw'),
  volumeSince('open'),
  volumeSince(20),
  timeOfDay,
]);

/** All registered features of bars, in order of registration. */
export function features(): readonly Feature[] {
  return ofBars.all();
}

/** A feature by its id. @throws StrataError naming the known ids */
export function feature(id: string): Feature {
  return ofBars.of(id);
}

/** Adds a feature of the user's own. @throws StrataError when the id is taken */
export function registerFeature(added: Feature): void {
  ofBars.add(added);
}

/** All registered features of books, in order of registration. */
export function bookFeatures(): readonly BookFeature[] {
  return ofBooks.all();
}

/** A feature of books by its id. @throws StrataError naming the known ids */
export function bookFeature(id: string): BookFeature {
  return ofBooks.of(id);
}

/** Adds a book feature of the user's own. @throws StrataError when the id is taken */
export function registerBookFeature(added: BookFeature): void {
  ofBooks.add(added);
}

function registryOf<T extends { readonly id: string }>(
  kind: string,
  first: readonly T[],
): { all(): readonly T[]; of(id: string): T; add(added: T): void } {
  const known = new Map(first.map((f) => [f.id, f]));
  return {
    all: () => [...known.values()],
    of(id) {
      const found = known.get(id);
      if (found) return found;
      throw new StrataError(`No ${kind} is called ${JSON.stringify(id)}; known: ${[...known.keys()].join(', ')}.`);
    },
    add(added) {
      if (known.has(added.id))
        throw new StrataError(`A ${kind} called ${added.id} is already registered: choose another id.`);
      known.set(added.id, added);
    },
  };
}
