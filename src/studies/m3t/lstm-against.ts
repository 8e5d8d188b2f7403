/** The Macro Trader against each other estimator, stock by stock: paired differences with intervals and Diebold-Mariano tests. */
import { generator } from '../../core/index.js';
import { lowerVerdict, type ResultCell, type SeedDayEstimate, seedDayMean } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import { dieboldMariano } from '../../statistics/index.js';
import type { Table } from '../kit.js';
import { describeBriefly } from './describe.js';
import { columnsOf, errorsOf, inputsOf, type MacroRuns, MEAN_COLUMN, type Method } from './macro-runs.js';
import { type PublishedTable, publishedTable } from './published.js';
import { ERROR_SCALE } from './table-5.js';

/** Error of a minus error of b on the same days. */
export function pairedDifference(macro: MacroRuns, a: Method, b: Method, column: string): SeedDayEstimate {
  const random = generator(`m3t difference ${a} ${b} ${column}`);
  return seedDayMean(errorsOf(macro, a, column), { random }, errorsOf(macro, b, column));
}

const OTHERS: readonly Method[] = ['MA', 'Linear', 'MLP', 'Long mean (ours)'];

/** Differences Macro Trader − other, and MA − other networks; a verdict says whether the first is lower. */
export function differenceTable(macro: MacroRuns, profile: Profile): Table {
  const published = publishedTable('m3t-table-5');
  const pairs: readonly [Method, Method][] = [
    ...OTHERS.map((b): [Method, Method] => ['Macro Trader', b]),
    ['MA', 'Linear'],
    ['MA', 'MLP'],
  ];
  const columns = columnsOf(macro);
  const cells = pairs.flatMap(([a, b]) =>
    columns.map((column): ResultCell => {
      const difference = pairedDifference(macro, a, b, column);
      return {
        study: 'm3t',
        table: 'm3t-macro-differences',
        row: `${a} − ${b}`,
        column,
        metric: 'volume_profile_mse_difference',
        unit: '1e-3',
        value: difference.value * ERROR_SCALE,
        low: difference.low * ERROR_SCALE,
        high: difference.high * ERROR_SCALE,
        n: difference.n,
        published: publishedDifference(published, a, b, column),
        verdict: lowerVerdict(difference),
        data: macro.dataName,
        profile,
        inputs: inputsOf(macro, [a, b], column),
      };
    }),
  );
  return {
    id: 'm3t-macro-differences',
    title: 'Macro Trader against the other estimators, paired by day',
    note:
      'Difference of the squared errors × 1e-3 with its 95 % interval (seeds and days drawn anew, the same days on both sides); negative: the first is better. ' +
      'Verdict on “the first has the lower error”: holds where the whole interval is below zero, does not hold where it is above, else cannot be decided. ' +
      `Beside it the difference of the printed errors. ${describeBriefly(macro)}`,
    rows: pairs.map(([a, b]) => `${a} − ${b}`),
    columns,
    cells,
    digits: 3,
    better: 'low',
    synthetic: macro.data.synthetic,
  };
}

/** Diebold-Mariano test of equal accuracy on daily squared errors, the seeds of the Macro Trader averaged day by day. */
export function dieboldMarianoTable(macro: MacroRuns, profile: Profile): Table {
  const columns = columnsOf(macro);
  const cells = (['MA', 'Long mean (ours)'] as const).flatMap((other) =>
    columns.flatMap((column): ResultCell[] => {
      const test = dieboldMariano(
        dayMeans(errorsOf(macro, 'Macro Trader', column)),
        dayMeans(errorsOf(macro, other, column)),
        {
          horizon: 1,
          correction: 'harvey',
        },
      );
      const shared = {
        study: 'm3t',
        table: 'm3t-macro-diebold-mariano',
        column,
        unit: '1',
        low: null,
        high: null,
        n: test.n,
        published: null,
        verdict: null,
        data: macro.dataName,
        profile,
        inputs: inputsOf(macro, ['Macro Trader', other], column),
      };
      return [
        { ...shared, row: `against ${other}: statistic`, metric: 'diebold_mariano', value: test.statistic },
        { ...shared, row: `against ${other}: p-value`, metric: 'diebold_mariano_p', value: test.pValue },
      ];
    }),
  );
  return {
    id: 'm3t-macro-diebold-mariano',
    title: 'Macro Trader against averages: Diebold-Mariano tests',
    note:
      'Statistic on the daily squared errors (one-day horizon, Harvey’s small-sample correction), negative where the Macro Trader is better; two-sided p-values, ' +
      `not corrected for the number of stocks. The paper prints no test. ${describeBriefly(macro)}`,
    rows: [...new Set(cells.map((c) => c.row))],
    columns,
    cells,
    digits: 3,
    better: 'none',
    synthetic: macro.data.synthetic,
  };
}

function publishedDifference(published: PublishedTable, a: Method, b: Method, column: string): number | null {
  const stocks = column === MEAN_COLUMN ? [...new Set(published.cells.map((c) => c.column))] : [column];
  const differences = stocks.map((stock) => {
    const [first, second] = [published.mean(a, stock), published.mean(b, stock)];
    return first === null || second === null ? null : first - second;
  });
  if (differences.length === 0 || differences.includes(null)) return null;
  const mean = differences.reduce((sum: number, d) => sum + (d ?? 0), 0) / differences.length;
  return Math.round(mean * 1e4) / 1e4;
}

function dayMeans(rows: ReturnType<typeof errorsOf>): Float64Array {
  return Float64Array.from(
    { length: rows[0]?.length ?? 0 },
    (_, d) => rows.reduce((sum, r) => sum + (r[d] as number), 0) / rows.length,
  );
}
