/**
 * Checks that an environment keeps its promises: shapes, kinds, bounds, determinism, independent episodes, saving, new beginnings, and
 * (where it is also given over shorter data) that nothing it shows looks ahead. For environments of ours and of users alike.
 */
import { encodeSnapshot, type Generator, generator, type NumericArray } from '../core/index.js';
import { type Environment, type EnvironmentBuffers, type Observation, observationBuffer } from './environment.js';
import {
  type Actions,
  actionBuffer,
  actionProblem,
  actionWidth,
  branchesOf,
  isDiscrete,
  maskWidth,
  type ObservationSpace,
  sampleActions,
} from './spaces.js';

/** One promise that is broken. */
export interface EnvironmentProblem {
  readonly check:
    | 'shape'
    | 'kind'
    | 'bounds'
    | 'buffers'
    | 'determinism'
    | 'episodes'
    | 'actions'
    | 'save'
    | 'look-ahead';
  readonly problem: string;
  readonly remedy: string;
  /** Calls of `step` before it was seen, where that matters. */
  readonly step?: number;
}

/** The same environment over data that end early. */
export interface TruncatedEnvironment {
  make(count: number): Environment;
  /** Calls of `step` during which the data it still has are all that episodes should have seen. */
  readonly steps: number;
}

/** How thoroughly to check. */
export interface CheckOptions {
  /** Episodes at once; default 3. */
  readonly count?: number;
  /** Calls of `step`; default 200. */
  readonly steps?: number;
  readonly seed?: number;
  /** Must begin the same episodes as the whole environment does, e.g. by a fixed day. */
  readonly truncated?: readonly TruncatedEnvironment[];
}

/**
 * @param make a fresh environment of so many episodes; equal calls make equal environments
 * @returns all problems found, none for a sound environment; each kind of problem is told once
 */
export function checkEnvironment(
  make: (count: number) => Environment,
  options: CheckOptions = {},
): readonly EnvironmentProblem[] {
  const { count = 3, steps = 200, seed = 1, truncated = [] } = options;
  const found = new Found();
  const run = { steps, seed };
  const environment = make(count);
  if (!shapesFit(environment, found)) return found.problems;
  const first = record(environment, run, (step) => {
    inBounds(environment, step, found);
  });
  buffersStay(environment, make(count), found);
  const same = record(make(count), run);
  const at = differs(first, same);
  if (at !== undefined)
    found.add(
      'determinism',
      `two runs with equal seeds and actions differ after ${at} steps`,
      'draw from the generator given to reset, and from nothing else',
      at,
    );
  else {
    independent(make, first, run, found);
    saves(make, count, run, found);
    restarts(make(count), run, found);
  }
  refusesActions(make(count), run, found);
  for (const shorter of truncated) looksAhead(environment, first, shorter, run, found);
  return found.problems;
}

interface Run {
  readonly steps: number;
  readonly seed: number;
}

/** What a run showed: one row of bytes a step and slot. */
interface Trace {
  readonly count: number;
  /** Market pairs after each step, the reset's first [steps + 1][count × 2]. */
  readonly market: readonly Int32Array[];
  readonly rows: readonly (readonly string[])[];
}

class Found {
  readonly problems: EnvironmentProblem[] = [];
  add(check: EnvironmentProblem['check'], problem: string, remedy: string, step?: number): void {
    if (this.problems.some((p) => p.check === check && p.remedy === remedy)) return;
    this.problems.push({ check, problem, remedy, ...(step === undefined ? {} : { step }) });
  }
}

const streamOf = (seed: number): Generator => generator(`check environment ${seed}`);

