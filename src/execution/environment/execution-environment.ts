/**
 * N orders worked at once over replayed books, as an environment: it owns time, book, matching, the market order at the end and the sums of own
 * and market trades; a task says which orders, what is seen and what is paid. The market part of an observation is an index (day,
 * snapshot) into a table of features.
 */
import {
  type Generator,
  generator,
  memberOf,
  type NumericArray,
  restoreArray,
  type Snapshot,
  StrataError,
} from '../../core/index.js';
import {
  type Actions,
  checkActions,
  type Environment,
  environmentBuffers,
  type MarketTable,
} from '../../environment/index.js';
import type { BookPack } from '../book-pack.js';
import { liquidate } from '../liquidation.js';
import type { MatchingRules } from '../rules.js';
import { type ExecutionState, executionState, savedColumns } from './execution-state.js';
import type { ExecutionTask, TaskOver } from './execution-task.js';
import { matchSteps } from './match-steps.js';
import { slippageOfOrder } from './slippage-reward.js';

/** An environment of execution with its state and its task. */
export interface ExecutionEnvironment<T extends ExecutionTask = ExecutionTask> extends Environment {
  readonly state: ExecutionState;
  readonly task: T;
  readonly info: ExecutionInfo;
}

/** What a call did besides rewards, each [N]. */
export interface ExecutionInfo {
  readonly [name: string]: NumericArray;
  /** Price of the lot that was filled in this call, ticks, 0 without one. */
  readonly fillTicks: Int32Array;
  /** Index into `fillReasons`. */
  readonly fillReason: Uint8Array;
  /** Of the order that ended in this call: slippage in bp against its window's market and shares that were forced; NaN where none ended. */
  readonly slippageBp: Float64Array;
  readonly forcedShares: Float64Array;
}

/** What an execution environment is made of. */
export interface ExecutionOptions<T extends ExecutionTask> {
  readonly pack: BookPack;
  readonly rules: MatchingRules;
  /** Features of the pack's days, a row a snapshot (`bookTable`); null for none. */
  readonly market: MarketTable | null;
  readonly task: TaskOver<T>;
  /** Orders at once. */
  readonly count: number;
}

/** @throws StrataError where the table is not of the pack's days */
export function executionEnvironment<T extends ExecutionTask>(options: ExecutionOptions<T>): ExecutionEnvironment<T> {
  const { pack, rules, market, count } = options;
  if (market && String(market.dayStart) !== String(pack.dayStart))
    throw new StrataError(
      `the market table must have the pack’s days and snapshots, ${[...pack.dayStart].join(', ')}; received ${[...market.dayStart].join(', ')}`,
    );
  const state = executionState(pack, rules, count);
  const task = options.task(state);
  const { actionSpace } = task;
  const observationSpace = { market, values: task.values, names: task.names };
  const buffers = environmentBuffers(count, observationSpace, actionSpace, task.mask !== undefined);
  const { observation, finalObservation, rewards, terminated, actionMask } = buffers;
  const streams = Array.from({ length: count }, (_, slot) => generator(slot));
  const placed = new Int32Array(task.place ? count : 0);
  const ending = new Int32Array(count);
  const info = {
    fillTicks: state.orders.fillTicks,
    fillReason: state.orders.fillReason,
    slippageBp: new Float64Array(count).fill(Number.NaN),
    forcedShares: new Float64Array(count).fill(Number.NaN),
  };
  const columns = { ...savedColumns(state), ...prefixed(task.columns ?? {}) };

  const show = (from: number, to: number): void => {
    task.observe(observation.values, from, to);
    if (market) point(state, observation.market, from, to);
    if (actionMask) task.mask?.(actionMask, from, to);
  };
  const begin = (slot: number, fresh: boolean): void => {
    task.begin(slot, streams[slot] as Generator, fresh);
  };

  return {
    ...buffers,
    name: task.name,
    count,
    observationSpace,
    actionSpace,
    info,
    state,
    task,
    span: { from: pack.days[0]?.day ?? '', to: pack.days.at(-1)?.day ?? '' },
    reset(random) {
      for (let slot = 0; slot < count; slot++) {
        streams[slot] = random.split(slot);
        begin(slot, true);
      }
      show(0, count);
    },
    restart(slots) {
      for (let slot = 0; slot < count; slot++) {
        if (slots[slot] !== 1) continue;
        begin(slot, true);
        show(slot, slot + 1);
      }
    },
    step(actions) {
      if (!plainlyValid(actions, count, actionSpace, actionMask)) checkActions(actionSpace, count, actions, actionMask);
      task.place?.(actions, placed);
      matchSteps(state.orders, state.index, state.at, task.place ? placed : (actions as Int32Array));
      advance(state);
      task.end?.();
      const endings = closeOrders(state, ending, info.slippageBp, info.forcedShares);
      task.pay(rewards);
      terminated.set(state.ended);
      for (let k = 0; k < endings; k++) {
        const slot = ending[k] as number;
        task.observe(finalObservation.values, slot, slot + 1);
        if (market) point(state, finalObservation.market, slot, slot + 1);
        begin(slot, false);
      }
      show(0, count);
    },
    save: (): Snapshot => ({
      columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice()])),
      streams: streams.map((stream) => ({ ...stream.save() })),
    }),
    load(saved) {
      const from = memberOf(saved, 'columns');
      for (const [name, column] of Object.entries(columns)) restoreArray(column, memberOf(from, name), name);
      const states = memberOf(saved, 'streams') as unknown as ReturnType<Generator['save']>[];
      for (const [slot, stream] of streams.entries()) stream.load(states[slot] as ReturnType<Generator['save']>);
      show(0, count);
    },
  };
}

