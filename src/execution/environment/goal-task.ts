/**
 * A task over subgoals: a tranche is worked in pieces of so many shares within so many steps, each an episode of its own that begins where the
 * last one ended: what M3T's Micro Trader learns (docs/papers/m3t.md, subgoals and intrinsic state).
 */
import { type Generator, StrataError } from '../../core/index.js';
import { box, discrete } from '../../environment/index.js';
import { orderActions } from '../matching.js';
import { beginOrder, type ExecutionState, windowVolume } from './execution-state.js';
import type { ExecutionTask } from './execution-task.js';
import type { OrderSource } from './order-source.js';
import { maskEmptySides } from './order-task.js';
import { type SlippageReward, slippagePayment } from './slippage-reward.js';

/** A piece of a tranche: most steps, and its size in thousandths of the tranche's order. */
export interface Goal {
  readonly steps: number;
  readonly sizePerMille: number;
}

/** Where each slot is in its tranche; all columns [N]. */
export interface GoalColumns {
  /** Index of the goal that is worked. */
  readonly goal: Int32Array;
  readonly trancheFirst: Int32Array;
  readonly trancheSteps: Int32Array;
  readonly trancheShares: Float64Array;
  /** Shares that earlier goals of the tranche took. */
  readonly doneShares: Float64Array;
}

/** A goal that ended unfilled. */
export interface GoalOutcome {
  readonly shares: number;
  readonly steps: number;
  readonly elapsedSteps: number;
  /** Shares that the market traded in its window. */
  readonly windowVolume: number;
}

/** Chooses a slot's next goal; the state still holds its last one, or a tranche's first step. */
export type GoalChoice = (s: ExecutionState, columns: GoalColumns) => (slot: number, random: Generator) => number;

export interface GoalTaskOptions {
  /** Tranches with their orders. */
  readonly tranches: OrderSource;
  readonly goals: readonly Goal[];
  /** Default: each with equal probability. */
  readonly choose?: GoalChoice;
  readonly reward?: SlippageReward;
  /** Ledger `m3t.liquidation-at`: a market order takes what a goal leaves, or only what the tranche's last one in time leaves. Default `subgoal`. */
  readonly liquidation?: 'subgoal' | 'tranche';
  /** What is paid at the end of a goal that was not filled, e.g. a penalty; default: what would be paid anyway. */
  readonly failure?: (paid: number, outcome: GoalOutcome) => number;
}

/** A task over goals with its columns. */
export interface GoalTask extends ExecutionTask {
  readonly columns: GoalColumns & ExecutionTask['columns'];
}

/**
 * Shows the goal one-hot, then (time ratio, fill ratio) of the goal. A goal larger or longer than what is left of its tranche is cut to that
 * (ledger `m3t.subgoal-clip`, `clip`); shares that no goal took when the tranche's steps are over are nobody's.
 * @throws StrataError for no goals, or a goal without steps or size
 */
export function goalTask(options: GoalTaskOptions): (state: ExecutionState) => GoalTask {
  const { goals, reward, liquidation = 'subgoal', failure } = options;
  for (const { steps, sizePerMille } of goals)
    if (!(Number.isInteger(steps) && steps > 0 && sizePerMille > 0))
      throw new StrataError(`a goal has steps and a size above 0; received ${steps} and ${sizePerMille} ‰`);
  if (goals.length === 0) throw new StrataError('a task over goals needs goals; received none');
  const width = goals.length + 2;
  return (s) => {
    const columns = {
      goal: new Int32Array(s.count),
      trancheFirst: new Int32Array(s.count),
      trancheSteps: new Int32Array(s.count),
      trancheShares: new Float64Array(s.count),
      doneShares: new Float64Array(s.count),
    };
    const begins = options.tranches(s);
    const chooses = options.choose?.(s, columns) ?? ((_slot, random) => random.integer(goals.length));
    const pays = slippagePayment(s, reward);
    return {
      name: 'goal',
      actionSpace: discrete(orderActions.length),
      values: box(width, 0, 1),
      names: [...goals.map((g) => `goal ${g.steps} steps ${g.sizePerMille / 10} %`), 'time ratio', 'fill ratio'],
      columns,
      begin(slot, random, fresh) {
        if (fresh || !goesOn(s, columns, slot)) beginTranche(s, columns, slot, () => begins(slot, random));
        const k = chooses(slot, random);
        const goal = goals[k];
        if (!goal) throw new StrataError(`goals are numbered 0 to ${goals.length - 1}; received ${k}`);
        columns.goal[slot] = k;
        const end = beginGoal(s, columns, slot, goal);
        if (liquidation === 'tranche' && !end) s.forces[slot] = 0;
      },
      pay(rewards) {
        pays(rewards);
        if (failure) payFailures(s, rewards, failure);
      },
      observe(values, from, to) {
        values.fill(0, from * width, to * width);
        for (let i = from; i < to; i++) {
          values[i * width + (columns.goal[i] as number)] = 1;
          values[(i + 1) * width - 2] = (s.step[i] as number) / (s.steps[i] as number);
          values[(i + 1) * width - 1] = (s.filledShares[i] as number) / (s.orderShares[i] as number);
        }
      },
      mask: (mask, from, to) => {
        maskEmptySides(s, mask, from, to);
      },
    };
  };
}

/** Adds what the last goal took to its tranche; false where that is over. */
function goesOn(s: ExecutionState, columns: GoalColumns, slot: number): boolean {
  const done = (columns.doneShares[slot] as number) + (s.filledShares[slot] as number);
  columns.doneShares[slot] = done;
  const end = (columns.trancheFirst[slot] as number) + (columns.trancheSteps[slot] as number);
  return done < (columns.trancheShares[slot] as number) && (s.at[slot] as number) < end;
}

function beginTranche(s: ExecutionState, columns: GoalColumns, slot: number, draw: () => void): void {
  draw();
  columns.trancheFirst[slot] = s.first[slot] as number;
  columns.trancheSteps[slot] = s.steps[slot] as number;
  columns.trancheShares[slot] = s.orderShares[slot] as number;
  columns.doneShares[slot] = 0;
}

/** Begins a goal at the slot's snapshot. @returns whether its steps end with the tranche's */
function beginGoal(s: ExecutionState, columns: GoalColumns, slot: number, goal: Goal): boolean {
  const lot = s.pack.lotShares;
  const whole = columns.trancheShares[slot] as number;
  const at = s.at[slot] as number;
  const leftSteps = (columns.trancheFirst[slot] as number) + (columns.trancheSteps[slot] as number) - at;
  const leftShares = whole - (columns.doneShares[slot] as number);
  // In thousandths, so that cutting to lots does not hang on binary fractions.
  const lots = Math.max(Math.floor((goal.sizePerMille * whole) / (1000 * lot)), 1);
  const [steps, shares] = [Math.min(goal.steps, leftSteps), Math.min(lots * lot, leftShares)];
  beginOrder(s, slot, s.day[slot] as number, at, steps, s.orders.side[slot] as number, shares);
  return steps === leftSteps;
}

function payFailures(s: ExecutionState, rewards: Float64Array, failure: NonNullable<GoalTaskOptions['failure']>): void {
  for (let i = 0; i < rewards.length; i++) {
    const shares = s.orderShares[i] as number;
    if (s.ended[i] === 0 || (s.filledShares[i] as number) - (s.forcedShares[i] as number) >= shares) continue;
    rewards[i] = failure(rewards[i] as number, {
      shares,
      steps: s.steps[i] as number,
      elapsedSteps: s.step[i] as number,
      windowVolume: windowVolume(s, i),
    });
  }
}
