/** A run of an environment under random valid actions, kept exactly, and the comparison of two. */
import { type Generator, generator, type NumericArray } from '../../core/index.js';
import { actionBuffer, sampleActions } from '../actions.js';
import type { Environment } from '../environment.js';
import { type Actions, actionWidth, maskWidth } from '../spaces.js';

/** How long, and from which seed. */
export interface Run {
  readonly steps: number;
  readonly seed: number;
}

/** What a run showed: one row of bytes a step and slot. */
export interface Trace {
  readonly count: number;
  /** Market pairs after each step, the reset's first [steps + 1][count × 2]. */
  readonly market: readonly Int32Array[];
  readonly rows: readonly (readonly string[])[];
}

export const streamOf = (seed: number): Generator => generator(`check environment ${seed}`);

/** Runs with random valid actions; slot i's actions depend on the seed and i alone. */
export function record(environment: Environment, { steps, seed }: Run, look: (step: number) => void = () => {}): Trace {
  const act = actor(environment, seed);
  environment.reset(streamOf(seed));
  look(0);
  const market = [environment.observation.market.slice()];
  const rows = [rowsOf(environment, false)];
  for (let step = 1; step <= steps; step++) {
    environment.step(act());
    look(step);
    market.push(environment.observation.market.slice());
    rows.push(rowsOf(environment, true));
  }
  return { count: environment.count, market, rows };
}

export function actor({ actionSpace, actionMask, count }: Environment, seed: number): () => Actions {
  const streams = Array.from({ length: count }, (_, slot) => streamOf(seed).split(`actions ${slot}`));
  const actions = actionBuffer(actionSpace, count);
  const one = actionBuffer(actionSpace, 1);
  const [width, choices] = [actionWidth(actionSpace), maskWidth(actionSpace)];
  return () => {
    for (const [slot, stream] of streams.entries()) {
      const mask = actionMask?.subarray(slot * choices, (slot + 1) * choices);
      sampleActions(actionSpace, 1, stream, one, mask);
      actions.set(one, slot * width);
    }
    return actions;
  };
}

/** Everything a slot shows as text, exact to the last bit. */
export function rowsOf(environment: Environment, stepped: boolean): string[] {
  const { count, observation, finalObservation, rewards, terminated, truncated, durations, actionMask } = environment;
  return Array.from({ length: count }, (_, slot) => {
    const ended = stepped && (terminated[slot] === 1 || truncated[slot] === 1);
    const parts: unknown[] = [part(observation.market, slot, count), part(observation.values, slot, count)];
    if (actionMask) parts.push(part(actionMask, slot, count));
    if (stepped) parts.push(rewards[slot], terminated[slot], truncated[slot], durations[slot]);
    if (ended) parts.push(part(finalObservation.market, slot, count), part(finalObservation.values, slot, count));
    return parts.map(String).join(' | ');
  });
}

export function part(column: NumericArray, slot: number, count: number): string {
  const width = column.length / count;
  return column.slice(slot * width, (slot + 1) * width).join(',');
}

/** The first step at which two traces differ in a slot, undefined where none does. */
export function differs(a: Trace, b: Trace, upTo: number = a.rows.length, slots: number = a.count): number | undefined {
  for (let step = 0; step < upTo; step++)
    for (let slot = 0; slot < slots; slot++) if (a.rows[step]?.[slot] !== b.rows[step]?.[slot]) return step;
  return undefined;
}
