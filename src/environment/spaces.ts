/** What an environment may be told to do and what it shows: spaces of actions and observations, after Gymnasium, in columns. */
import { type Generator, StrataError } from '../core/index.js';

/** One of `choices` actions, 0 … choices − 1. */
export interface DiscreteSpace {
  readonly kind: 'discrete';
  readonly choices: number;
}

/** One choice in each branch, e.g. price and quantity; each branch has its own number of choices. */
export interface MultiDiscreteSpace {
  readonly kind: 'multi-discrete';
  readonly branches: readonly number[];
}

/** Numbers between bounds, each with its own; bounds may be infinite. */
export interface BoxSpace {
  readonly kind: 'box';
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** `size` weights ≥ 0 that add up to 1 (within 1e-6). */
export interface SimplexSpace {
  readonly kind: 'simplex';
  readonly size: number;
}

export type ActionSpace = DiscreteSpace | MultiDiscreteSpace | BoxSpace | SimplexSpace;

/** Actions of N episodes, row-major [N × actionWidth]: integers for discrete spaces, floats for the others. */
export type Actions = Int32Array | Float32Array;

/**
 * Market data that observations point into: one matrix over all days, computed once and kept on the device by the learner.
 * Row `dayStart[day] + snapshot` may depend on nothing after that snapshot.
 */
export interface MarketTable {
  /** Names of the F columns, with their units. */
  readonly columns: readonly string[];
  /** First row of each day and, last, the number of rows [days + 1]. */
  readonly dayStart: Int32Array;
  /** Row-major [rows × F]. */
  readonly values: Float32Array;
}

/** What an observation holds; either part may be empty. */
export interface ObservationSpace {
  /** The data that pairs (day, snapshot) point into; null where observations have no market part. */
  readonly market: MarketTable | null;
  /** Private numbers of an episode, or the whole of a plain observation. */
  readonly values: BoxSpace;
  /** A name for each private number, with its unit. */
  readonly names: readonly string[];
}

/** @throws StrataError for fewer than one choice */
export function discrete(choices: number): DiscreteSpace {
  wholeFromOne('choices', choices);
  return { kind: 'discrete', choices };
}

/** @throws StrataError for no branch, or a branch with fewer than one choice */
export function multiDiscrete(branches: readonly number[]): MultiDiscreteSpace {
  wholeFromOne('branches', branches.length);
  for (const choices of branches) wholeFromOne('choices of a branch', choices);
  return { kind: 'multi-discrete', branches: [...branches] };
}

/**
 * @param width how many numbers
 * @param low   bound of each number, or one for all; −Infinity for none
 * @throws StrataError where a lower bound is not below or at its upper one
 */
export function box(
  width: number,
  low: number | readonly number[] = Number.NEGATIVE_INFINITY,
  high: number | readonly number[] = Number.POSITIVE_INFINITY,
): BoxSpace {
  const [lows, highs] = [low, high].map((bound) => (typeof bound === 'number' ? Array(width).fill(bound) : [...bound]));
  const space: BoxSpace = { kind: 'box', low: lows as number[], high: highs as number[] };
  for (let i = 0; i < width; i++) {
    const [l, h] = [space.low[i] as number, space.high[i] as number];
    if (!(l <= h)) throw new StrataError(`number ${i} of a box needs low ≤ high; received ${l} and ${h}`);
  }
  if (space.low.length !== width || space.high.length !== width)
    throw new StrataError(
      `a box of ${width} numbers needs as many bounds; received ${space.low.length} and ${space.high.length}`,
    );
  return space;
}

/** @throws StrataError for fewer than one weight */
export function simplex(size: number): SimplexSpace {
  wholeFromOne('weights of a simplex', size);
  return { kind: 'simplex', size };
}

/** Numbers that one action takes. */
export function actionWidth(space: ActionSpace): number {
  if (space.kind === 'discrete') return 1;
  if (space.kind === 'multi-discrete') return space.branches.length;
  return space.kind === 'box' ? space.low.length : space.size;
}

/** Choices of each branch; one branch for a discrete space, none for continuous ones. */
export function branchesOf(space: ActionSpace): readonly number[] {
  if (space.kind === 'discrete') return [space.choices];
  return space.kind === 'multi-discrete' ? space.branches : [];
}

/** Entries of one action's mask: the choices of all branches, one branch behind the other. */
export function maskWidth(space: ActionSpace): number {
  return branchesOf(space).reduce((sum, choices) => sum + choices, 0);
}

/** Whether actions are integers. */
export function isDiscrete(space: ActionSpace): space is DiscreteSpace | MultiDiscreteSpace {
  return space.kind === 'discrete' || space.kind === 'multi-discrete';
}

/** Room for the actions of `count` episodes. */
export function actionBuffer(space: ActionSpace, count: number): Actions {
  const length = count * actionWidth(space);
  return isDiscrete(space) ? new Int32Array(length) : new Float32Array(length);
}

/**
 * Draws a valid action for each episode: uniform over allowed choices, uniform in a box (standard normal where a bound is infinite),
 * uniform on the simplex.
 * @param mask 1 where a choice is allowed [N × maskWidth], null where all are
 */
export function sampleActions(
  space: ActionSpace,
  count: number,
  random: Generator,
  out: Actions,
  mask: Uint8Array | null = null,
): void {
  if (isDiscrete(space)) sampleChoices(branchesOf(space), count, random, out, mask);
  else if (space.kind === 'box') {
    const width = space.low.length;
    for (let i = 0; i < count * width; i++) {
      const [low, high] = [space.low[i % width] as number, space.high[i % width] as number];
      out[i] = Number.isFinite(high - low)
        ? low + (high - low) * random.uniform()
        : Math.min(high, Math.max(low, random.normal()));
    }
  } else {
    const weights = new Float64Array(space.size);
    const flat = weights.slice().fill(1);
    for (let i = 0; i < count; i++) out.set(random.dirichlet(flat, weights), i * space.size);
  }
}

function sampleChoices(
  branches: readonly number[],
  count: number,
  random: Generator,
  out: Actions,
  mask: Uint8Array | null,
): void {
  let from = 0;
  for (let i = 0; i < count; i++) {
    for (let b = 0; b < branches.length; b++) {
      const choices = branches[b] as number;
      let choice = 0;
      if (mask === null) choice = random.integer(choices);
      else {
        let allowed = 0;
        for (let c = 0; c < choices; c++) allowed += mask[from + c] as number;
        let left = random.integer(Math.max(1, allowed));
        while (choice < choices - 1 && (mask[from + choice] === 0 || left-- > 0)) choice++;
      }
      out[i * branches.length + b] = choice;
      from += choices;
    }
  }
}

/**
 * What is wrong with an action, as an end of a sentence; undefined where nothing is.
 * @param at first number of the action in `actions`
 * @param maskAt first entry of its mask
 */
export function actionProblem(
  space: ActionSpace,
  actions: ArrayLike<number>,
  at: number,
  mask: Uint8Array | null = null,
  maskAt = 0,
): string | undefined {
  if (isDiscrete(space)) {
    const branches = branchesOf(space);
    let from = maskAt;
    for (let b = 0; b < branches.length; b++) {
      const [choice, choices] = [actions[at + b] as number, branches[b] as number];
      const where = branches.length > 1 ? ` of branch ${b}` : '';
      if (!(choice >= 0 && choice < choices && Number.isInteger(choice)))
        return `expected a choice${where} from 0 to ${choices - 1}, received ${choice}`;
      if (mask !== null && mask[from + choice] === 0) return `choice ${choice}${where} is masked out`;
      from += choices;
    }
    return undefined;
  }
  if (space.kind === 'box') {
    for (let k = 0; k < space.low.length; k++) {
      const [value, low, high] = [actions[at + k] as number, space.low[k] as number, space.high[k] as number];
      // Bounds are doubles, actions single: a bound itself must not be refused for its rounding.
      if (!(value >= Math.fround(low) && value <= Math.fround(high)))
        return `expected number ${k} in [${low}, ${high}], received ${value}`;
    }
    return undefined;
  }
  let sum = 0;
  for (let k = 0; k < space.size; k++) {
    const weight = actions[at + k] as number;
    if (!(weight >= 0)) return `expected weights ≥ 0, received ${weight} for number ${k}`;
    sum += weight;
  }
  return Math.abs(sum - 1) <= 1e-6 * Math.max(1, space.size / 8)
    ? undefined
    : `expected weights that add up to 1, received a sum of ${sum}`;
}

/** @throws StrataError naming the first episode whose action does not lie in the space or is masked out */
export function checkActions(
  space: ActionSpace,
  count: number,
  actions: Actions,
  mask: Uint8Array | null = null,
): void {
  const width = actionWidth(space);
  if (actions.length !== count * width)
    throw new StrataError(`${count} episodes take ${count * width} action numbers; received ${actions.length}`);
  if (space.kind === 'discrete' && mask === null) {
    // The common case of a hot loop, without a call an episode.
    let i = 0;
    while (i < count && (actions[i] as number) >>> 0 < space.choices) i++;
    if (i === count) return;
  }
  const choices = maskWidth(space);
  for (let i = 0; i < count; i++) {
    const problem = actionProblem(space, actions, i * width, mask, i * choices);
    if (problem) throw new StrataError(`action of episode ${i}: ${problem}`, { code: 'action' });
  }
}

function wholeFromOne(what: string, n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new StrataError(`${what}: expected a whole number from 1, received ${n}`);
}
