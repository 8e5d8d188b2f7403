/** What a task is to the execution environment: which order an episode works, what the trader sees and may do, what it is paid. */
import type { Generator, NumericArray } from '../../core/index.js';
import type { ActionSpace, Actions, BoxSpace } from '../../environment/index.js';
import type { ExecutionState } from './execution-state.js';

/**
 * A task over the state that it was made with. Functions work on columns and make no objects; those with a span of slots do so for
 * `from … to − 1`. What they write must follow from the state and the task's own columns, so that a saved environment goes on exactly.
 */
export interface ExecutionTask {
  readonly name: string;
  readonly actionSpace: ActionSpace;
  /** Bounds of the private numbers, and their names with units. */
  readonly values: BoxSpace;
  readonly names: readonly string[];
  /** Its own state, saved with the environment's. */
  readonly columns?: Readonly<Record<string, NumericArray>>;
  /**
   * Begins the slot's next order by `beginOrder`.
   * @param fresh whether it must not go on from the slot's last order
   */
  begin(slot: number, random: Generator, fresh: boolean): void;
  /** Turns actions into indices of `orderActions` [N]; left out where they are such. */
  place?(actions: Actions, placed: Int32Array): void;
  /** May end orders of its own accord (`ended`), or have the rest left alone (`forces`); before the market orders at the end. */
  end?(): void;
  /** Writes the reward of this call for each slot; ended orders hold their forced fills. */
  pay(rewards: Float64Array): void;
  /** Writes the private numbers, row-major [N × width]. */
  observe(values: Float32Array, from: number, to: number): void;
  /** Writes 1 for each choice that is allowed, 0 for the others [N × choices]. */
  mask?(mask: Uint8Array, from: number, to: number): void;
}

/** Makes a task over a state. */
export type TaskOver<T extends ExecutionTask = ExecutionTask> = (state: ExecutionState) => T;
