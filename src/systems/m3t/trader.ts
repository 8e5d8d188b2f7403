/** M3T assembled: Algorithm 1 with trained traders and no exploration, as an executor of a tranche (docs/papers/m3t.md, algorithms). */

import { generator } from '../../core/index.js';
import {
  type BookPack,
  type EpisodeFill,
  type EpisodeRecord,
  type EpisodeSubgoal,
  type Executor,
  liquidate,
  type MatchingRules,
  recordExecution,
  runSteps,
  type SpanFills,
  type SpanOrder,
  type StepWatcher,
} from '../../execution/index.js';
import type { BookFeature } from '../../features/index.js';
import type { BookDay } from '../../market/index.js';
import { metaNetwork, microNetwork } from './backbones.js';
import { bookWindows } from './book-windows.js';
import type { M3tConfig } from './config.js';
import { type Subgoal, subgoals, subgoalTask } from './subgoals.js';
import { type ExtrinsicMoment, firstVolume, metaSpace, writeExtrinsic } from './tasks.js';
import { bestOf, type TrainedParameters, valueFunction } from './value-function.js';

/** Both traders as they were trained. */
export interface TrainedM3t {
  readonly config: M3tConfig;
  readonly levels: number;
  readonly micro: TrainedParameters;
  readonly meta: TrainedParameters;
  /** What the Micro Trader was shown beside the book rows. */
  readonly extra?: readonly BookFeature[];
}

/** What both traders decide. */
export interface M3tDecisions {
  /** A subgoal, by the extrinsic states [batch × 4]. */
  goals(states: Float32Array, batch: number): Float32Array;
  /** Values of the actions, by windows and private numbers (subgoal one-hot, time ratio, fill ratio). */
  actions(windows: Float32Array, values: Float32Array, batch: number): Float32Array;
  readonly features: number;
  writeWindow(day: BookDay, t: number, out: Float32Array, offset: number): void;
  dispose(): void;
}

/** Makes both value functions. @throws StrataError where parameters do not fit the settings */
export function m3tDecisions({ config, levels, micro, meta, extra = [] }: TrainedM3t): M3tDecisions {
  const windows = bookWindows(config, levels, extra);
  const extraColumns = extra.reduce((sum, f) => sum + f.columns(levels).length, 0);
  const window = { rows: config.bookWindow, features: windows.features };
  const ofMeta = valueFunction(metaNetwork(config), meta, null);
  const actions = valueFunction(microNetwork(config, { levels, extraColumns }), micro, window);
  return {
    goals: (states, batch) => ofMeta(null, states, batch),
    actions,
    features: windows.features,
    writeWindow: windows.write,
    dispose() {
      ofMeta.dispose();
      actions.dispose();
    },
  };
}

/** An executor that can also tell its subgoals. */
export interface M3tExecutor extends Executor {
  /** As `execute`; each subgoal is told as it begins. */
  work(
    pack: BookPack,
    order: SpanOrder,
    rules: MatchingRules,
    watch?: StepWatcher,
    tell?: (goal: EpisodeSubgoal, index: number) => void,
  ): SpanFills;
}

/** Deterministic: the same book and order give the same fills. The device must have been chosen (`useDevice`). */
export function m3tExecutor(trained: TrainedM3t, name = 'M3T'): M3tExecutor {
  const { config } = trained;
  const decisions = m3tDecisions(trained);
  const goals = subgoals(config.subgoalSizes);
  const state = new Float32Array(metaSpace(config).names.length);
  const window = new Float32Array(config.bookWindow * decisions.features);
  const numbers = new Float32Array(goals.length + 2);
  const allowed = new Uint8Array(3);

  /** Works one subgoal. @returns its fills and the steps it took */
  const workGoal = (
    pack: BookPack,
    order: SpanOrder,
    rules: MatchingRules,
    goal: number,
    watch: StepWatcher | undefined,
  ): { readonly worked: SpanFills; readonly elapsed: number } => {
    const day = pack.days[order.span.day] as BookDay;
    const from = pack.dayStart[order.span.day] as number;
    let elapsed = 0;
    numbers.fill(0);
    numbers[goal] = 1;
    const worked = runSteps(
      pack,
      order,
      rules,
      (view) => {
        const best = view.at * pack.levels;
        decisions.writeWindow(day, view.at - from, window, 0);
        numbers[goals.length] = view.step / order.span.steps;
        numbers[goals.length + 1] = (order.shares - view.leftShares) / order.shares;
        allowed[0] = pack.bidTicks[best] ? 1 : 0;
        allowed[1] = pack.askTicks[best] ? 1 : 0;
        allowed[2] = 1;
        return bestOf(decisions.actions(window, numbers, 1), 0, 3, allowed);
      },
      (step, action, m) => {
        elapsed = step + 1;
        watch?.(step, action, m);
      },
    );
    return { worked, elapsed };
  };

  const work: M3tExecutor['work'] = (pack, { span, side, shares }, rules, watch, tell) => {
    const lot = pack.lotShares;
    const fills: EpisodeFill[] = [];
    let [left, t, lastVolume, forcedShares, valueTicks] = [shares, 0, firstVolume, 0, 0];
    while (left >= lot && t < span.steps) {
      const first = span.first + t;
      const moment: ExtrinsicMoment = {
        at: first,
        timeRatio: t / span.steps,
        fillRatio: (shares - left) / shares,
        lastVolume,
      };
      writeExtrinsic({ pack }, moment, state, 0, state.length);
      const k = bestOf(decisions.goals(state, 1), 0, goals.length);
      const goal = goals[k] as Subgoal;
      const rest = { trancheShares: shares, leftShares: left, leftSteps: span.steps - t, lotShares: lot };
      const asked = subgoalTask(goal, rest);
      const size = Math.floor(asked.shares / lot) * lot;
      tell?.(
        { step: t, steps: asked.steps, shares: size, label: `g${k}: ${goal.steps} steps, ${goal.sizePerMille / 10} %` },
        k,
      );
      const offset = t;
      const own = { span: { day: span.day, first, steps: asked.steps }, side, shares: size };
      const { worked, elapsed } = workGoal(pack, own, rules, k, watch && ((step, a, m) => watch(offset + step, a, m)));
      for (const fill of worked.fills) fills.push({ ...fill, step: offset + fill.step });
      forcedShares += worked.forcedShares;
      valueTicks += worked.valueTicks;
      left -= size;
      t += elapsed;
      lastVolume = (pack.volumeBefore[span.first + t] as number) - (pack.volumeBefore[first] as number);
    }
    valueTicks += liquidate(pack, rules, span.first + span.steps - 1, side, left, (ticks, taken) =>
      fills.push({ step: span.steps - 1, ticks, shares: taken, reason: 'forced' }),
    );
    return { fills, forcedShares: forcedShares + left, valueTicks };
  };
  return { name, work, execute: (pack, order, rules, _random, watch) => work(pack, order, rules, watch) };
}

/** What M3T does with one tranche, with its subgoals, for the theatre. */
export function recordM3t(
  executor: M3tExecutor,
  pack: BookPack,
  order: SpanOrder,
  rules: MatchingRules,
): EpisodeRecord {
  const told: EpisodeSubgoal[] = [];
  const telling: Executor = {
    name: executor.name,
    execute: (p, o, r, _random, watch) => executor.work(p, o, r, watch, (goal) => told.push(goal)),
  };
  return { ...recordExecution(telling, pack, order, rules, generator(0)), subgoals: told };
}
