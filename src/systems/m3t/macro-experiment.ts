/** The cell `m3t.macro`: one estimator trained for a group of stocks and one seed, with its estimates of the test days. */
import fs from 'node:fs';
import path from 'node:path';
import {
  encodeSafetensors,
  generator,
  type Json,
  type NamedTensor,
  StrataError,
  writeFileAtomic,
} from '../../core/index.js';
import type { FittedOn } from '../../features/index.js';
import {
  type CellContext,
  type CellKey,
  type CellResult,
  type Experiment,
  registerExperiment,
} from '../../runs/index.js';
import { type M3tConfig, m3tConfig } from './config.js';
import { loadMacroBars, type MacroStock, macroData } from './macro-data.js';
import { dailySquaredErrors, forecastProfiles, type ProfileForecast } from './macro-forecast.js';
import type { MacroModel } from './macro-learner.js';
import { type MacroEstimator, macroShapes } from './macro-networks.js';
import { estimateProfile, type MacroForm } from './macro-predict.js';
import { profileSamples } from './macro-samples.js';
import { type TrainedMacro, trainMacro } from './macro-training.js';

/** File of a cell with the estimates of its test days, an array of {@link ProfileForecast} with plain numbers. */
export const ESTIMATES_FILE = 'estimates.json';
/** File of a cell with the kept weights, named `stock/parameter`. */
export const WEIGHTS_FILE = 'weights.safetensors';

type SettingName = keyof M3tConfig & string;
const SHARED_SETTINGS: readonly SettingName[] = [
  'tranches',
  'historyDays',
  'split',
  'splitShares',
  'splitMonths',
  'profileDenominator',
  'macroScope',
  'macroSelection',
  'macroEpochs',
  'macroLearningRate',
  'macroValidateEvery',
];
const OWN_SETTINGS: Readonly<Record<MacroEstimator, readonly SettingName[]>> = {
  lstm: ['macroHidden', 'macroActivation'],
  mlp: ['mlpBaseline'],
  linear: [],
};

/** Key of the cell that trains an estimator; only settings that can change its result are part of it. */
export function macroCell(
  estimator: MacroEstimator,
  instruments: readonly string[],
  seed: number,
  config: M3tConfig,
  source: { readonly dataset: string; readonly hash: string },
): CellKey {
  const settings = [...SHARED_SETTINGS, ...OWN_SETTINGS[estimator]].map((name) => [name, config[name] as Json]);
  return {
    experiment: 'm3t.macro',
    method: estimator,
    instrument: instruments.join('+'),
    seed,
    config: { dataset: source.dataset, ...Object.fromEntries(settings) },
    data: source.hash,
  };
}

/** Form of an estimator's network under the settings. */
export function macroForm(estimator: MacroEstimator, config: M3tConfig): MacroForm {
  return { estimator, activation: config.macroActivation, mlp: config.mlpBaseline };
}

export const macroExperiment: Experiment = { id: 'm3t.macro', version: 1, run: trainCell };
registerExperiment(macroExperiment);

async function trainCell(context: CellContext): Promise<CellResult> {
  const { key } = context;
  const { dataset, ...overrides } = key.config;
  const config = m3tConfig.resolve(overrides);
  const estimator = key.method as MacroEstimator;
  const form = macroForm(estimator, config);
  const instruments = key.instrument.split('+');
  const { bars, hash } = await loadMacroBars(String(dataset), instruments);
  if (hash !== key.data)
    throw new StrataError(
      `The bars of ${key.instrument} in ${dataset} have the hash ${hash}, the cell was planned for ${key.data}: plan the run again.`,
    );
  const { stocks } = macroData(bars, config);
  const models = stocks.flatMap((stock) => modelsOf(stock, config));

  // Seeded by the seed alone, not by the cell: a stock's result must not depend on the stocks it is grouped with.
  const random = generator(`m3t.macro ${estimator} ${key.seed}`);
  const checkpoint = path.join(context.scratch, 'training.bin');
  const trained = await trainMacro(
    models,
    {
      form,
      hidden: config.macroHidden,
      learningRate: config.macroLearningRate,
      epochs: config.macroEpochs,
      validateEvery: config.macroValidateEvery,
      keep: config.macroSelection === 'last' ? 'last' : 'best',
    },
    random,
    {
      resume: fs.existsSync(checkpoint) ? fs.readFileSync(checkpoint) : undefined,
      save: (state) => writeFileAtomic(checkpoint, state),
      progress: (done, total, loss) => context.progress(done, total, { 'validation MSE × 1e-3': loss * 1e3 }),
      signal: context.signal,
    },
  );

  const forecasts = stocks.map((stock) => forecastOf(stock, config, form, trained));
  const leak = config.macroSelection === 'best-test';
  return {
    metrics: Object.fromEntries(
      forecasts.map((f) => [f.instrument, metricsOf(f, trained, modelNames(f.instrument, config), leak)]),
    ),
    curves: curvesOf(trained, config.macroEpochs),
    files: {
      [WEIGHTS_FILE]: weightsFile(trained, form, config, key),
      [ESTIMATES_FILE]: `${JSON.stringify(forecasts.map((f) => ({ ...f, estimates: [...f.estimates], realised: [...f.realised] })))}\n`,
    },
  };
}