/** Moves the clock of each order on by one step and adds what was filled. */
function advance(s: ExecutionState): void {
  const { at, step, steps, filledShares, filledValue, stepShares, stepValue, orderShares, ended } = s;
  const { fillTicks, pack } = s.orders;
  const lot = pack.lotShares;
  for (let i = 0; i < at.length; i++) {
    at[i] = (at[i] as number) + 1;
    const passed = (step[i] as number) + 1;
    step[i] = passed;
    const ticks = fillTicks[i] as number;
    const shares = ticks > 0 ? lot : 0;
    stepShares[i] = shares;
    stepValue[i] = ticks * shares;
    const filled = (filledShares[i] as number) + shares;
    filledShares[i] = filled;
    filledValue[i] = (filledValue[i] as number) + ticks * shares;
    ended[i] = filled >= (orderShares[i] as number) || passed >= (steps[i] as number) ? 1 : 0;
  }
}

/**
 * Sends the market orders of those that ended with shares left, and tells about each ended one.
 * @param ending takes their slots
 * @returns how many ended
 */
function closeOrders(
  s: ExecutionState,
  ending: Int32Array,
  slippageBp: Float64Array,
  forcedShares: Float64Array,
): number {
  const { ended, pack, orders } = s;
  let endings = 0;
  for (let i = 0; i < ended.length; i++) {
    if (ended[i] === 0) {
      slippageBp[i] = Number.NaN;
      forcedShares[i] = Number.NaN;
      continue;
    }
    ending[endings++] = i;
    const left = (s.orderShares[i] as number) - (s.filledShares[i] as number);
    if (left > 0 && s.forces[i] === 1) {
      const value = liquidate(pack, orders.rules, (s.at[i] as number) - 1, orders.side[i] as number, left);
      s.forcedShares[i] = left;
      s.stepShares[i] = (s.stepShares[i] as number) + left;
      s.stepValue[i] = (s.stepValue[i] as number) + value;
      s.filledShares[i] = (s.filledShares[i] as number) + left;
      s.filledValue[i] = (s.filledValue[i] as number) + value;
    }
    slippageBp[i] = slippageOfOrder(s, i, 'market');
    forcedShares[i] = s.forcedShares[i] as number;
  }
  return endings;
}

/** Writes pairs (day, snapshot of the day). */
function point({ day, at, pack }: ExecutionState, pairs: Int32Array, from: number, to: number): void {
  const { dayStart } = pack;
  for (let i = from; i < to; i++) {
    const d = day[i] as number;
    pairs[2 * i] = d;
    pairs[2 * i + 1] = (at[i] as number) - (dayStart[d] as number);
  }
}

/** The common case of the hot loop without a call an episode: one choice each, in an Int32Array, none masked out. */
function plainlyValid(
  actions: Actions,
  count: number,
  space: ExecutionTask['actionSpace'],
  mask: Uint8Array | null,
): boolean {
  if (space.kind !== 'discrete' || !(actions instanceof Int32Array) || actions.length !== count) return false;
  const { choices } = space;
  let bad = 0;
  if (mask)
    for (let i = 0; i < count; i++)
      bad |= (actions[i] as number) >>> 0 < choices ? 1 - (mask[i * choices + (actions[i] as number)] as number) : 1;
  else for (let i = 0; i < count; i++) bad |= (actions[i] as number) >>> 0 < choices ? 0 : 1;
  return bad === 0;
}

function prefixed(columns: Readonly<Record<string, NumericArray>>): Record<string, NumericArray> {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [`task ${name}`, column]));
}
