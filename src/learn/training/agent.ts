/** What acts in an environment and learns from it; `train` runs any of them. */
import type { Learner, TensorSpec } from '../../compute/index.js';
import type { NumericArray, Snapshot } from '../../core/index.js';
import type { Actions, Environment } from '../../environment/index.js';
import type { Counts } from './schedules.js';

/** Outputs of the last updates by name, one number each: loss, value, gradientNorm … */
export type Learnt = Readonly<Record<string, number>>;

export interface Agent {
  readonly learner: Learner;
  readonly counts: Counts;
  /** Notes what an environment shows after its reset; steps of episodes that were left unfinished are forgotten. */
  begin(environment: Environment): void;
  /** An action for each episode, with exploration; the array is reused. */
  act(environment: Environment): Promise<Actions>;
  /** Takes what came of the actions, and learns where it is time to. @throws DivergenceError */
  learn(environment: Environment, actions: Actions): Promise<Learnt | null>;
  /** Everything from which `load` goes on exactly: parameters, optimiser, memory, generators, counts. */
  save(): Promise<Snapshot>;
  /** @throws StrataError where the state is of another agent */
  load(state: Snapshot): void;
  dispose(): void;
}

/** Counts that an agent moves on. */
export interface MovingCounts extends Counts {
  steps: number;
  episodes: number;
  updates: number;
}

/** Brings the counts up to date with a call of the environment. */
export function countStep(counts: MovingCounts, { count, terminated, truncated }: Environment): void {
  counts.steps += count;
  for (let slot = 0; slot < count; slot++) if (terminated[slot] === 1 || truncated[slot] === 1) counts.episodes++;
}

/**
 * What a program that looks at observations is given of an environment; the columns are those of the environment, so the record is made
 * once. A mask is copied by `refresh` before each call.
 */
export function lookAt(
  inputs: Readonly<Record<string, TensorSpec>>,
  { observation, actionMask }: Environment,
): { readonly given: Readonly<Record<string, NumericArray>>; refresh(): void } {
  const mask = actionMask && 'mask' in inputs ? Float32Array.from(actionMask) : null;
  const given: Record<string, NumericArray> = {};
  if ('market' in inputs) given.market = observation.market;
  if ('values' in inputs) given.values = observation.values;
  if (mask) given.mask = mask;
  return { given, refresh: () => actionMask && mask?.set(actionMask) };
}
