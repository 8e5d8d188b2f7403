/**
 * The three tasks of M3T over an execution environment: subgoal by subgoal for the Micro Trader, the same seen by the Meta Trader as options of
 * a semi-Markov process, and the whole tranche for the flat baselines (docs/papers/m3t.md, states and algorithm).
 */
import { type BoxSpace, box, type DiscreteSpace, discrete } from '../../environment/index.js';
import {
  type ExecutionState,
  type ExecutionTask,
  type GoalTask,
  goalTask,
  liquidate,
  type OrderSource,
  orderTask,
  type TaskOver,
  windowVolume,
} from '../../execution/index.js';
import type { M3tConfig } from './config.js';
import { extrinsicSlippage, flatReward, intrinsicReward, type RewardConfig, subgoalPay } from './rewards.js';
import { subgoals, subgoalTask } from './subgoals.js';

/** Shares that the market is taken to have traded before a tranche's first subgoal: 10⁶, as in earlier code. */
const volumeAtFirst = 1e6;

/** What whole tranches came to; all columns [N], of the tranche that ended in this call. */
export interface TrancheColumns {
  /** 1 where a tranche has ended in this call. */
  readonly trancheEnded: Uint8Array;
  /** Σ ticks × shares of all its fills, and the shares that market orders took. */
  readonly closedValue: Float64Array;
  readonly closedForced: Float64Array;
}

/** What the Meta Trader learns from; all columns [N], of the subgoal that ended in this call. */
export interface MetaColumns extends TrancheColumns {
  readonly metaReward: Float64Array;
  /** τ, steps it took. */
  readonly elapsed: Int32Array;
  /** Shares that the market traded in the last subgoal's window. */
  readonly lastVolume: Float64Array;
  /** Value and forced shares of the tranche's subgoals until now. */
  readonly trancheValue: Float64Array;
  readonly trancheForced: Float64Array;
}

/** Subgoals one after the other; whoever runs it replaces each by `assign` before its first step. */
export interface MicroTask extends GoalTask {
  readonly columns: GoalTask['columns'] & MetaColumns;
  /** Gives the subgoal that begins in a slot its number; the slot must be at a subgoal's first step. */
  assign(slot: number, goal: number): void;
}

/**
 * The task of both traders. A market order takes what a subgoal leaves, and what no subgoal took by the tranche's last step; the latter counts
 * in the Meta Trader's last reward (the paper does not say whose it is), so that asking for too little is not free.
 */
export function microTask(tranches: OrderSource, config: M3tConfig): TaskOver<MicroTask> {
  const goals = subgoals(config.subgoalSizes);
  const inner = goalTask({ tranches, goals, choose: () => () => 0, reward: intrinsicReward(config) });
  return (s) => {
    const task = inner(s);
    const columns = { ...task.columns, ...metaColumns(s.count) };
    return {
      ...task,
      columns,
      begin(slot, random, fresh) {
        task.begin(slot, random, fresh);
        if (!fresh) return;
        columns.lastVolume[slot] = volumeAtFirst;
        columns.trancheValue[slot] = 0;
        columns.trancheForced[slot] = 0;
      },
      pay(rewards) {
        task.pay(rewards);
        for (let i = 0; i < rewards.length; i++) {
          columns.trancheEnded[i] = 0;
          if (s.ended[i] === 1) rewards[i] = closeSubgoal(s, columns, i, rewards[i] as number, config);
        }
      },
      assign(slot, k) {
        const at = s.at[slot] as number;
        const trancheShares = columns.trancheShares[slot] as number;
        const { shares, steps } = subgoalTask(goals[k] as (typeof goals)[number], {
          trancheShares,
          leftShares: trancheShares - (columns.doneShares[slot] as number),
          leftSteps: (columns.trancheFirst[slot] as number) + (columns.trancheSteps[slot] as number) - at,
          lotShares: s.pack.lotShares,
        });
        columns.goal[slot] = k;
        s.orderShares[slot] = shares;
        s.steps[slot] = steps;
      },
    };
  };
}

function metaColumns(count: number): MetaColumns {
  return {
    ...trancheColumns(count),
    metaReward: new Float64Array(count),
    elapsed: new Int32Array(count),
    lastVolume: new Float64Array(count),
    trancheValue: new Float64Array(count),
    trancheForced: new Float64Array(count),
  };
}

function trancheColumns(count: number): TrancheColumns {
  return {
    trancheEnded: new Uint8Array(count),
    closedValue: new Float64Array(count),
    closedForced: new Float64Array(count),
  };
}

