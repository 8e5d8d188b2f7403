/** Tables of the study: I and II beside the printed numbers, what levels gain, what fitting them on the future buys. */
import { cellVerdict, type ResultCell } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import type { Table } from '../kit.js';
import { publishedTable } from '../m3t/published.js';
import { estimate, type MeasureName } from './estimates.js';
import { LEVEL_SUPPLIES, type LevelGain, SIGNALS } from './level-gains.js';
import { BETAS, betaMethod, LEARNED, OURS, STATIC } from './plan.js';
import { type AddpgRuns, BASELINES, type MethodRuns } from './runs.js';

const MEASURES: readonly { column: string; measure: MeasureName; metric: string; unit: string; scale: number }[] = [
  { column: 'MDD', measure: 'mdd', metric: 'max_drawdown', unit: '%', scale: 100 },
  { column: 'ARR', measure: 'arr', metric: 'annual_growth_factor', unit: '1', scale: 1 },
  { column: 'ASR', measure: 'asr', metric: 'annual_sharpe_ratio', unit: '1', scale: 1 },
];

/** How the measures are meant, and where the intervals come from. */
const MEASURE_NOTE =
  'MDD: largest drawdown in %. ARR: growth factor of a year, without taking 1 off. ASR: Sharpe ratio of daily returns a year, without risk-free rate. Means over seeds; 95 % intervals from a ' +
  'bootstrap that draws seeds and blocks of 20 days. In brackets the printed number, from other bars than ours.';

/** Methods in the order of Table I. */
export function tableOneRows(): readonly string[] {
  return [...LEARNED.map((m) => m.name), ...BASELINES];
}

export function tableOne(runs: AddpgRuns, profile: Profile): Table {
  const published = publishedTable('addpg-table-1');
  return measureTable(runs, profile, {
    id: 'addpg-table-1',
    title: 'Table I: five pairs over the test days',
    note: `Best Asset knows the future. ${MEASURE_NOTE}`,
    rows: tableOneRows().map((name) => ({ row: name, method: runs.of(name) })),
    published: (row, column) => published.mean(row, column),
  });
}

export function tableTwo(runs: AddpgRuns, profile: Profile): Table {
  const published = publishedTable('addpg-table-2');
  return measureTable(runs, profile, {
    id: 'addpg-table-2',
    title: 'Table II: the coefficient β of the Gini bonus',
    note: `The printed coefficients of the first three rows are guesses. ${MEASURE_NOTE}`,
    rows: BETAS.map((beta) => ({ row: String(beta), method: runs.of(betaMethod(beta)) })),
    published: (row, column) => published.mean(row, column),
  });
}

/** The model with levels that know the past, and all days. */
export function fitTable(runs: AddpgRuns, profile: Profile): Table {
  return measureTable(runs, profile, {
    id: 'addpg-level-fit',
    title: 'What fitting the levels on all days buys',
    note: `σ and λ fitted each day on the days before it, or once on all days with the test, as the authors probably did. Agents are trained for each. ${MEASURE_NOTE}`,
    rows: [
      { row: 'causal', method: runs.of(OURS) },
      { row: 'static, knows the future', method: runs.of(STATIC) },
    ],
    published: () => null,
  });
}

/** Gain a unit traded by level supply and signal. */
export function gainTable(runs: AddpgRuns, gains: readonly LevelGain[], profile: Profile): Table {
  const triggeredOf = (supply: string): string => {
    const found = gains.find((g) => g.supply === supply);
    return `${supply} ${(100 * (found?.triggered ?? 0)).toFixed(0)} %`;
  };
  return {
    id: 'addpg-level-gains',
    title: 'Gain over the close of a unit traded at the levels',
    note:
      'Weights are drawn anew each day, so half of what is traded is bought and half is sold. A coin takes the mean of bull and bear, the oracle the better one of each ' +
      'day. Where a bar touches both levels, the rule fills at the lower one whatever came first, unless a row says otherwise: that alone is good for who buys there and bad for who sells. Share of orders that filled at a level, mean of bull and bear: ' +
      `${LEVEL_SUPPLIES.map((s) => triggeredOf(s.name)).join(', ')}.`,
    rows: LEVEL_SUPPLIES.map((s) => s.name),
    columns: SIGNALS,
    cells: gains.map(
      (g): ResultCell => ({
        ...cellOf(runs, profile, 'addpg-level-gains', g.supply, g.signal),
        metric: 'gain_over_close',
        unit: 'bp',
        value: g.value,
        low: g.low,
        high: g.high,
        n: runs.dates.length,
        published: null,
        verdict: null,
        inputs: [runs.panel.hash],
      }),
    ),
    digits: 2,
    better: 'high',
    synthetic: runs.panel.synthetic,
  };
}

interface MeasurePlan {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly rows: readonly { readonly row: string; readonly method: MethodRuns }[];
  readonly published: (row: string, column: string) => number | null;
}

function measureTable(runs: AddpgRuns, profile: Profile, plan: MeasurePlan): Table {
  const { id, title, note, rows, published } = plan;
  const cells = rows.flatMap(({ row, method }) =>
    MEASURES.map(({ column, measure, metric, unit, scale }): ResultCell => {
      const found = estimate(method, measure, runs.config);
      const [low, high] = [scale * found.low, scale * found.high];
      const printed = published(row, column);
      return {
        ...cellOf(runs, profile, id, row, column),
        metric,
        unit,
        value: scale * found.value,
        low,
        high,
        n: method.growth.length * runs.dates.length,
        published: printed,
        verdict: printed === null ? null : cellVerdict({ low, high }, printed, 4, false),
        inputs: method.inputs,
      };
    }),
  );
  return {
    id,
    title,
    note,
    rows: rows.map((r) => r.row),
    columns: MEASURES.map((m) => m.column),
    cells,
    digits: 4,
    better: 'none',
    synthetic: runs.panel.synthetic,
  };
}

function cellOf(
  runs: AddpgRuns,
  profile: Profile,
  table: string,
  row: string,
  column: string,
): Pick<ResultCell, 'study' | 'table' | 'row' | 'column' | 'data' | 'profile'> {
  return { study: 'addpg', table, row, column, data: runs.dataName, profile };
}
