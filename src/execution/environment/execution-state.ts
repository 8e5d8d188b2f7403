/** State of N orders that are worked at once, in columns: what the execution environment owns and a task reads. */
import type { NumericArray } from '../../core/index.js';
import type { BookPack } from '../book-pack.js';
import { type Matching, matching } from '../matching.js';
import type { MatchingRules } from '../rules.js';
import { type StepIndex, stepIndex } from './step-index.js';

/** All columns [N]; after a call's matching they stand at the end of its step, until ended episodes begin anew. */
export interface ExecutionState {
  readonly count: number;
  readonly pack: BookPack;
  readonly index: StepIndex;
  /** Sides, live orders, and the last step's fills of one lot. */
  readonly orders: Matching;
  readonly day: Int32Array;
  /** First snapshot of the order's window, in the pack. */
  readonly first: Int32Array;
  /** Steps of its window. */
  readonly steps: Int32Array;
  /** Steps that have passed; the snapshot seen next is `first + step`. */
  readonly step: Int32Array;
  readonly at: Int32Array;
  /** Size of the order: whole lots. */
  readonly orderShares: Float64Array;
  readonly filledShares: Float64Array;
  /** Σ ticks × shares over its fills. */
  readonly filledValue: Float64Array;
  /** Shares, and Σ ticks × shares, of this call's fills, forced ones included. */
  readonly stepShares: Float64Array;
  readonly stepValue: Float64Array;
  /** Shares that a market order took at its end; 0 before. */
  readonly forcedShares: Float64Array;
  /** 1 where the order has come to its end in this call: filled, out of steps, or by its task. */
  readonly ended: Uint8Array;
  /** 1 where a market order takes what is left at the end. */
  readonly forces: Uint8Array;
}

export function executionState(pack: BookPack, rules: MatchingRules, count: number): ExecutionState {
  const ints = (): Int32Array => new Int32Array(count);
  const floats = (): Float64Array => new Float64Array(count);
  const bytes = (): Uint8Array => new Uint8Array(count);
  return {
    count,
    pack,
    index: stepIndex(pack, rules),
    orders: matching(pack, rules, count, 1),
    day: ints(),
    first: ints(),
    steps: ints(),
    step: ints(),
    at: ints(),
    orderShares: floats(),
    filledShares: floats(),
    filledValue: floats(),
    stepShares: floats(),
    stepValue: floats(),
    forcedShares: floats(),
    ended: bytes(),
    forces: bytes(),
  };
}

/** The columns that must be saved. */
export function savedColumns(s: ExecutionState): Readonly<Record<string, NumericArray>> {
  const { day, first, steps, step, at, orderShares, filledShares, filledValue, forcedShares, forces, orders } = s;
  const { side, liveTicks, queueAhead } = orders;
  return {
    ...{ day, first, steps, step, at, orderShares, filledShares, filledValue, forcedShares, forces },
    ...{ side, liveTicks, queueAhead },
  };
}

/** Begins an order in a slot; a live one is forgotten. The caller has checked that it lies in the pack. */
export function beginOrder(
  s: ExecutionState,
  slot: number,
  day: number,
  first: number,
  steps: number,
  side: number,
  shares: number,
): void {
  s.day[slot] = day;
  s.first[slot] = first;
  s.steps[slot] = steps;
  s.step[slot] = 0;
  s.at[slot] = first;
  s.orderShares[slot] = shares;
  s.filledShares[slot] = 0;
  s.filledValue[slot] = 0;
  s.forcedShares[slot] = 0;
  s.forces[slot] = 1;
  s.orders.side[slot] = side;
  s.orders.liveTicks[slot] = 0;
  s.orders.queueAhead[slot] = 0;
}

/** Shares that the market traded in an order's window until now. */
export function windowVolume({ pack, first, at }: ExecutionState, slot: number): number {
  const { volumeBefore } = pack;
  return (volumeBefore[at[slot] as number] as number) - (volumeBefore[first[slot] as number] as number);
}
