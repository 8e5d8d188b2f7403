/** What an environment may be told to do and what it shows: spaces of actions and observations, after Gymnasium, in columns. */
import { StrataError } from '../core/index.js';

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

function wholeFromOne(what: string, n: number): void {
  if (!Number.isInteger(n) || n < 1) throw new StrataError(`${what}: expected a whole number from 1, received ${n}`);
}
