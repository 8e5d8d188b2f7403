/** Table X: seconds that each profile estimator needs for 1000 epochs on one stock; only the ratios can be compared with the paper. */
import { generator } from '../../core/index.js';
import { type ResultCell, seedDayMean } from '../../evaluation/index.js';
import { type CellKey, runCells } from '../../runs/index.js';
import { loadMacroBars, M3T_STOCKS, type MacroEstimator, macroTimingCell } from '../../systems/index.js';
import type { StudyOptions, Table } from '../kit.js';
import { handlers, MACRO_DATASET, type MacroRuns } from './macro-runs.js';
import { MACRO_ESTIMATORS } from './plan.js';
import { publishedTable } from './published.js';

const PRINTED_ROW: Readonly<Record<MacroEstimator, string>> = { linear: 'Linear', mlp: 'MLP', lstm: 'LSTM' };

export async function table10(macro: MacroRuns, options: StudyOptions): Promise<Table> {
  const stock = M3T_STOCKS[0] as string;
  const { epochs, repetitions } = macro.plan.timing;
  const { hash } = await loadMacroBars(MACRO_DATASET, [stock]);
  const keys = MACRO_ESTIMATORS.flatMap((e): CellKey[] =>
    Array.from({ length: repetitions }, (_, n) =>
      macroTimingCell(e, stock, n + 1, epochs[e], macro.configOf[e], { dataset: MACRO_DATASET, hash }),
    ),
  );
  const records = await runCells(keys, handlers(options));
  const published = publishedTable('m3t-table-10');
  const printedLstm = published.mean('LSTM', '1000 epochs') ?? Number.NaN;
  const timesOf = (e: MacroEstimator): number[] =>
    records.filter((r) => r.key.method === e).map((r) => Number(r.metrics.secondsPer1000Epochs));
  const lstm = timesOf('lstm');

  const cells = MACRO_ESTIMATORS.flatMap((estimator): ResultCell[] => {
    const row = PRINTED_ROW[estimator];
    const times = timesOf(estimator);
    const printed = published.mean(row, '1000 epochs');
    const seconds = seedDayMean([times], { random: generator(`m3t-table-10 ${row}`), blockLength: 1 });
    const ratios = seedDayMean([times.map((t, n) => t / (lstm[n] as number))], {
      random: generator(`m3t-table-10 ratio ${row}`),
      blockLength: 1,
    });
    const shared = {
      study: 'm3t',
      table: 'm3t-table-10',
      row,
      n: times.length,
      verdict: null,
      data: macro.dataName,
      profile: options.profile,
      inputs: [hash, ...records.filter((r) => r.key.method === estimator).map((r) => r.id)],
    };
    return [
      { ...shared, ...bounds(seconds), column: '1000 epochs', metric: 'training_time', unit: 's', published: printed },
      {
        ...shared,
        ...bounds(ratios),
        column: 'relative to LSTM',
        metric: 'training_time_ratio',
        unit: '1',
        published: printed === null ? null : Math.round((1000 * printed) / printedLstm) / 1000,
      },
    ];
  });
  return {
    id: 'm3t-table-10',
    title: 'M3T Table X: time to train a profile estimator',
    note:
      `Wall-clock seconds for 1000 epochs of one stock (${stock}, full batch), mean of ${repetitions} measurements of ${MACRO_ESTIMATORS.map((e) => `${epochs[e]} (${PRINTED_ROW[e]})`).join(', ')} epochs each; ` +
      `interval over measurements. Measured on ${machinesOf(records)}; the paper used a Titan XP and does not say how many models or samples, so compare ratios only. ` +
      'What else ran on the machine is part of the measurement.',
    rows: MACRO_ESTIMATORS.map((e) => PRINTED_ROW[e]),
    columns: ['1000 epochs', 'relative to LSTM'],
    cells,
    digits: 2,
    better: 'low',
    synthetic: macro.data.synthetic,
  };
}

function bounds(e: { value: number; low: number; high: number }): Pick<ResultCell, 'value' | 'low' | 'high'> {
  return { value: e.value, low: e.low, high: e.high };
}

function machinesOf(records: Awaited<ReturnType<typeof runCells>>): string {
  const machines = records.map(
    ({ fingerprint: f }) => `${f.processor}, ${f.platform}, Node ${f.node}, TensorFlow threads ${f.threads}`,
  );
  return [...new Set(machines)].join(' and ');
}
