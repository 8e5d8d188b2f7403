/** One cell a stock: all methods on all its days. */
import { type Json, StrataError } from '../../core/index.js';
import {
  type CellContext,
  type CellKey,
  type CellResult,
  loadCurves,
  type Profile,
  profileOf,
  registerExperiment,
  runCells,
} from '../../runs/index.js';
import { type M3tConfig, m3tConfig, matchingRules } from '../../systems/index.js';
import type { StudyOptions } from '../kit.js';
import { EXECUTION_METHODS, executionMethod } from './methods.js';
import { type BookStock, bookStock, stockNames } from './stocks.js';
import { DAY_MEASURES, type DayMeasure, type MethodDays, tradeDays } from './trade-days.js';

/** The paper's experiments sell. */
const SIDE = -1;

/** Everything the tables are made of. */
export interface ExecutionRuns {
  readonly stocks: readonly BookStock[];
  readonly methods: readonly string[];
  readonly shares: number;
  /** Settings that differ from their default. */
  readonly changed: readonly string[];
  readonly synthetic: boolean;
  readonly dataName: string;
  of(method: string, stock: string): MethodDays;
  /** Hashes behind a stock's numbers. */
  inputs(stock: string): readonly string[];
}

registerExperiment({ id: 'execution.days', version: 1, run: runCell });

/** Runs what is not there yet and reads everything. */
export async function runExecution(options: StudyOptions): Promise<ExecutionRuns> {
  const { profile, onEvent, signal } = options;
  const settings = m3tConfig.resolve(options.settings?.m3t);
  const stocks: BookStock[] = [];
  for (const name of stockNames(profile)) stocks.push(await bookStock(name, profile));
  const keys = stocks.map((stock) => keyOf(stock, profile, settings));
  const records = await runCells(keys, { ...(onEvent && { onEvent }), ...(signal && { signal }) });
  const found = new Map<string, { days: ReadonlyMap<string, MethodDays>; inputs: readonly string[] }>();
  for (const record of records) {
    const curves = await loadCurves(record);
    const column = (m: number, measure: DayMeasure): Float64Array =>
      Float64Array.from(curves[columnName(m, measure)] as ArrayLike<number>);
    const days = EXECUTION_METHODS.map(({ name }, m): [string, MethodDays] => {
      const measures = DAY_MEASURES.map((measure) => [measure, column(m, measure)]);
      return [name, Object.fromEntries(measures) as MethodDays];
    });
    found.set(record.key.instrument, { days: new Map(days), inputs: [record.key.data, record.id] });
  }
  const cellOf = (stock: string): { days: ReadonlyMap<string, MethodDays>; inputs: readonly string[] } => {
    const cell = found.get(stock);
    if (cell) return cell;
    throw new StrataError(`the study has no stock ${stock}; it has ${[...found.keys()].join(', ')}`);
  };
  return {
    stocks,
    methods: EXECUTION_METHODS.map((m) => m.name),
    shares: settings.parentShares,
    changed: Object.keys(m3tConfig.diff(settings)),
    synthetic: stocks.every((s) => s.synthetic),
    dataName: [...new Set(stocks.map((s) => s.data))].join(', '),
    of: (method, stock) => cellOf(stock).days.get(executionMethod(method).name) as MethodDays,
    inputs: (stock) => cellOf(stock).inputs,
  };
}

function keyOf(stock: BookStock, profile: Profile, settings: M3tConfig): CellKey {
  return {
    experiment: 'execution.days',
    method: 'baselines and oracles',
    instrument: stock.name,
    seed: 1,
    config: {
      profile,
      side: SIDE,
      mostOfVolume: stock.mostOfVolume,
      methods: EXECUTION_METHODS.map(({ name, cut, make }) => ({ name, cut, executor: make(settings).name })),
      settings: usedSettings(settings),
    },
    data: stock.hash,
  };
}

async function runCell({ key, random, progress, signal }: CellContext): Promise<CellResult> {
  const stock = await bookStock(key.instrument, profileOf(key.config.profile as string));
  const settings = m3tConfig.resolve(key.config.settings as Readonly<Record<string, unknown>>);
  const days = await tradeDays(stock, EXECUTION_METHODS, {
    side: SIDE,
    shares: settings.parentShares,
    settings,
    random,
    signal,
    onDay: (done) => progress(done, stock.days),
  });
  const curves = EXECUTION_METHODS.flatMap(({ name }, m) =>
    DAY_MEASURES.map((measure) => [columnName(m, measure), (days.get(name) as MethodDays)[measure]] as const),
  );
  return { metrics: { days: stock.days }, curves: Object.fromEntries(curves) };
}

/** The settings that decide a cell: rules of the simulator and of the paper's two baselines, benchmark, size of the order. */
function usedSettings(settings: M3tConfig): Readonly<Record<string, Json>> {
  const { parentShares, marketVwapWindow, vwapExecution, apLower, apBand, paceSteps } = settings;
  const rules = matchingRules(settings) as unknown as Readonly<Record<string, Json>>;
  return { ...rules, parentShares, marketVwapWindow, vwapExecution, apLower, apBand, paceSteps };
}

/** Names of columns in a cell's curves: letters, digits, underscores. */
function columnName(method: number, measure: DayMeasure): string {
  return `m${method}_${measure}`;
}
