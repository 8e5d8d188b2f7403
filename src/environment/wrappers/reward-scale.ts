/** Rewards times a constant, plus a constant: another unit for the learner, e.g. basis points to fractions of the spread. */
import { StrataError } from '../../core/index.js';
import type { Environment } from '../environment.js';

/** @param scale finite, not 0 */
export function rewardScale(inner: Environment, scale: number, shift = 0): Environment {
  if (!Number.isFinite(scale) || scale === 0 || !Number.isFinite(shift))
    throw new StrataError(`a reward scale is a finite number other than 0; received ${scale}, shift ${shift}`);
  const rewards = new Float64Array(inner.count);
  return {
    ...inner,
    rewards,
    step(actions) {
      inner.step(actions);
      for (let slot = 0; slot < rewards.length; slot++) rewards[slot] = (inner.rewards[slot] as number) * scale + shift;
    },
  };
}
