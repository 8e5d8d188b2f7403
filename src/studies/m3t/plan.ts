/** What each profile trains for the Macro Trader: seeds, settings and how the stocks are grouped into cells. */
import type { Profile } from '../../runs/index.js';
import type { MacroEstimator } from '../../systems/index.js';

/** The networks in the order of Table V. */
export const MACRO_ESTIMATORS: readonly MacroEstimator[] = ['linear', 'mlp', 'lstm'];

export interface MacroPlan {
  readonly seeds: readonly number[];
  /** Settings that differ from the paper's, by estimator. */
  readonly settings: Readonly<Record<MacroEstimator, Readonly<Record<string, number>>>>;
  /** Stocks a cell; the result does not depend on it, the time of a cell does. */
  readonly groupSize: Readonly<Record<MacroEstimator, number>>;
  /** Table X: epochs timed (after as many that are not) and repetitions. */
  readonly timing: { readonly epochs: Readonly<Record<MacroEstimator, number>>; readonly repetitions: number };
}

const paper = { linear: {}, mlp: {}, lstm: {} };
const all = { linear: 8, mlp: 8, lstm: 8 };
const longTiming = { epochs: { linear: 1000, mlp: 200, lstm: 100 }, repetitions: 5 };
const tenSeeds = Array.from({ length: 10 }, (_, n) => n + 1);

const PLANS: Readonly<Record<Profile, MacroPlan>> = {
  smoke: {
    seeds: [1],
    settings: {
      linear: { macroEpochs: 20, macroLearningRate: 0.01 },
      mlp: { macroEpochs: 20, macroLearningRate: 0.01 },
      lstm: { macroEpochs: 10, macroLearningRate: 0.01, macroHidden: 8 },
    },
    groupSize: all,
    timing: { epochs: { linear: 5, mlp: 5, lstm: 2 }, repetitions: 1 },
  },
  quick: {
    seeds: [1],
    settings: {
      linear: { macroEpochs: 1000, macroLearningRate: 0.01 },
      mlp: { macroEpochs: 300, macroLearningRate: 0.003 },
      lstm: { macroEpochs: 100, macroLearningRate: 0.01 },
    },
    groupSize: all,
    timing: { epochs: { linear: 200, mlp: 50, lstm: 10 }, repetitions: 3 },
  },
  standard: { seeds: [1, 2, 3], settings: paper, groupSize: { ...all, lstm: 2 }, timing: longTiming },
  extended: { seeds: tenSeeds, settings: paper, groupSize: { ...all, lstm: 2 }, timing: longTiming },
  full: { seeds: tenSeeds, settings: paper, groupSize: { ...all, lstm: 2 }, timing: longTiming },
};

export function macroPlan(profile: Profile): MacroPlan {
  return PLANS[profile];
}

/** Consecutive groups of at most `size`. */
export function groupsOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, g) => items.slice(g * size, (g + 1) * size));
}
