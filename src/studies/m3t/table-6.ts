/** Table VI: VWAP slippage of rules, flat reinforcement learning and M3T, its deviation over days, and M3T's paired differences to each. */
import { generator } from '../../core/index.js';
import { type ResultCell, type SeedDays, seedDayMean } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import { deviation } from '../../statistics/index.js';
import type { Table } from '../kit.js';
import { publishedTable } from './published.js';
import { daysOf, type MethodDays, type TradingResults, type TradingRuns } from './trading-runs.js';

/** Rows in the paper's order, then references of ours. */
function rowsOf(runs: TradingRuns): string[] {
  const own = ['rest, then cross', 'imbalance rule', 'immediate', 'random'];
  return ['VWAP', 'AP', ...runs.plan.methods.filter((m) => m !== 'M3T'), 'M3T', ...own];
}

const about = (runs: TradingRuns): string => {
  const { traders, seeds } = runs.plan;
  return (
    `Orders of 120 000 shares a day on ${runs.dataName}; at most ${traders.trainingDays} training days until November 2014, ${traders.validationDays} validation days of December and ` +
    `${traders.testDays} test days from January 2015, evenly spread, ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}. All methods cut the day’s order along the mean profile of the training days.`
  );
};

export function table6(runs: TradingRuns, profile: Profile): Table {
  const published = publishedTable('m3t-table-6');
  return {
    ...frame(runs, 'm3t-table-6', 'M3T Table VI: VWAP slippage', rowsOf(runs)),
    note:
      `Mean over test days, bp of the day’s market VWAP; higher is better; 95 % intervals over seeds and days (blocks of five days). ${about(runs)} Networks and training are much smaller than the ` +
      'paper’s, and the books are synthetic: printed numbers stand beside ours for orientation only. The last four rows are ours, not the paper’s.',
    cells: cellsOf(runs, rowsOf(runs), (row, column) => ({
      ...shared(runs, profile, 'm3t-table-6', row, column),
      ...interval(daysOf(runs.results, column, row).slippageBp, `m3t-table-6 ${row} ${column}`),
      published: published.mean(row, column),
    })),
    better: 'high',
  };
}

export function table6Deviation(runs: TradingRuns, profile: Profile): Table {
  const published = publishedTable('m3t-table-6');
  const printed = (row: string, column: string): number | null =>
    published.cells.find((c) => c.row === row && c.column === column)?.std ?? null;
  return {
    ...frame(runs, 'm3t-table-6-deviation', 'M3T Table VI: deviation over days', rowsOf(runs)),
    note: `Standard deviation of the daily slippage over test days, bp, mean over seeds. ${about(runs)}`,
    cells: cellsOf(runs, rowsOf(runs), (row, column) => {
      const { slippageBp } = daysOf(runs.results, column, row);
      const sum = slippageBp.reduce((total, days) => total + deviation(days), 0);
      return {
        ...shared(runs, profile, 'm3t-table-6-deviation', row, column),
        metric: 'vwap_slippage_deviation',
        value: sum / slippageBp.length,
        low: null,
        high: null,
        n: slippageBp.length * (slippageBp[0]?.length ?? 0),
        published: printed(row, column),
      };
    }),
    better: 'none',
  };
}

export function table6Differences(runs: TradingRuns, profile: Profile): Table {
  const rows = rowsOf(runs).filter((row) => row !== 'M3T');
  const published = publishedTable('m3t-table-6');
  const printed = (row: string, column: string): number | null => {
    const [m3t, other] = [published.mean('M3T', column), published.mean(row, column)];
    return m3t === null || other === null ? null : m3t - other;
  };
  return {
    ...frame(runs, 'm3t-table-6-differences', 'M3T against each other method, paired by day', rows),
    note:
      `Slippage of M3T minus that of the row, bp, on the same days; above zero M3T is cheaper. 95 % intervals over seeds and days; where one contains zero these days cannot tell the two apart. ${about(runs)} ` +
      '“rest, then cross” needs no learning: in a replay with three trade records ahead of an order, always resting earns most of what there is to earn.',
    cells: cellsOf(runs, rows, (row, column) => ({
      ...shared(runs, profile, 'm3t-table-6-differences', row, column),
      ...interval(
        daysOf(runs.results, column, 'M3T').slippageBp,
        `m3t-table-6 difference ${row} ${column}`,
        daysOf(runs.results, column, row).slippageBp,
      ),
      metric: 'vwap_slippage_difference',
      published: printed(row, column),
    })),
    better: 'none',
  };
}

/** Whether training works, and whether it cheats: with the future in sight methods gain; where nothing can be known they gain nothing. */
export function canaryTable(runs: TradingRuns, profile: Profile): Table {
  const [stock] = runs.plan.stocks as readonly [string];
  const comparisons: readonly (readonly [string, MethodDays, MethodDays])[] = [
    ['DDQN with the future in sight − DDQN', daysOf(runs.oracle, stock, 'DDQN'), daysOf(runs.results, stock, 'DDQN')],
    ['M3T with the future in sight − M3T', daysOf(runs.oracle, stock, 'M3T'), daysOf(runs.results, stock, 'M3T')],
    [
      'null twin: M3T − rest, then cross',
      daysOf(runs.nullTwin, stock, 'M3T'),
      daysOf(runs.nullTwin, stock, 'rest, then cross'),
    ],
  ];
  return {
    ...frame(
      runs,
      'm3t-canaries',
      'Canaries of the training',
      comparisons.map(([name]) => name),
    ),
    columns: [stock],
    note:
      'Differences of slippage, bp, paired by day, with 95 % intervals over seeds and days. A trader that is shown the mid of 20 snapshots later should gain where it is paid for timing: ' +
      'the dense reward compares a fill with its own step’s trades and does not pay for it, so that such a trader learns to rest like the others; ' +
      'on the null twin, whose quotes are a martingale, none should be better than resting.',
    cells: comparisons.map(([name, a, b]) => ({
      ...shared(runs, profile, 'm3t-canaries', name, stock),
      ...interval(a.slippageBp, `m3t-canaries ${name}`, b.slippageBp),
      metric: 'vwap_slippage_difference',
      inputs: [...a.records, ...b.records].map((r) => r.id),
      published: null,
    })),
    better: 'none',
  };
}

function frame(
  runs: TradingRuns,
  id: string,
  title: string,
  rows: readonly string[],
): Omit<Table, 'note' | 'cells' | 'better'> {
  return { id, title, rows, columns: runs.plan.stocks, digits: 2, synthetic: true };
}

function cellsOf(
  runs: TradingRuns,
  rows: readonly string[],
  of: (row: string, column: string) => ResultCell,
): ResultCell[] {
  return rows.flatMap((row) => runs.plan.stocks.map((column) => of(row, column)));
}

type Shared = Omit<ResultCell, 'value' | 'low' | 'high' | 'n' | 'published'>;

function shared(runs: TradingRuns, profile: Profile, table: string, row: string, column: string): Shared {
  const inputs = (results: TradingResults): string[] => (results[column]?.[row]?.records ?? []).map((r) => r.id);
  return {
    study: 'm3t-trading',
    table,
    row,
    column,
    metric: 'vwap_slippage',
    unit: 'bp',
    verdict: null,
    data: runs.dataName,
    profile,
    inputs: inputs(runs.results),
  };
}

function interval(days: SeedDays, name: string, other?: SeedDays): Pick<ResultCell, 'value' | 'low' | 'high' | 'n'> {
  const blockLength = Math.min(5, days[0]?.length ?? 1);
  return seedDayMean(days, { random: generator(name), blockLength }, other);
}
