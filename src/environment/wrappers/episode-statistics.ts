/** Return and length of each episode that ends, as columns of `info`; learners' curves and early stopping read them. */
import { memberOf, restoreArray } from '../../core/index.js';
import type { Environment } from '../environment.js';

/** Columns of `info` that are added; NaN and 0 where no episode ended in this call. */
export interface EpisodeColumns {
  /** Sum of the finished episode's rewards, not discounted [N]. */
  readonly episodeReturn: Float64Array;
  /** Its calls of `step` [N]. */
  readonly episodeSteps: Int32Array;
}

/** Adds {@link EpisodeColumns}. Wrap the reward scale in it for returns in the learner's unit, or the other way for the market's. */
export function episodeStatistics(inner: Environment): Environment & { readonly info: EpisodeColumns } {
  const { count, rewards, terminated, truncated } = inner;
  const sums = new Float64Array(count);
  const lengths = new Int32Array(count);
  const episodeReturn = new Float64Array(count).fill(Number.NaN);
  const episodeSteps = new Int32Array(count);
  return {
    ...inner,
    info: { ...inner.info, episodeReturn, episodeSteps },
    reset(random) {
      sums.fill(0);
      lengths.fill(0);
      inner.reset(random);
    },
    restart(slots) {
      for (let slot = 0; slot < count; slot++) {
        if (slots[slot] !== 1) continue;
        sums[slot] = 0;
        lengths[slot] = 0;
      }
      inner.restart(slots);
    },
    step(actions) {
      inner.step(actions);
      for (let slot = 0; slot < count; slot++) {
        const [sum, length] = [(sums[slot] as number) + (rewards[slot] as number), (lengths[slot] as number) + 1];
        const ended = terminated[slot] === 1 || truncated[slot] === 1;
        episodeReturn[slot] = ended ? sum : Number.NaN;
        episodeSteps[slot] = ended ? length : 0;
        sums[slot] = ended ? 0 : sum;
        lengths[slot] = ended ? 0 : length;
      }
    },
    save: () => ({ sums: sums.slice(), lengths: lengths.slice(), inner: inner.save() }),
    load(state) {
      restoreArray(sums, memberOf(state, 'sums'), 'sums of rewards');
      restoreArray(lengths, memberOf(state, 'lengths'), 'episode lengths');
      inner.load(memberOf(state, 'inner'));
    },
  };
}
