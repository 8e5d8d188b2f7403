/** Runs the Macro Trader's cells of a profile and gathers, stock by stock, every method's estimates and daily errors of the test days. */
import { StrataError } from '../../core/index.js';
import type { SeedDays } from '../../evaluation/index.js';
import { type CellKey, type CellRecord, runCells } from '../../runs/index.js';
import {
  dailySquaredErrors,
  loadMacroBars,
  longMeanForecast,
  M3T_STOCKS,
  type M3tConfig,
  type MacroData,
  type MacroEstimator,
  m3tConfig,
  macroCell,
  macroData,
  movingAverageForecast,
  normalised,
  type ProfileForecast,
  readEstimates,
} from '../../systems/index.js';
import type { StudyOptions } from '../kit.js';
import { groupsOf, MACRO_ESTIMATORS, type MacroPlan, macroPlan } from './plan.js';

/** Row labels of Table V in the paper's order, and our own reference. */
export const METHODS = ['MA', 'Linear', 'MLP', 'Macro Trader', 'Long mean (ours)'] as const;
export type Method = (typeof METHODS)[number];

const ROW_OF: Readonly<Record<MacroEstimator, Method>> = { linear: 'Linear', mlp: 'MLP', lstm: 'Macro Trader' };

/** Estimates of one method for one stock, one for each seed (a single one for an average). */
export interface MethodRun {
  readonly forecasts: readonly ProfileForecast[];
  /** Mean squared error of each test day, a row a seed. */
  readonly errors: SeedDays;
  /** Ids of the cells, or the hash of the data for an average. */
  readonly inputs: readonly string[];
}

export interface MacroRuns {
  readonly data: MacroData;
  readonly dataHash: string;
  /** `cn-15min`, or the twin's id with the word synthetic. */
  readonly dataName: string;
  readonly plan: MacroPlan;
  readonly config: M3tConfig;
  readonly configOf: Readonly<Record<MacroEstimator, M3tConfig>>;
  readonly records: Readonly<Record<MacroEstimator, readonly CellRecord[]>>;
  /** By stock and method. */
  readonly runs: Readonly<Record<string, Readonly<Record<Method, MethodRun>>>>;
}

export const MACRO_DATASET = 'cn-15min';

export async function runMacro(options: StudyOptions): Promise<MacroRuns> {
  const plan = macroPlan(options.profile);
  const overrides = options.settings?.m3t ?? {};
  const config = m3tConfig.resolve(overrides);
  const configOf = Object.fromEntries(
    MACRO_ESTIMATORS.map((e) => [e, m3tConfig.resolve({ ...plan.settings[e], ...overrides })]),
  ) as Record<MacroEstimator, M3tConfig>;
  const { bars, hash } = await loadMacroBars(MACRO_DATASET, M3T_STOCKS);
  const data = macroData(bars, config);

  const keys: CellKey[] = [];
  for (const seed of plan.seeds)
    for (const estimator of MACRO_ESTIMATORS)
      for (const group of groupsOf(M3T_STOCKS, plan.groupSize[estimator])) {
        const part = await loadMacroBars(MACRO_DATASET, group);
        keys.push(macroCell(estimator, group, seed, configOf[estimator], { dataset: MACRO_DATASET, hash: part.hash }));
      }
  const records = await runCells(keys, { ...handlers(options) });
  const recordsOf = (estimator: MacroEstimator): CellRecord[] => records.filter((r) => r.key.method === estimator);

  const leak = config.macroSelection === 'best-test';
  const finish = (f: ProfileForecast): ProfileForecast => (config.profileNormalise === 'on' ? normalised(f) : f);
  const runs: Record<string, Record<Method, MethodRun>> = {};
  for (const { profile, test } of data.stocks) {
    const average = (forecast: ProfileForecast): MethodRun => {
      const finished = finish(forecast);
      return { forecasts: [finished], errors: [dailySquaredErrors(finished)], inputs: [hash] };
    };
    const trained = (estimator: MacroEstimator): MethodRun => {
      const own = recordsOf(estimator).filter((r) => r.key.instrument.split('+').includes(profile.instrument));
      const forecasts = own.map((r) => finish(estimatesOf(r, profile.instrument)));
      return {
        forecasts,
        errors: forecasts.map((f) => dailySquaredErrors(f, { leak })),
        inputs: [hash, ...own.map((r) => r.id)],
      };
    };
    runs[profile.instrument] = {
      MA: average(movingAverageForecast(profile, test, config.historyDays)),
      [ROW_OF.linear]: trained('linear'),
      [ROW_OF.mlp]: trained('mlp'),
      [ROW_OF.lstm]: trained('lstm'),
      'Long mean (ours)': average(longMeanForecast(profile, test)),
    } as Record<Method, MethodRun>;
  }
  return {
    data,
    dataHash: hash,
    dataName: data.synthetic ? `${data.dataset} (synthetic)` : data.dataset,
    plan,
    config,
    configOf,
    records: { linear: recordsOf('linear'), mlp: recordsOf('mlp'), lstm: recordsOf('lstm') },
    runs,
  };
}

/** Column of the mean over the stocks. */
export const MEAN_COLUMN = 'mean';

/** The stocks in the paper's order, with the mean over them last. */
export function columnsOf(runs: MacroRuns): string[] {
  return [...runs.data.stocks.map((s) => s.profile.instrument), MEAN_COLUMN];
}

/** Errors of a method on a stock, or their mean over the stocks on the days that all of them have. */
export function errorsOf(macro: MacroRuns, method: Method, column: string): SeedDays {
  if (column !== MEAN_COLUMN) return runOf(macro, method, column).errors;
  const parts = macro.data.stocks.map(({ profile }) => runOf(macro, method, profile.instrument));
  const daysOf = (part: MethodRun): readonly string[] => part.forecasts[0]?.days ?? [];
  const common = daysOf(parts[0] as MethodRun).filter((day) => parts.every((part) => daysOf(part).includes(day)));
  return (parts[0] as MethodRun).errors.map((_, seed) =>
    Float64Array.from(common, (day) => {
      const values = parts.map((part) => part.errors[seed]?.[daysOf(part).indexOf(day)] ?? Number.NaN);
      return values.reduce((sum, v) => sum + v, 0) / values.length;
    }),
  );
}

export function runOf(macro: MacroRuns, method: Method, stock: string): MethodRun {
  const found = macro.runs[stock]?.[method];
  if (!found) throw new StrataError(`There is no run of ${method} on ${stock}.`);
  return found;
}

/** Hashes behind a cell of the tables. */
export function inputsOf(macro: MacroRuns, methods: readonly Method[], column: string): string[] {
  const stocks = column === MEAN_COLUMN ? macro.data.stocks.map((s) => s.profile.instrument) : [column];
  return [...new Set(methods.flatMap((m) => stocks.flatMap((stock) => runOf(macro, m, stock).inputs)))];
}

/** What a study hands on to the runner. */
export function handlers(options: StudyOptions): Pick<StudyOptions, 'onEvent' | 'signal'> {
  return {
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  };
}

function estimatesOf(record: CellRecord, instrument: string): ProfileForecast {
  const found = readEstimates(record.folder).find((f) => f.instrument === instrument);
  if (!found)
    throw new StrataError(
      `Cell ${record.id} holds no estimates of ${instrument}: remove ${record.folder} and run it again.`,
    );
  return found;
}
