/** M3T's flat baselines as executors: a trained DQN, DDQN or A2C that decides in each of a tranche's steps, without subgoals (docs/papers/m3t.md, baselines). */
import { type Executor, steppingExecutor } from '../../execution/index.js';
import type { BookFeature } from '../../features/index.js';
import type { BookDay } from '../../market/index.js';
import {
  bestOf,
  bookWindows,
  flatNetwork,
  type M3tConfig,
  type TrainedParameters,
  valueFunction,
} from '../m3t/index.js';
import { actorNetwork } from './networks.js';

/** A flat trader as it was trained. */
export interface TrainedFlat {
  readonly config: M3tConfig;
  readonly levels: number;
  /** What its network gives: values of the actions, or an actor's preferences. */
  readonly kind: 'values' | 'actor';
  readonly parameters: TrainedParameters;
  readonly extra?: readonly BookFeature[];
}

/** What a flat trader decides by. */
export interface FlatDecisions {
  /** Numbers of the three actions, by windows and private numbers (time ratio, fill ratio). */
  actions(windows: Float32Array, values: Float32Array, batch: number): Float32Array;
  readonly features: number;
  writeWindow(day: BookDay, t: number, out: Float32Array, offset: number): void;
  dispose(): void;
}

/** @throws StrataError where parameters do not fit the settings */
export function flatDecisions({ config, levels, kind, parameters, extra = [] }: TrainedFlat): FlatDecisions {
  const windows = bookWindows(config, levels, extra);
  const sight = { levels, extraColumns: extra.reduce((sum, f) => sum + f.columns(levels).length, 0) };
  const network = kind === 'values' ? flatNetwork(config, sight) : actorNetwork(config, sight);
  const actions = valueFunction(network, parameters, { rows: config.bookWindow, features: windows.features });
  return {
    actions,
    features: windows.features,
    writeWindow: windows.write,
    dispose: actions.dispose,
  };
}

/** Deterministic; the device must have been chosen (`useDevice`). */
export function flatExecutor(trained: TrainedFlat, name: string): Executor {
  const { config } = trained;
  const decisions = flatDecisions(trained);
  const window = new Float32Array(config.bookWindow * decisions.features);
  const numbers = new Float32Array(2);
  const allowed = new Uint8Array(3);
  return steppingExecutor(name, (pack, { span, shares }) => {
    const day = pack.days[span.day] as BookDay;
    const from = pack.dayStart[span.day] as number;
    return (view) => {
      const best = view.at * pack.levels;
      decisions.writeWindow(day, view.at - from, window, 0);
      numbers[0] = view.step / span.steps;
      numbers[1] = (shares - view.leftShares) / shares;
      allowed[0] = pack.bidTicks[best] ? 1 : 0;
      allowed[1] = pack.askTicks[best] ? 1 : 0;
      allowed[2] = 1;
      return bestOf(decisions.actions(window, numbers, 1), 0, 3, allowed);
    };
  });
}
