/** Table V: error of the estimated volume profile, every estimator × every stock, the printed number beside ours. */
import { generator } from '../../core/index.js';
import { cellVerdict, type ResultCell, seedDayMean } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import type { Table } from '../kit.js';
import { describeRuns } from './describe.js';
import { columnsOf, errorsOf, inputsOf, type MacroRuns, MEAN_COLUMN, METHODS } from './macro-runs.js';
import { publishedTable } from './published.js';

/** Printed errors and ours are in units of 1e-3. */
export const ERROR_SCALE = 1e3;

/** Table V is never computed on the paper's own data, which are not public. */
const SAME_DATA = false;

export function table5(macro: MacroRuns, profile: Profile): Table {
  const published = publishedTable('m3t-table-5');
  const columns = columnsOf(macro);
  const cells = METHODS.flatMap((row) =>
    columns.map((column): ResultCell => {
      const estimate = seedDayMean(errorsOf(macro, row, column), { random: generator(`m3t-table-5 ${row} ${column}`) });
      const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((v) => v * ERROR_SCALE) as [
        number,
        number,
        number,
      ];
      const printed =
        column === MEAN_COLUMN ? meanOf(published.cells.filter((c) => c.row === row)) : published.mean(row, column);
      return {
        study: 'm3t',
        table: 'm3t-table-5',
        row,
        column,
        metric: 'volume_profile_mse',
        unit: '1e-3',
        value,
        low,
        high,
        n: estimate.n,
        published: printed,
        verdict: printed === null ? null : cellVerdict({ low, high }, printed, 2, SAME_DATA),
        data: macro.dataName,
        profile,
        inputs: inputsOf(macro, [row], column),
      };
    }),
  );
  return {
    id: 'm3t-table-5',
    title: 'M3T Table V: error of the estimated volume profile',
    note:
      'Mean squared error of the estimated share over test days and tranches, × 1e-3; lower is better. 95 % intervals over seeds and days ' +
      `(blocks of five days). ${describeRuns(macro)} The printed numbers are from other years (June 2014 to March 2015), so no cell is compared with them; ` +
      'the last column is the mean of the eight stocks, its printed value our mean of the printed ones. “Long mean (ours)” is not in the paper: the mean of all earlier days.',
    rows: METHODS,
    columns,
    cells,
    digits: 2,
    better: 'low',
    synthetic: macro.data.synthetic,
  };
}

function meanOf(cells: readonly { readonly mean: number }[]): number | null {
  return cells.length === 0 ? null : cells.reduce((sum, c) => sum + c.mean, 0) / cells.length;
}
