/** The cell `m3t.macro-time`: wall-clock seconds an estimator needs for 1000 epochs on one stock (M3T Table X). */
import { generator } from '../../core/index.js';
import {
  type CellContext,
  type CellKey,
  type CellResult,
  type Experiment,
  registerExperiment,
} from '../../runs/index.js';
import { type M3tConfig, m3tConfig } from './config.js';
import { loadMacroBars, type MacroStock, macroData } from './macro-data.js';
import { macroCell, macroForm } from './macro-experiment.js';
import type { MacroEstimator } from './macro-networks.js';
import { profileSamples } from './macro-samples.js';
import { trainMacro } from './macro-training.js';

/**
 * Key of one measurement. Its result depends on the machine, which is kept in the record's fingerprint: remove the cell to measure again.
 *
 * @param epochs     epochs timed, after as many that warm up; one look at the validation days falls into them
 * @param repetition counted from 1
 */
export function macroTimingCell(
  estimator: MacroEstimator,
  instrument: string,
  repetition: number,
  epochs: number,
  config: M3tConfig,
  source: { readonly dataset: string; readonly hash: string },
): CellKey {
  const settings = { ...config, macroEpochs: 2 * epochs, macroValidateEvery: epochs };
  return { ...macroCell(estimator, [instrument], repetition, settings, source), experiment: 'm3t.macro-time' };
}

export const macroTimingExperiment: Experiment = { id: 'm3t.macro-time', version: 1, run: timeCell };
registerExperiment(macroTimingExperiment);

async function timeCell({ key, signal, progress }: CellContext): Promise<CellResult> {
  const { dataset, ...overrides } = key.config;
  const config = m3tConfig.resolve(overrides);
  const epochs = config.macroValidateEvery;
  const estimator = key.method as MacroEstimator;
  const { bars } = await loadMacroBars(String(dataset), [key.instrument]);
  const { profile, train, validation } = macroData(bars, config).stocks[0] as MacroStock;
  const model = {
    name: key.instrument,
    train: profileSamples(profile, train, config.historyDays),
    selection: profileSamples(profile, validation, config.historyDays),
  };
  const at: number[] = [];
  await trainMacro(
    [model],
    {
      form: macroForm(estimator, config),
      hidden: config.macroHidden,
      learningRate: config.macroLearningRate,
      epochs: 2 * epochs,
      validateEvery: epochs,
      keep: 'best',
    },
    generator(`m3t.macro-time ${estimator} ${key.seed}`),
    {
      signal,
      progress: (done, total) => {
        at.push(performance.now());
        progress(done, total);
      },
    },
  );
  const seconds = ((at[1] ?? Number.NaN) - (at[0] ?? Number.NaN)) / 1000;
  return { metrics: { secondsPer1000Epochs: (1000 * seconds) / epochs, samples: model.train.count } };
}
