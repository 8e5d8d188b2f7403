/** What an environment does over time: its own columns, independent episodes, saving, new beginnings, refusals. */
import { encodeSnapshot } from '../../core/index.js';
import { actionProblem } from '../actions.js';
import type { Environment, EnvironmentBuffers } from '../environment.js';
import { actionWidth, branchesOf, isDiscrete, maskWidth } from '../spaces.js';
import type { Found } from './found.js';
import { actor, differs, part, type Run, record, rowsOf, streamOf, type Trace } from './trace.js';

/** The columns a caller holds must go on being those that are rewritten, and no two environments may share them. */
export function buffersStay(environment: Environment, other: Environment, found: Found): void {
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
export function independent(make: (count: number) => Environment, many: Trace, run: Run, found: Found): void {
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

export function saves(make: (count: number) => Environment, count: number, run: Run, found: Found): void {
  const [a, b] = [make(count), make(count)];
  const [actA, actB] = [actor(a, run.seed), actor(b, run.seed)];
  a.reset(streamOf(run.seed));
  // In the middle of other episodes, so that whatever is not loaded shows.
  b.reset(streamOf(run.seed + 1));
  const other = actor(b, run.seed + 1);
  for (let step = 0; step < 3; step++) b.step(other());
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

export function restarts(environment: Environment, run: Run, found: Found): void {
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
export function refusesActions(environment: Environment, run: Run, found: Found): void {
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
