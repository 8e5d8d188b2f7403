/**
 * A vectorised environment: N episodes advance by one call, in columns that are allocated once and rewritten.
 *
 * The words mean what they mean in Gymnasium (Towers et al. 2024), with its autoreset mode "same step": an episode that ends in a call
 * begins anew in that call, so `observation` is then the new episode's first one and the old one's last is in `finalObservation`.
 */
import type { Generator, NumericArray, Snapshot } from '../core/index.js';
import type { FittedOn } from '../features/index.js';
import { type ActionSpace, type Actions, maskWidth, type ObservationSpace } from './spaces.js';

/** What N episodes show. */
export interface Observation {
  /** Pairs (day, snapshot) into the space's market table, row-major [N × 2]; empty where there is none. */
  readonly market: Int32Array;
  /** Private numbers, row-major [N × width]. */
  readonly values: Float32Array;
}

/** The columns in which an environment answers; every call rewrites the same arrays. */
export interface EnvironmentBuffers {
  readonly observation: Observation;
  /** Last observation of an episode that ended in this call; meaningless for the others. */
  readonly finalObservation: Observation;
  /** Reward of this call [N], the finished episode's where one ended. */
  readonly rewards: Float64Array;
  /** 1 where the episode ended by itself: nothing follows, its last state is worth 0 [N]. */
  readonly terminated: Uint8Array;
  /** 1 where the episode was cut off from outside (time limit, end of data): its last state keeps its worth [N]. */
  readonly truncated: Uint8Array;
  /** Steps of the market that this action took, ≥ 1 [N]; above 1 where actions are options of a semi-Markov process. */
  readonly durations: Int32Array;
  /** 1 where a choice is allowed next, branches one behind the other [N × choices]; null where all always are. */
  readonly actionMask: Uint8Array | null;
}

/** N episodes at once. */
export interface Environment extends EnvironmentBuffers {
  readonly name: string;
  /** N. */
  readonly count: number;
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  /** Further columns [N or a multiple of it] about this call, by name with unit; the finished episode's where one ended. */
  readonly info: Readonly<Record<string, NumericArray>>;
  /** First and last day of data that episodes can show; null where there are no days. */
  readonly span: FittedOn | null;
  /** Begins N episodes. Episode slot i draws from `random.split(i)` alone, so it does not depend on N or on its neighbours. */
  reset(random: Generator): void;
  /** Begins a new episode where `slots` [N] is 1, going on with the slot's random numbers; rewrites `observation` and `actionMask` there. */
  restart(slots: Uint8Array): void;
  /**
   * Advances every episode by one action.
   * @param actions row-major [N × actionWidth], of the kind that `actionBuffer` makes; may be reused afterwards
   * @throws StrataError for an action outside the space or masked out, before anything has changed
   */
  step(actions: Actions): void;
  /** Everything from which `load` goes on exactly, `observation` and `actionMask` included. */
  save(): Snapshot;
  /** @throws StrataError where the state is of another environment */
  load(state: Snapshot): void;
}

/** Room for `count` observations of a space. */
export function observationBuffer(space: ObservationSpace, count: number): Observation {
  return {
    market: new Int32Array(space.market ? 2 * count : 0),
    values: new Float32Array(count * space.values.low.length),
  };
}

/** All columns of an environment. @param masked whether choices can be forbidden; all are allowed at first */
export function environmentBuffers(
  count: number,
  observationSpace: ObservationSpace,
  actionSpace: ActionSpace,
  masked = false,
): EnvironmentBuffers {
  return {
    observation: observationBuffer(observationSpace, count),
    finalObservation: observationBuffer(observationSpace, count),
    rewards: new Float64Array(count),
    terminated: new Uint8Array(count),
    truncated: new Uint8Array(count),
    durations: new Int32Array(count).fill(1),
    actionMask: masked ? new Uint8Array(count * maskWidth(actionSpace)).fill(1) : null,
  };
}

/** Copies the observation of one slot, e.g. into `finalObservation` before the slot begins anew. */
export function copyObservation(from: Observation, to: Observation, slot: number, count: number): void {
  const width = from.values.length / count;
  if (from.market.length > 0) {
    to.market[2 * slot] = from.market[2 * slot] as number;
    to.market[2 * slot + 1] = from.market[2 * slot + 1] as number;
  }
  for (let k = slot * width; k < (slot + 1) * width; k++) to.values[k] = from.values[k] as number;
}
