/** A training that went wrong is stopped at the first number that shows it, and says where. */
import { StrataError } from '../../core/index.js';
import type { Counts } from './schedules.js';

/** A loss, value or gradient that is not finite, or above the limit. */
export class DivergenceError extends StrataError {
  constructor(
    /** Which number, e.g. `loss`, of which program. */
    readonly what: string,
    readonly value: number,
    readonly counts: Counts,
    /** Transitions of the batch, as the replay memory numbers them: slot + slots × (number of the row in its slot). */
    readonly batchIds: readonly number[],
    /** File of the last checkpoint, all of whose updates were finite; null where there is none. */
    readonly checkpoint: string | null = null,
  ) {
    const { steps, updates } = counts;
    const shown = batchIds.slice(0, 8).join(', ');
    const more = batchIds.length > 8 ? ` … (${batchIds.length})` : '';
    super(
      `training diverges: ${what} is ${value} at step ${steps}, update ${updates}; batch of transitions ${shown}${more}; ${
        checkpoint ? `last good checkpoint: ${checkpoint}` : 'no checkpoint was written'
      }. Lower the learning rate, clip gradients, or look at these transitions`,
      { code: 'divergence' },
    );
  }
}

/**
 * Looks at every output of an update that is one number.
 * @param limit largest size that is believed
 * @throws DivergenceError
 */
export function expectFinite(
  program: string,
  outputs: Readonly<Record<string, ArrayLike<number>>>,
  limit: number,
  counts: Counts,
  batchIds: ArrayLike<number>,
): void {
  for (const name in outputs) {
    const column = outputs[name] as ArrayLike<number>;
    const value = column[0] as number;
    if (column.length === 1 && !(Math.abs(value) <= limit))
      throw new DivergenceError(`${name} of ${program}`, value, { ...counts }, Array.from(batchIds));
  }
}