/** Runs with random valid actions; slot i's actions depend on the seed and i alone. */
function record(environment: Environment, { steps, seed }: Run, look: (step: number) => void = () => {}): Trace {
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

function actor({ actionSpace, actionMask, count }: Environment, seed: number): () => Actions {
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
function rowsOf(environment: Environment, stepped: boolean): string[] {
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

function part(column: NumericArray, slot: number, count: number): string {
  const width = column.length / count;
  return column.slice(slot * width, (slot + 1) * width).join(',');
}

/** The first step at which two traces differ in a slot, undefined where none does. */
function differs(a: Trace, b: Trace, upTo = a.rows.length, slots = a.count): number | undefined {
  for (let step = 0; step < upTo; step++)
    for (let slot = 0; slot < slots; slot++) if (a.rows[step]?.[slot] !== b.rows[step]?.[slot]) return step;
  return undefined;
}

function shapesFit(environment: Environment, found: Found): boolean {
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

function inBounds(environment: Environment, step: number, found: Found): void {
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

/** The columns a caller holds must go on being those that are rewritten, and no two environments may share them. */
function buffersStay(environment: Environment, other: Environment, found: Found): void {
  const held: EnvironmentBuffers = { ...environment };
  const heldValues = environment.observation.values;
  environment.reset(streamOf(0));
  environment.step(actor(environment, 0)());
  const names = [
    'observation',
    'finalObservation',
    'rewards',
    'terminated',
    'truncated',
    'durations',
    'actionMask',
  ] as const;
  for (const name of names) {
    if (held[name] !== environment[name])
      found.add('buffers', `${name} is another array after a step`, 'allocate columns once and rewrite them');
    if (environment[name] !== null && environment[name] === other[name])
      found.add('buffers', `two environments share ${name}`, 'allocate columns for each environment');
  }
  if (heldValues !== environment.observation.values)
    found.add('buffers', 'observation.values is another array after a step', 'allocate columns once and rewrite them');
}

/** Slot i of few episodes must be slot i of many. */
function independent(make: (count: number) => Environment, many: Trace, run: Run, found: Found): void {
  if (many.count < 2) return;
  const alone = record(make(1), run);
  const at = differs(many, alone, many.rows.length, 1);
  if (at !== undefined)
    found.add(
      'episodes',
      `episode 0 runs otherwise beside ${many.count - 1} others, from step ${at}`,
      'let slot i draw from random.split(i) alone',
      at,
    );
}

function saves(make: (count: number) => Environment, count: number, run: Run, found: Found): void {
  const [a, b] = [make(count), make(count)];
  const [actA, actB] = [actor(a, run.seed), actor(b, run.seed)];
  a.reset(streamOf(run.seed));
  b.reset(streamOf(run.seed + 1));
  const half = run.steps >> 1;
  for (let step = 0; step < half; step++) {
    a.step(actA());
    actB();
  }
  const state = encodeSnapshot(a.save());
  b.load(a.save());
  const remedy = 'save everything that later steps read, random streams and observations included';
  if (Buffer.compare(state, encodeSnapshot(b.save())) !== 0)
    found.add('save', 'a loaded environment saves another state', remedy, half);
  for (let step = half; step <= run.steps; step++) {
    const [left, right] = [rowsOf(a, step > half), rowsOf(b, step > half)];
    if (left.join('\n') !== right.join('\n')) {
      found.add('save', `a loaded environment goes on otherwise after ${step - half} steps`, remedy, step);
      return;
    }
    // Both actors drew equally often, so equal masks give equal actions.
    a.step(actA());
    b.step(actB());
  }
}

function restarts(environment: Environment, run: Run, found: Found): void {
  const { count, observation } = environment;
  const act = actor(environment, run.seed);
  environment.reset(streamOf(run.seed));
  for (let step = 0; step < 3; step++) environment.step(act());
  const before = Array.from(
    { length: count },
    (_, slot) => part(observation.values, slot, count) + part(observation.market, slot, count),
  );
  const slots = new Uint8Array(count);
  slots[0] = 1;
  environment.restart(slots);
  for (let slot = 1; slot < count; slot++)
    if (part(observation.values, slot, count) + part(observation.market, slot, count) !== before[slot])
      found.add(
        'episodes',
        `restarting episode 0 changes what episode ${slot} shows`,
        'restart the slots that are asked for, and no other',
      );
}

/** An action outside the space must be refused before anything changes. */
function refusesActions(environment: Environment, run: Run, found: Found): void {
  const { actionSpace, actionMask, count } = environment;
  const act = actor(environment, run.seed);
  environment.reset(streamOf(run.seed));
  const actions = act();
  const last = actions.length - 1;
  actions[last] = isDiscrete(actionSpace) ? Math.max(...branchesOf(actionSpace)) : Number.NaN;
  const wrong = actionProblem(
    actionSpace,
    actions,
    (count - 1) * actionWidth(actionSpace),
    actionMask,
    (count - 1) * maskWidth(actionSpace),
  );
  if (wrong === undefined) return;
  const before = encodeSnapshot(environment.save());
  try {
    environment.step(actions);
    found.add('actions', `a step took an invalid action: ${wrong}`, 'call checkActions first in step');
  } catch {
    if (Buffer.compare(before, encodeSnapshot(environment.save())) !== 0)
      found.add('actions', 'a refused action has changed the state', 'call checkActions first in step');
  }
}

function looksAhead(
  environment: Environment,
  whole: Trace,
  shorter: TruncatedEnvironment,
  run: Run,
  found: Found,
): void {
  const other = shorter.make(whole.count);
  const steps = Math.min(shorter.steps, run.steps);
  const part = record(other, { ...run, steps });
  const at = differs(whole, part, steps + 1);
  if (at !== undefined)
    found.add(
      'look-ahead',
      `over data that end later, an observation or reward is another one after ${at} steps`,
      'compute what is shown and paid from data up to its own moment',
      at,
    );
  const [full, cut] = [environment.observationSpace.market, other.observationSpace.market];
  if (!full || !cut) return;
  for (let step = 0; step <= steps; step++)
    for (let slot = 0; slot < whole.count; slot++) {
      const row = tableProblem(full, cut, whole.market[step] as Int32Array, slot);
      if (row !== undefined) {
        found.add(
          'look-ahead',
          `over data that end later, column ${row.column} of day ${row.day}, snapshot ${row.snapshot} is another number`,
          'compute a row of the market table from snapshots up to its own',
          step,
        );
        return;
      }
    }
}

/** Compares the row an observation points at in both tables. */
function tableProblem(
  full: NonNullable<ObservationSpace['market']>,
  cut: NonNullable<ObservationSpace['market']>,
  pairs: Int32Array,
  slot: number,
): { column: string; day: number; snapshot: number } | undefined {
  const [day, snapshot] = [pairs[2 * slot] as number, pairs[2 * slot + 1] as number];
  const width = full.columns.length;
  const [a, b] = [full, cut].map((table) => ((table.dayStart[day] as number) + snapshot) * width) as [number, number];
  for (let k = 0; k < width; k++)
    if (!Object.is(full.values[a + k], cut.values[b + k])) return { column: full.columns[k] as string, day, snapshot };
  return undefined;
}
