/** What the best actions of a learner earn in episodes of their own. */
import type { Learner, LearnerSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import type { Actions, Environment } from '../../environment/index.js';
import { lookAt } from './agent.js';

/**
 * Mean return of `episodes` or more whole episodes, without exploration; slots count their first episodes alone, so that short ones are
 * not seen more often than long ones.
 * @param environment with as many episodes at once as the learner's program `act` takes; it is reset
 */
export async function meanReturn(
  learner: Learner,
  spec: LearnerSpec,
  environment: Environment,
  episodes: number,
  random: Generator,
): Promise<number> {
  const { count, rewards, terminated, truncated } = environment;
  const each = Math.ceil(episodes / count);
  const left = new Int32Array(count).fill(each);
  const { given, refresh } = lookAt(spec.programs.act?.inputs ?? {}, environment);
  environment.reset(random);
  let sum = 0;
  for (let running = count; running > 0; ) {
    refresh();
    environment.step((await learner.run('act', given)).actions as Actions);
    for (let slot = 0; slot < count; slot++) {
      if (left[slot] === 0) continue;
      sum += rewards[slot] as number;
      if (terminated[slot] === 0 && truncated[slot] === 0) continue;
      left[slot] = (left[slot] as number) - 1;
      if (left[slot] === 0) running--;
    }
  }
  return sum / (each * count);
}
