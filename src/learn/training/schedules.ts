/** Numbers that change while an agent trains (chance of a random action, learning rate), as plain descriptions that a config record can hold. */
import { StrataError } from '../../core/index.js';

/** How far a training is. */
export interface Counts {
  /** Actions taken, all episodes together. */
  readonly steps: number;
  /** Episodes that have ended. */
  readonly episodes: number;
  /** Rounds of updates. */
  readonly updates: number;
}

/** A number, or one that moves by one of the counts. */
export type Schedule =
  | number
  /** From `from` straight to `to` while the count goes from 0 to `over`, then `to`. */
  | {
      readonly kind: 'linear';
      readonly from: number;
      readonly to: number;
      readonly over: number;
      readonly per: keyof Counts;
    }
  /** `from` × `factor` for each whole `every` of the count, never beyond `to` (M3T's earlier code: 0.95 every 5 episodes). */
  | {
      readonly kind: 'exponential';
      readonly from: number;
      readonly to: number;
      readonly factor: number;
      readonly every: number;
      readonly per: keyof Counts;
    };

/** The number at a moment of training. @throws StrataError for a span that is not positive */
export function scheduled(schedule: Schedule, counts: Counts): number {
  if (typeof schedule === 'number') return schedule;
  const { kind, from, to, per } = schedule;
  const span = kind === 'linear' ? schedule.over : schedule.every;
  if (!(span > 0)) throw new StrataError(`a ${kind} schedule needs a span above 0; received ${span} ${per}`);
  if (kind === 'linear') {
    const share = Math.min(1, counts[per] / span);
    return from * (1 - share) + to * share;
  }
  const value = from * schedule.factor ** Math.floor(counts[per] / span);
  return from >= to ? Math.max(to, value) : Math.min(to, value);
}
