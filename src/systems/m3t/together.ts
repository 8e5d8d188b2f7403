/** Many tranches worked side by side by trained traders without exploration: the fills are those of the executors, an order at a time. */
import { generator } from '../../core/index.js';
import {
  type BookPack,
  type ExecutionEnvironment,
  type ExecutionTask,
  executionEnvironment,
  givenOrders,
  type MatchingRules,
  type SpanOrder,
  type TaskOver,
} from '../../execution/index.js';
import type { BookDay } from '../../market/index.js';
import type { M3tConfig } from './config.js';
import { subgoals } from './subgoals.js';
import { extrinsicMoment, flatTask, metaSpace, microTask, type TrancheColumns, writeExtrinsic } from './tasks.js';
import { m3tDecisions, type TrainedM3t } from './trader.js';
import { bestOf } from './value-function.js';

/** What orders came to, each [orders]. */
export interface WorkedOrders {
  /** Σ ticks × shares of all fills. */
  readonly valueTicks: Float64Array;
  readonly forcedShares: Float64Array;
  /** How often each subgoal was chosen, row-major [orders × 9]; empty for flat traders. */
  readonly goalCounts: Int32Array;
}

/** What decides by windows of the book. */
export interface BookDecisions {
  actions(windows: Float32Array, values: Float32Array, batch: number): Float32Array;
  readonly features: number;
  writeWindow(day: BookDay, t: number, out: Float32Array, offset: number): void;
}

/** M3T on many tranches of whole lots at once. */
export function workTogether(
  trained: TrainedM3t,
  pack: BookPack,
  rules: MatchingRules,
  orders: readonly SpanOrder[],
): WorkedOrders {
  const { config } = trained;
  const decisions = m3tDecisions(trained);
  const environment = made(pack, rules, microTask(givenOrders(orders), config), orders.length);
  const { state, task } = environment;
  const nine = subgoals().length;
  const width = metaSpace(config).names.length;
  const states = new Float32Array(orders.length * width);
  const goalCounts = new Int32Array(orders.length * nine);
  const choose = (begun: Uint8Array, open: Uint8Array): void => {
    for (let i = 0; i < orders.length; i++)
      writeExtrinsic(state, extrinsicMoment(state, task.columns, i), states, i * width, width);
    const values = decisions.goals(states, orders.length);
    for (let i = 0; i < orders.length; i++) {
      if (begun[i] === 0 || open[i] === 0) continue;
      const k = bestOf(values, i, nine);
      const at = i * nine + k;
      goalCounts[at] = (goalCounts[at] as number) + 1;
      task.assign(i, k);
      task.observe(environment.observation.values, i, i + 1);
    }
  };
  const out = { ...worked(environment, decisions, config, choose), goalCounts };
  decisions.dispose();
  return out;
}

/** A flat trader on many tranches of whole lots at once. */
export function workFlatTogether(
  decisions: BookDecisions,
  config: M3tConfig,
  pack: BookPack,
  rules: MatchingRules,
  orders: readonly SpanOrder[],
): WorkedOrders {
  const environment = made(pack, rules, flatTask(givenOrders(orders), config), orders.length);
  return { ...worked(environment, decisions, config, () => {}), goalCounts: new Int32Array(0) };
}

function made<T extends ExecutionTask>(
  pack: BookPack,
  rules: MatchingRules,
  task: TaskOver<T>,
  count: number,
): ExecutionEnvironment<T> {
  const environment = executionEnvironment({ pack, rules, market: null, task, count });
  environment.reset(generator(0));
  return environment;
}

function worked(
  environment: ExecutionEnvironment<ExecutionTask & { readonly columns: TrancheColumns }>,
  decisions: BookDecisions,
  { bookWindow }: M3tConfig,
  begun: (slots: Uint8Array, open: Uint8Array) => void,
): Omit<WorkedOrders, 'goalCounts'> {
  const { count, state, task, observation, actionMask, terminated } = environment;
  const { pack, day, at } = state;
  const size = bookWindow * decisions.features;
  const windows = new Float32Array(count * size);
  const actions = new Int32Array(count);
  const open = new Uint8Array(count).fill(1);
  const [valueTicks, forcedShares] = [new Float64Array(count), new Float64Array(count)];
  begun(open, open);
  for (let left = count; left > 0; ) {
    for (let i = 0; i < count; i++) {
      if (open[i] === 0) continue;
      const d = day[i] as number;
      decisions.writeWindow(
        pack.days[d] as BookDay,
        (at[i] as number) - (pack.dayStart[d] as number),
        windows,
        i * size,
      );
    }
    const values = decisions.actions(windows, observation.values, count);
    for (let i = 0; i < count; i++) actions[i] = open[i] ? bestOf(values, i, 3, actionMask ?? undefined) : 2;
    environment.step(actions);
    for (let i = 0; i < count; i++) {
      if (open[i] === 0 || task.columns.trancheEnded[i] === 0) continue;
      valueTicks[i] = task.columns.closedValue[i] as number;
      forcedShares[i] = task.columns.closedForced[i] as number;
      open[i] = 0;
      left--;
    }
    begun(terminated, open);
  }
  return { valueTicks, forcedShares };
}
