/** Settings of M3T: one record with schema, default, ledger id and a line of doc each (docs/papers/m3t.md, open choices). */
import * as v from 'valibot';
import {
  type ConfigRecord,
  choice,
  defineConfig,
  type Setting,
  type Settings,
  setting,
  type Values,
} from '../../core/index.js';
import { type SimulatorSettings, simulatorSettings } from './simulator-settings.js';
import { type TraderSettings, traderSettings } from './trader-settings.js';

/** The eight stocks of the paper, members of the SSE 50. */
export const M3T_STOCKS: readonly string[] = [
  '600000',
  '600010',
  '600018',
  '600028',
  '600030',
  '600048',
  '600050',
  '600104',
];

export interface M3tSettings extends Settings, SimulatorSettings, TraderSettings {
  readonly tranches: Setting<number>;
  readonly historyDays: Setting<number>;
  readonly split: Setting<'by-share' | 'by-month'>;
  readonly splitShares: Setting<readonly number[]>;
  readonly splitMonths: Setting<readonly string[]>;
  readonly profileDenominator: Setting<'tranches' | 'whole-day'>;
  readonly profileNormalise: Setting<'off' | 'on'>;
  readonly allocationRounding: Setting<'floor-largest' | 'floor-drop'>;
  readonly lotShares: Setting<number>;
  readonly parentShares: Setting<number>;
  readonly macroHidden: Setting<number>;
  readonly macroActivation: Setting<'relu' | 'none'>;
  readonly macroScope: Setting<'pooled-tranches' | 'per-tranche'>;
  readonly macroSelection: Setting<'best-validation' | 'last' | 'best-test'>;
  readonly mlpBaseline: Setting<'linear-dropout' | 'relu'>;
  readonly macroEpochs: Setting<number>;
  readonly macroLearningRate: Setting<number>;
  readonly macroValidateEvery: Setting<number>;
}

const count = (minimum: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum));
const positive: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.gtValue(0));
const month: v.GenericSchema<unknown, string> = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'a month such as 2014-11'));

/** Every setting of M3T that has code so far; `strata config m3t` lists them. */
export const m3tConfig: ConfigRecord<M3tSettings> = defineConfig<M3tSettings>('m3t', {
  tranches: setting<number>({ schema: count(1), default: 8, doc: 'tranches a day, of equal trading time' }),
  historyDays: setting<number>({ schema: count(1), default: 20, doc: 'N, days of history an estimate uses' }),
  split: choice(['by-share', 'by-month'], {
    ledger: 'm3t.split',
    doc: 'how the days are cut into training, validation and test; by-month is meant for the paper’s own period',
  }),
  splitShares: setting<readonly number[]>({
    schema: v.pipe(v.array(positive), v.length(3)),
    default: [0.6, 0.2, 0.2],
    doc: 'shares of the days for training, validation and test (split by-share)',
  }),
  splitMonths: setting<readonly string[]>({
    schema: v.pipe(v.array(month), v.length(2)),
    default: ['2014-11', '2015-01'],
    doc: 'first month of validation and first month of test (split by-month)',
  }),
  profileDenominator: choice(['tranches', 'whole-day'], {
    ledger: 'm3t.profile-denominator',
    doc: 'a tranche’s share of the volume in the tranches, or of the whole day’s',
  }),
  profileNormalise: choice(['off', 'on'], {
    ledger: 'm3t.profile-normalise',
    doc: 'divide the estimated shares of a day by their sum before the order is cut',
  }),
  allocationRounding: choice(['floor-largest', 'floor-drop'], {
    ledger: 'm3t.allocation-rounding',
    doc: 'what rounding down leaves goes to the largest tranche, or is forgotten',
  }),
  lotShares: setting<number>({ schema: count(1), default: 100, doc: 'smallest order, shares' }),
  parentShares: setting<number>({ schema: count(1), default: 120_000, doc: 'order of a day in evaluation, shares' }),
  macroHidden: setting<number>({
    schema: count(1),
    default: 64,
    options: [64, 128],
    ledger: 'm3t.macro-hidden',
    doc: 'units of the LSTM layer',
  }),
  macroActivation: choice(['relu', 'none'], {
    ledger: 'm3t.macro-activation',
    doc: 'between the last hidden state and the linear layer',
  }),
  macroScope: choice(['pooled-tranches', 'per-tranche'], {
    ledger: 'm3t.macro-scope',
    doc: 'one model a stock over the samples of all tranches, or one a tranche',
  }),
  macroSelection: choice(['best-validation', 'last', 'best-test'], {
    ledger: 'm3t.macro-selection',
    doc: 'whose error chooses the epoch; best-test leaks and is there to measure how much that flatters',
  }),
  mlpBaseline: choice(['linear-dropout', 'relu'], {
    ledger: 'm3t.mlp-baseline',
    doc: 'form of the MLP estimator: dropout one half and no activation, or ReLU and no dropout',
  }),
  macroEpochs: setting<number>({ schema: count(1), default: 5000, doc: 'epochs of a profile estimator, full batch' }),
  macroLearningRate: setting<number>({
    schema: positive,
    default: 1e-4,
    doc: 'Adam’s learning rate of a profile estimator',
  }),
  macroValidateEvery: setting<number>({
    schema: count(1),
    default: 5,
    doc: 'epochs between two looks at the validation error',
  }),
  ...traderSettings,
  ...simulatorSettings,
});

export type M3tConfig = Values<M3tSettings>;