/** Estimates that a finished cell wrote. */
export function readEstimates(folder: string): ProfileForecast[] {
  const plain = JSON.parse(fs.readFileSync(path.join(folder, ESTIMATES_FILE), 'utf8')) as (Omit<
    ProfileForecast,
    'estimates' | 'realised'
  > & { estimates: number[]; realised: number[] })[];
  return plain.map((f) => ({
    ...f,
    estimates: Float64Array.from(f.estimates),
    realised: Float64Array.from(f.realised),
  }));
}

function modelNames(instrument: string, config: M3tConfig): readonly string[] {
  if (config.macroScope === 'pooled-tranches') return [instrument];
  return Array.from({ length: config.tranches }, (_, i) => `${instrument}.${i}`);
}

function modelsOf(stock: MacroStock, config: M3tConfig): MacroModel[] {
  const selection = config.macroSelection === 'best-test' ? stock.test : stock.validation;
  const pooled = config.macroScope === 'pooled-tranches';
  return modelNames(stock.profile.instrument, config).map((name, i) => {
    const tranche = pooled ? undefined : i;
    return {
      name,
      train: profileSamples(stock.profile, stock.train, config.historyDays, tranche),
      selection: profileSamples(stock.profile, selection, config.historyDays, tranche),
    };
  });
}

/** Days whose shares trained the weights, were their inputs, or chose their epoch. */
function fittedOn({ profile, train, validation, test }: MacroStock, config: M3tConfig): FittedOn {
  const last = { last: train, 'best-validation': validation, 'best-test': test }[config.macroSelection];
  return { from: profile.days[train.from - config.historyDays] as string, to: profile.days[last.to - 1] as string };
}

function forecastOf(stock: MacroStock, config: M3tConfig, form: MacroForm, trained: TrainedMacro): ProfileForecast {
  const weights = modelNames(stock.profile.instrument, config).map((name) => trained.weights[name] ?? {});
  const shared = weights.length === 1 ? (weights[0] ?? {}) : weights;
  return forecastProfiles(
    stock.profile,
    stock.test,
    config.historyDays,
    (history, tranches) => estimateProfile(form, shared, history, tranches),
    fittedOn(stock, config),
  );
}

function metricsOf(f: ProfileForecast, trained: TrainedMacro, names: readonly string[], leak: boolean): Json {
  const errors = dailySquaredErrors(f, { leak });
  return {
    testMse: errors.reduce((sum, e) => sum + e, 0) / errors.length,
    testDays: f.days.length,
    keptEpoch: names.map((name) => trained.keptEpoch[name] ?? 0),
    selectionMse: names.map((name) => bestOf(trained.validationLoss[name] ?? new Float32Array(0))),
    fittedOn: f.fittedOn ? { from: f.fittedOn.from, to: f.fittedOn.to } : null,
  };
}

function bestOf(curve: Float32Array): number {
  return curve.reduce((best, loss) => (loss < best ? loss : best), Number.POSITIVE_INFINITY);
}

function curvesOf(trained: TrainedMacro, epochs: number): Record<string, Int32Array | Float32Array> {
  const curves: Record<string, Int32Array | Float32Array> = {
    epoch: Int32Array.from({ length: epochs }, (_, n) => n + 1),
  };
  for (const [name, curve] of Object.entries(trained.trainLoss)) curves[`train ${name}`] = curve;
  for (const [name, curve] of Object.entries(trained.validationLoss)) curves[`validation ${name}`] = curve;
  return curves;
}

function weightsFile(trained: TrainedMacro, form: MacroForm, config: M3tConfig, key: CellKey): Uint8Array {
  const shapes = macroShapes(form, config.historyDays, config.macroHidden);
  const tensors: Record<string, NamedTensor> = {};
  for (const [model, weights] of Object.entries(trained.weights))
    for (const [name, values] of Object.entries(weights))
      tensors[`${model}/${name}`] = { shape: shapes[name]?.shape ?? [values.length], values };
  return encodeSafetensors(tensors, {
    estimator: form.estimator,
    activation: form.activation,
    mlp: form.mlp,
    data: key.data,
  });
}