/** Pays both traders for a slot's subgoal and adds it to its tranche. @returns the Micro Trader's reward */
function closeSubgoal(
  s: ExecutionState,
  c: MicroTask['columns'],
  i: number,
  intrinsic: number,
  config: RewardConfig,
): number {
  const done = (c.doneShares[i] as number) + (s.filledShares[i] as number);
  const left = (c.trancheShares[i] as number) - done;
  const at = s.at[i] as number;
  const over = left <= 0 || at >= (c.trancheFirst[i] as number) + (c.trancheSteps[i] as number);
  const forced = (c.trancheForced[i] as number) + (s.forcedShares[i] as number);
  const rest = over && left > 0 ? liquidate(s.pack, s.orders.rules, at - 1, s.orders.side[i] as number, left) : 0;
  const value = (c.trancheValue[i] as number) + (s.filledValue[i] as number) + rest;
  const extrinsic = rest > 0 ? slippageWith(s, i, left, rest, config) : extrinsicSlippage(s, i, config);
  const pay = subgoalPay(s, i, intrinsic, extrinsic, config);
  c.metaReward[i] = pay.meta;
  c.elapsed[i] = s.step[i] as number;
  c.lastVolume[i] = over ? volumeAtFirst : windowVolume(s, i);
  c.trancheEnded[i] = over ? 1 : 0;
  c.trancheValue[i] = over ? 0 : value;
  c.trancheForced[i] = over ? 0 : forced;
  if (over) {
    c.closedValue[i] = value;
    c.closedForced[i] = forced + Math.max(0, left);
  }
  return pay.micro;
}

/** Slippage of a subgoal's fills and of further shares, for which `value` ticks were got. */
function slippageWith(s: ExecutionState, i: number, shares: number, value: number, config: RewardConfig): number {
  const [filledShares, filledValue] = [s.filledShares[i] as number, s.filledValue[i] as number];
  s.filledShares[i] = filledShares + shares;
  s.filledValue[i] = filledValue + value;
  const slippage = extrinsicSlippage(s, i, config);
  s.filledShares[i] = filledShares;
  s.filledValue[i] = filledValue;
  return slippage;
}

/** What the Meta Trader sees: numbers, their names, and its nine choices. */
export interface MetaSpace {
  readonly values: BoxSpace;
  readonly names: readonly string[];
  readonly actions: DiscreteSpace;
}

export function metaSpace({ extrinsicState }: Pick<M3tConfig, 'extrinsicState'>): MetaSpace {
  const all = ['time ratio', 'fill ratio', 'log10 market volume of the last subgoal, shares', 'log10 depth, shares'];
  const names = all.slice(0, extrinsicState === 'v4' ? 4 : 3);
  return { values: box(names.length), names, actions: discrete(subgoals().length) };
}

/** Where a tranche is when a subgoal is to be chosen. */
export interface ExtrinsicMoment {
  /** Snapshot of the pack. */
  readonly at: number;
  readonly timeRatio: number;
  readonly fillRatio: number;
  readonly lastVolume: number;
}

/** Volume before a tranche's first subgoal. */
export const firstVolume: number = volumeAtFirst;

/** Writes the extrinsic state, the first `width` of its four numbers. */
export function writeExtrinsic(
  { pack }: Pick<ExecutionState, 'pack'>,
  moment: ExtrinsicMoment,
  out: Float32Array,
  offset: number,
  width: number,
): void {
  const { at, timeRatio, fillRatio, lastVolume } = moment;
  out[offset] = timeRatio;
  out[offset + 1] = fillRatio;
  out[offset + 2] = Math.log10(lastVolume + 1e-10);
  if (width < 4) return;
  let depth = 0;
  for (let l = at * pack.levels; l < (at + 1) * pack.levels; l++)
    depth += (pack.bidSizes[l] as number) + (pack.askSizes[l] as number);
  out[offset + 3] = Math.log10(depth + 1e-10);
}

/** The moment of a slot that has begun a subgoal. */
export function extrinsicMoment(s: ExecutionState, c: MicroTask['columns'], slot: number): ExtrinsicMoment {
  const at = s.at[slot] as number;
  return {
    at,
    timeRatio: (at - (c.trancheFirst[slot] as number)) / (c.trancheSteps[slot] as number),
    fillRatio: (c.doneShares[slot] as number) / (c.trancheShares[slot] as number),
    lastVolume: c.lastVolume[slot] as number,
  };
}

/** A task over whole tranches that tells what each came to. */
export interface FlatTask extends ExecutionTask {
  readonly columns: TrancheColumns & ExecutionTask['columns'];
}

/** What the flat baselines learn: a tranche of some 600 steps. */
export function flatTask(tranches: OrderSource, config: M3tConfig): TaskOver<FlatTask> {
  const inner = orderTask({ orders: tranches, reward: flatReward(config) });
  return (s) => {
    const task = inner(s);
    const columns = { ...trancheColumns(s.count) };
    return {
      ...task,
      columns,
      pay(rewards) {
        task.pay(rewards);
        columns.trancheEnded.set(s.ended);
        for (let i = 0; i < rewards.length; i++) {
          if (s.ended[i] === 0) continue;
          columns.closedValue[i] = s.filledValue[i] as number;
          columns.closedForced[i] = s.forcedShares[i] as number;
        }
      },
    };
  };
}

/** Sizes of tranche orders in training, shares. */
export function trainingShares({ trainingOrder, lotShares }: Pick<M3tConfig, 'trainingOrder' | 'lotShares'>): number[] {
  if (trainingOrder === 'pool-9k-21k') return [9000, 12_000, 15_000, 18_000, 21_000];
  const [least, most] = [12_500, 25_000].map((shares) => Math.ceil(shares / lotShares));
  return Array.from(
    { length: (most as number) - (least as number) + 1 },
    (_, k) => ((least as number) + k) * lotShares,
  );
}
