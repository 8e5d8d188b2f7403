/** Sentences that say which data, days, seeds and settings a Macro Trader table comes from. */
import { type MacroEstimator, m3tConfig } from '../../systems/index.js';
import type { MacroRuns } from './macro-runs.js';
import { MACRO_ESTIMATORS } from './plan.js';

const NAMES: Readonly<Record<MacroEstimator, string>> = { linear: 'Linear', mlp: 'MLP', lstm: 'Macro Trader' };

/** Data, split, epochs, seeds, deviations from the paper's settings. */
export function describeRuns(macro: MacroRuns): string {
  const { data, plan, configOf } = macro;
  const first = data.stocks[0];
  if (!first) return `Data: ${macro.dataName}, no stock.`;
  const { profile, train, validation, test } = first;
  const span = (from: number, to: number): string => `${profile.days[from]} to ${profile.days[to - 1]} (${to - from})`;
  const work = MACRO_ESTIMATORS.map((e) => {
    const c = configOf[e];
    return `${NAMES[e]} ${c.macroEpochs} epochs at ${c.macroLearningRate}`;
  });
  const changed = [...new Set(MACRO_ESTIMATORS.flatMap((e) => Object.keys(m3tConfig.diff(configOf[e]))))].filter(
    (name) => name !== 'macroEpochs' && name !== 'macroLearningRate',
  );
  return [
    `Data: ${macro.dataName}${data.synthetic ? ', made up from calibrated parameters: it says nothing about real markets' : ''}.`,
    `Days of ${profile.instrument}: training ${span(train.from, train.to)}, validation ${span(validation.from, validation.to)}, test ${span(test.from, test.to)}.`,
    `${plan.seeds.length} ${plan.seeds.length === 1 ? 'seed' : 'seeds'}; ${work.join(', ')} (the paper: 5000 at 0.0001).`,
    changed.length > 0 ? `Settings that differ from their default: ${changed.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The same in a line, for the tables beside Table V. */
export function describeBriefly(macro: MacroRuns): string {
  return `Data: ${macro.dataName}; days, seeds and settings as in Table V.`;
}

/**
 * Why this run cannot decide a claim of the paper, or null where it can: bars that were made up, or networks trained less than the
 * paper's.
 */
export function undecidable(macro: MacroRuns): string | null {
  if (macro.data.synthetic) return 'the bars are synthetic';
  const names = ['macroEpochs', 'macroLearningRate', 'macroHidden'] as const;
  const changed = MACRO_ESTIMATORS.some((e) => names.some((name) => name in m3tConfig.diff(macro.configOf[e])));
  return changed ? 'the networks were not trained as in the paper (5000 epochs, learning rate 0.0001, 64 units)' : null;
}
