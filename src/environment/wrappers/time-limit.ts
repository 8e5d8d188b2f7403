/** Cuts episodes off after a number of steps: they are truncated, not terminated, so learners go on valuing what would have come. */
import { memberOf, restoreArray, StrataError } from '../../core/index.js';
import { copyObservation, type Environment } from '../environment.js';

/**
 * @param inner its columns are reused, except `truncated`
 * @param steps calls of `step` after which an episode is cut off; one that ends by itself in that very call is not truncated
 */
export function timeLimit(inner: Environment, steps: number): Environment {
  if (!Number.isInteger(steps) || steps < 1)
    throw new StrataError(`a time limit is a whole number of steps from 1; received ${steps}`);
  const { count, terminated, observation, finalObservation } = inner;
  const truncated = new Uint8Array(count);
  const elapsed = new Int32Array(count);
  const over = new Uint8Array(count);
  return {
    ...inner,
    truncated,
    reset(random) {
      elapsed.fill(0);
      inner.reset(random);
    },
    restart(slots) {
      for (let slot = 0; slot < count; slot++) if (slots[slot] === 1) elapsed[slot] = 0;
      inner.restart(slots);
    },
    step(actions) {
      inner.step(actions);
      let any = false;
      for (let slot = 0; slot < count; slot++) {
        const passed = (elapsed[slot] as number) + 1;
        truncated[slot] = inner.truncated[slot] as number;
        const ended = terminated[slot] === 1 || truncated[slot] === 1;
        const cut = !ended && passed >= steps;
        over[slot] = cut ? 1 : 0;
        elapsed[slot] = ended || cut ? 0 : passed;
        if (!cut) continue;
        any = true;
        truncated[slot] = 1;
        copyObservation(observation, finalObservation, slot, count);
      }
      if (any) inner.restart(over);
    },
    save: () => ({ elapsed: elapsed.slice(), inner: inner.save() }),
    load(state) {
      restoreArray(elapsed, memberOf(state, 'elapsed'), 'time limit');
      inner.load(memberOf(state, 'inner'));
    },
  };
}
