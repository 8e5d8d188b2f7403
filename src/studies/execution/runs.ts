/** One cell a stock: all methods on all its days. */
import { type Json, StrataError } from '../../core/index.js';
import { m3tRules } from '../../execution/index.js';
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
import { m3tConfig } from '../../systems/index.js';
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
  const shares = m3tConfig.resolve(options.settings?.m3t).parentShares;
  const stocks: BookStock[] = [];
  for (const name of stockNames(profile)) stocks.push(await bookStock(name, profile));
  const keys = stocks.map((stock) => keyOf(stock, profile, shares));
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
    shares,
    synthetic: stocks.every((s) => s.synthetic),
    dataName: [...new Set(stocks.map((s) => s.data))].join(', '),
    of: (method, stock) => cellOf(stock).days.get(executionMethod(method).name) as MethodDays,
    inputs: (stock) => cellOf(stock).inputs,
  };
}

function keyOf(stock: BookStock, profile: Profile, shares: number): CellKey {
  return {
    experiment: 'execution.days',
    method: 'baselines and oracles',
    instrument: stock.name,
    seed: 1,
    config: {
      profile,
      shares,
      side: SIDE,
      mostOfVolume: stock.mostOfVolume,
      methods: EXECUTION_METHODS.map(({ name, cut, make }) => ({ name, cut, executor: make().name })),
      rules: { ...m3tRules } as Record<string, Json>,
    },
    data: stock.hash,
  };
}

async function runCell({ key, random, progress, signal }: CellContext): Promise<CellResult> {
  const stock = await bookStock(key.instrument, profileOf(key.config.profile as string));
  const shares = key.config.shares as number;
  const days = await tradeDays(stock, EXECUTION_METHODS, {
    side: SIDE,
    shares,
    rules: m3tRules,
    random,
    signal,
    onDay: (done) => progress(done, stock.days),
  });
  const curves = EXECUTION_METHODS.flatMap(({ name }, m) =>
    DAY_MEASURES.map((measure) => [columnName(m, measure), (days.get(name) as MethodDays)[measure]] as const),
  );
  return { metrics: { days: stock.days }, curves: Object.fromEntries(curves) };
}

/** Names of columns in a cell's curves: letters, digits, underscores. */
function columnName(method: number, measure: DayMeasure): string {
  return `m${method}_${measure}`;
}
