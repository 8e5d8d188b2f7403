/** Shapes, kinds and bounds of what an environment writes. */
import type { NumericArray } from '../../core/index.js';
import { type Environment, type Observation, observationBuffer } from '../environment.js';
import { branchesOf, isDiscrete, maskWidth, type ObservationSpace } from '../spaces.js';
import type { Found } from './found.js';

export function shapesFit(environment: Environment, found: Found): boolean {
  const { count, observationSpace, actionSpace, actionMask } = environment;
  const expected = observationBuffer(observationSpace, count);
  const arrays: readonly (readonly [string, NumericArray, NumericArray])[] = [
    ['observation.market', environment.observation.market, expected.market],
    ['observation.values', environment.observation.values, expected.values],
    ['finalObservation.market', environment.finalObservation.market, expected.market],
    ['finalObservation.values', environment.finalObservation.values, expected.values],
    ['rewards', environment.rewards, new Float64Array(count)],
    ['terminated', environment.terminated, new Uint8Array(count)],
    ['truncated', environment.truncated, new Uint8Array(count)],
    ['durations', environment.durations, new Int32Array(count)],
    ...(actionMask ? [['actionMask', actionMask, new Uint8Array(count * maskWidth(actionSpace))] as const] : []),
  ];
  for (const [name, got, want] of arrays) {
    const say = (array: NumericArray): string => `${array.constructor.name} of ${array.length}`;
    if (got?.constructor !== want.constructor)
      found.add(
        'kind',
        `${name}: expected ${say(want)}, received ${got ? say(got) : 'nothing'}`,
        `make ${name} by environmentBuffers`,
      );
    else if (got.length !== want.length)
      found.add('shape', `${name}: expected ${say(want)}, received ${say(got)}`, `make ${name} by environmentBuffers`);
  }
  if (environment.observationSpace.names.length !== observationSpace.values.low.length)
    found.add(
      'shape',
      `${observationSpace.names.length} names for ${observationSpace.values.low.length} private numbers`,
      'name each private number',
    );
  if (actionMask && !isDiscrete(actionSpace))
    found.add('kind', `an action mask beside a ${actionSpace.kind} space`, 'mask choices of discrete spaces only');
  for (const [name, column] of Object.entries(environment.info))
    if (column.length % count !== 0)
      found.add(
        'shape',
        `info ${name} has ${column.length} numbers for ${count} episodes`,
        'give each info column N numbers or a multiple',
      );
  tableFits(observationSpace, found);
  return found.problems.length === 0;
}

function tableFits({ market }: ObservationSpace, found: Found): void {
  if (!market) return;
  const { dayStart, values, columns } = market;
  const rows = dayStart[dayStart.length - 1] ?? 0;
  const rising = dayStart.every((start, day) => day === 0 || start >= (dayStart[day - 1] as number));
  if (dayStart[0] !== 0 || !rising || rows * columns.length !== values.length)
    found.add(
      'shape',
      `the market table has ${values.length} numbers; dayStart ends at ${rows} rows of ${columns.length} columns`,
      'let dayStart rise from 0 to the number of rows',
    );
}

export function inBounds(environment: Environment, step: number, found: Found): void {
  const { count, observationSpace, actionSpace, actionMask, observation, rewards, durations } = environment;
  observationInBounds('observation', observation, observationSpace, step, found);
  for (let slot = 0; slot < count && step > 0; slot++) {
    const [terminated, truncated] = [environment.terminated[slot] as number, environment.truncated[slot] as number];
    if (!Number.isFinite(rewards[slot]))
      found.add('bounds', `the reward of episode ${slot} is ${rewards[slot]}`, 'give finite rewards', step);
    if (terminated > 1 || truncated > 1 || terminated + truncated > 1)
      found.add(
        'bounds',
        `terminated ${terminated}, truncated ${truncated} of episode ${slot}`,
        'let one of terminated and truncated be 1, the other 0',
        step,
      );
    if (!((durations[slot] as number) >= 1))
      found.add(
        'bounds',
        `the duration of episode ${slot} is ${durations[slot]}`,
        'let an action take at least one step',
        step,
      );
    if (terminated + truncated > 0) {
      const own = {
        market: slice(environment.finalObservation.market, slot, count),
        values: slice(environment.finalObservation.values, slot, count),
      };
      observationInBounds('finalObservation', own, observationSpace, step, found);
    }
  }
  if (!actionMask) return;
  let from = 0;
  for (let slot = 0; slot < count; slot++) {
    for (const choices of branchesOf(actionSpace)) {
      const own = actionMask.subarray(from, from + choices);
      if (!own.some((allowed) => allowed === 1) || own.some((allowed) => allowed > 1))
        found.add(
          'bounds',
          `the mask of episode ${slot} is ${own.join(' ')}`,
          'allow at least one choice of each branch, by ones and zeros',
          step,
        );
      from += choices;
    }
  }
}

function slice<T extends Int32Array | Float32Array>(column: T, slot: number, count: number): T {
  const width = column.length / count;
  return column.subarray(slot * width, (slot + 1) * width) as T;
}

function observationInBounds(
  what: string,
  { market, values }: Observation,
  space: ObservationSpace,
  step: number,
  found: Found,
): void {
  const { low, high } = space.values;
  for (let i = 0; i < values.length; i++) {
    const [k, value] = [i % low.length, values[i] as number];
    if (!(value >= Math.fround(low[k] as number) && value <= Math.fround(high[k] as number)) || !Number.isFinite(value))
      found.add(
        'bounds',
        `${what}: ${space.names[k]} is ${value}, outside [${low[k]}, ${high[k]}]`,
        'widen the space, or clip the number',
        step,
      );
  }
  for (let i = 0; i < market.length; i += 2) {
    const [day, snapshot] = [market[i] as number, market[i + 1] as number];
    const starts = space.market?.dayStart ?? new Int32Array(0);
    const rows = (starts[day + 1] ?? 0) - (starts[day] ?? 0);
    if (!(day >= 0 && day < starts.length - 1 && snapshot >= 0 && snapshot < rows))
      found.add(
        'bounds',
        `${what}: day ${day}, snapshot ${snapshot} is not in the market table`,
        'point at rows that exist',
        step,
      );
  }
}
