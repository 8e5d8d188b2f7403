/** The nine subgoals among which M3T's Meta Trader chooses: at most so many steps, so much of the tranche (docs/papers/m3t.md, subgoals; Eq. 3, Eq. 10). */
import { StrataError } from '../../core/index.js';

/** A subgoal in numbers that do not depend on the tranche. */
export interface Subgoal {
  /** Most steps it may take. */
  readonly steps: number;
  /** Its size in thousandths of the tranche order: whole numbers, so that cutting to lots does not hang on binary fractions. */
  readonly sizePerMille: number;
}

/** Ledger `m3t.subgoal-sizes`: 16 % and exactly a fifth less and more, or rounded to whole percents. */
export type SubgoalSizes = 'exact20' | 'rounded';

const stepChoices = [80, 100, 120] as const;
const sizeChoices: Readonly<Record<SubgoalSizes, readonly number[]>> = {
  exact20: [128, 160, 192],
  rounded: [130, 160, 190],
};

/** The grid of Eq. 3 line by line: three sizes for 80 steps, three for 100, three for 120. */
export function subgoals(sizes: SubgoalSizes = 'exact20'): readonly Subgoal[] {
  return stepChoices.flatMap((steps) => sizeChoices[sizes].map((sizePerMille) => ({ steps, sizePerMille })));
}

/** What a subgoal asks for at one moment of a tranche. */
export interface SubgoalTask {
  readonly shares: number;
  readonly steps: number;
}

/** What is left of a tranche, and the lot. */
export interface TrancheRest {
  /** The whole order of the tranche, shares. */
  readonly trancheShares: number;
  readonly leftShares: number;
  readonly leftSteps: number;
  readonly lotShares: number;
}

/**
 * Shares and steps of a subgoal, clipped to what is left of the tranche: whole lots, at least one, but never more than is left.
 *
 * A subgoal larger than the rest is cut to it (ledger `m3t.subgoal-clip`, `clip`).
 * @throws StrataError where nothing is left to ask for
 */
export function subgoalTask(goal: Subgoal, rest: TrancheRest): SubgoalTask {
  const { trancheShares, leftShares, leftSteps, lotShares } = rest;
  if (!(leftShares > 0 && leftSteps > 0))
    throw new StrataError(`a subgoal needs shares and steps that are left; received ${leftShares} and ${leftSteps}`);
  const lots = Math.floor((goal.sizePerMille * trancheShares) / (1000 * lotShares));
  return {
    shares: Math.min(Math.max(lots, 1) * lotShares, leftShares),
    steps: Math.min(goal.steps, leftSteps),
  };
}

/** Ledger `m3t.speed-form`: the mean of the chosen subgoals' speeds, or their sizes together over their steps together. */
export type SpeedForm = 'mean-of-ratios' | 'ratio-of-sums';

/**
 * Speed of the subgoals chosen in a tranche, percent of the tranche a step (Eq. 10). A choice among all nine alike gives 0.1644, or 0.16
 * as a ratio of sums.
 *
 * @param counts how often each subgoal was chosen, in the order of `goals`
 * @returns NaN where none was chosen
 */
export function subgoalSpeed(
  counts: ArrayLike<number>,
  form: SpeedForm = 'mean-of-ratios',
  goals: readonly Subgoal[] = subgoals(),
): number {
  if (counts.length !== goals.length)
    throw new StrataError(`there are ${goals.length} subgoals; received ${counts.length} counts`);
  let [chosen, ratios, sizes, steps] = [0, 0, 0, 0];
  for (const [k, goal] of goals.entries()) {
    const n = counts[k] as number;
    chosen += n;
    ratios += (n * goal.sizePerMille) / 10 / goal.steps;
    sizes += (n * goal.sizePerMille) / 10;
    steps += n * goal.steps;
  }
  return form === 'mean-of-ratios' ? ratios / chosen : sizes / steps;
}
