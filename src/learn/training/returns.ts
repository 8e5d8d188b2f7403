/** Returns of a rollout, backwards: λ-returns over the steps of N slots (Sutton 1988; as targets of advantages: Schulman et al. 2016). */

/** T steps of N slots, step by step: entry t × N + slot. */
export interface RolloutColumns {
  readonly slots: number;
  readonly rewards: ArrayLike<number>;
  /** γ^τ of each step, 0 where the episode ended by itself. */
  readonly discounts: ArrayLike<number>;
  /** Value of what was seen next, the last observation of an episode that was cut off. */
  readonly nextValues: ArrayLike<number>;
  /** 1 where the next step of the slot belongs to another episode. */
  readonly ended: ArrayLike<number>;
}

/**
 * R_t = r_t + d_t ((1 − λ) V(s') + λ R_{t+1}), with V(s') alone after an episode's last step and after the rollout's.
 * λ = 1 gives returns of as many steps as the rollout has left, 0 of one step.
 */
export function lambdaReturns(
  { slots, rewards, discounts, nextValues, ended }: RolloutColumns,
  lambda: number,
  out: Float32Array,
): void {
  for (let at = out.length - 1; at >= 0; at--) {
    const next = nextValues[at] as number;
    const goesOn = at + slots < out.length && ended[at] === 0;
    const beyond = goesOn ? (1 - lambda) * next + lambda * (out[at + slots] as number) : next;
    out[at] = (rewards[at] as number) + (discounts[at] as number) * beyond;
  }
}

/** G_t = r_t + d_t G_{t+1} of one episode's steps from `from` up to `to`. */
export function returnsToGo(
  rewards: ArrayLike<number>,
  discounts: ArrayLike<number>,
  out: Float32Array,
  from: number,
  to: number,
): void {
  let beyond = 0;
  for (let t = to - 1; t >= from; t--) {
    beyond = (rewards[t] as number) + (discounts[t] as number) * beyond;
    out[t] = beyond;
  }
}

/** Centres and scales numbers from `from` up to `to`; all become 0 where they are equal. */
export function standardise(values: Float32Array, from: number, to: number): void {
  const n = to - from;
  let [mean, square] = [0, 0];
  for (let t = from; t < to; t++) mean += (values[t] as number) / n;
  for (let t = from; t < to; t++) square += ((values[t] as number) - mean) ** 2 / n;
  const scale = Math.sqrt(square) + 1e-8;
  for (let t = from; t < to; t++) values[t] = ((values[t] as number) - mean) / scale;
}

/** H(w) = −Σ w ln w of the weights from `at` on; at most ln of their number. */
export function entropyOfWeights(weights: ArrayLike<number>, at: number, size: number): number {
  let sum = 0;
  for (let k = at; k < at + size; k++) {
    const w = weights[k] as number;
    if (w > 0) sum -= w * Math.log(w);
  }
  return sum;
}
