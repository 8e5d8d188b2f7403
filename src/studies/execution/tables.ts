/** Tables of the study: slippage with its deviation and against the half hour's VWAP, what was earned and forced, parts of the cost. */
import { generator } from '../../core/index.js';
import type { ResultCell } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import { bootstrapMean, deviation, mean } from '../../statistics/index.js';
import type { Table } from '../kit.js';
import { publishedTable } from '../m3t/published.js';
import type { ExecutionRuns } from './runs.js';
import type { DayMeasure, MethodDays } from './trade-days.js';

/** Days from which blocks of a trading week are drawn; fewer are drawn one by one. */
const ENOUGH_DAYS = 20;

/** Mean of a measure over days with its 95 % interval. */
export function dayMean(days: ArrayLike<number>, label: string): { value: number; low: number; high: number } {
  const random = generator(`execution ${label}`);
  const blockLength = days.length >= ENOUGH_DAYS ? 5 : 1;
  const { value, low, high } = bootstrapMean(days, { random, kind: 'circular', blockLength, samples: 1000 });
  return { value, low, high };
}

/** Slippage against the day's VWAP, beside the printed means of VWAP and AP. */
export function slippageTable(runs: ExecutionRuns, profile: Profile): Table {
  const printed = publishedTable('m3t-table-6');
  return tableOf(runs, profile, {
    id: 'execution-slippage',
    title: 'Slippage against the day’s VWAP',
    note:
      'Basis points, positive is cheap; mean over days with a 95 % interval. One VWAP over all fills of a day against that of all its trades, both auctions ' +
      'included. Beside VWAP and AP what the paper prints (Table VI) on other data.',
    metric: 'vwap_slippage',
    unit: 'bp',
    digits: 2,
    better: 'high',
    cell: ({ slippage }, label, stock, row) => ({
      ...dayMean(slippage, label),
      published: printed.mean(row, stock),
    }),
  });
}

/** Its standard deviation over days. */
export function deviationTable(runs: ExecutionRuns, profile: Profile): Table {
  const printed = publishedTable('m3t-table-6');
  return tableOf(runs, profile, {
    id: 'execution-deviation',
    title: 'Standard deviation of the slippage over days',
    note: 'Basis points, of the slippage against the day’s VWAP. Beside VWAP and AP what the paper prints (Table VI) on other data.',
    metric: 'vwap_slippage_deviation',
    unit: 'bp',
    digits: 2,
    better: 'low',
    cell: ({ slippage }, _label, stock, row) => ({
      value: slippage.length > 1 ? deviation(slippage) : null,
      published: printed.cells.find((c) => c.row === row && c.column === stock)?.std ?? null,
    }),
  });
}

/** Slippage against the VWAP of each half hour, or the realised half-spread. */
export function windowTable(runs: ExecutionRuns, profile: Profile, measure: 'windowSlippage' | 'halfSpread'): Table {
  const about = {
    windowSlippage: {
      id: 'execution-window-slippage',
      title: 'Slippage against the VWAP of the half hour',
      note: 'Basis points, positive is cheap; each half hour against its own trades, mean weighted by shares. What the day’s drift does to an order is not in it.',
      metric: 'window_vwap_slippage',
    },
    halfSpread: {
      id: 'execution-half-spread',
      title: 'Realised half-spread',
      note: 'Basis points earned by a fill against the mid of the next snapshot, forced fills included, weighted by shares; negative where the spread was paid.',
      metric: 'realised_half_spread',
    },
  }[measure];
  return tableOf(runs, profile, {
    ...about,
    unit: 'bp',
    digits: 2,
    better: 'high',
    cell: (days, label) => dayMean(days[measure], `${measure} ${label}`),
  });
}

/** Share of the order that was forced at the end of half hours, or filled at rest. */
export function shareTable(runs: ExecutionRuns, profile: Profile, measure: 'forcedShare' | 'restedShare'): Table {
  const about = {
    forcedShare: {
      id: 'execution-forced',
      title: 'Forced at the end of half hours',
      note: 'Percent of the order that the market order at the end of a half hour took. It is not bound to a lot a step: the oracle uses that where it pays.',
      metric: 'forced_share',
    },
    restedShare: {
      id: 'execution-rested',
      title: 'Filled at rest',
      note: 'Percent of the order that was filled in the queue of its own side, or where the other side came to its price.',
      metric: 'rested_share',
    },
  }[measure];
  return tableOf(runs, profile, {
    ...about,
    unit: '%',
    digits: 1,
    better: 'none',
    cell: (days) => ({ value: 100 * mean(days[measure]) }),
  });
}

const PARTS: readonly (readonly [name: string, measure: DayMeasure])[] = [
  ['spread', 'spread'],
  ['timing', 'timing'],
  ['adverse selection', 'adverseSelection'],
  ['forced', 'forced'],
];

/** Where the cost against the day's VWAP comes from, mean over the stocks of a kind. */
export function partsTable(runs: ExecutionRuns, profile: Profile): Table {
  const stocks = runs.stocks.filter((s) => s.synthetic === runs.stocks[0]?.synthetic);
  const id = 'execution-parts';
  const columns = [...PARTS.map(([name]) => name), 'cost'];
  const cells = runs.methods.flatMap((row) => {
    const parts = PARTS.map(([, measure]) => mean(stocks.map((s) => mean(runs.of(row, s.name)[measure]))));
    const values = [...parts, parts.reduce((sum, p) => sum + p, 0)];
    return columns.map(
      (column, c): ResultCell => ({
        study: 'execution',
        table: id,
        row,
        column,
        metric: 'part_of_cost',
        unit: 'bp',
        value: values[c] as number,
        low: null,
        high: null,
        n: stocks.reduce((sum, s) => sum + s.days, 0),
        published: null,
        verdict: null,
        data: [...new Set(stocks.map((s) => s.data))].join(', '),
        profile,
        inputs: stocks.flatMap((s) => runs.inputs(s.name)),
      }),
    );
  });
  return {
    id,
    title: 'Parts of the cost against the day’s VWAP',
    note:
      `Basis points, positive costs; mean over days and ${stocks.length} ${stocks.length === 1 ? 'stock' : 'stocks'} (${stocks.map((s) => s.name).join(', ')}). The parts add up to the cost, which is minus the slippage. Spread: ` +
      'fills across it pay it, fills at rest earn it. Timing: the mid against the benchmark. Adverse selection: the mid’s way through orders at rest while they are ' +
      'filled. Forced: spread and depth that market orders at the end paid. There is no impact and no fee in plain replay.',
    rows: runs.methods,
    columns,
    cells,
    digits: 2,
    better: 'none',
    synthetic: stocks.every((s) => s.synthetic),
  };
}

interface About extends Pick<Table, 'id' | 'title' | 'note' | 'digits' | 'better'> {
  readonly metric: string;
  readonly unit: string;
  readonly cell: (
    days: MethodDays,
    label: string,
    stock: string,
    row: string,
  ) => Pick<ResultCell, 'value'> & Partial<Pick<ResultCell, 'low' | 'high' | 'published'>>;
}

function tableOf(runs: ExecutionRuns, profile: Profile, about: About): Table {
  const { id, title, note, metric, unit, digits, better } = about;
  const cells = runs.methods.flatMap((row) =>
    runs.stocks.map(
      (stock): ResultCell => ({
        study: 'execution',
        table: id,
        row,
        column: stock.name,
        metric,
        unit,
        low: null,
        high: null,
        published: null,
        ...about.cell(runs.of(row, stock.name), `${row} ${stock.name}`, stock.name, row),
        n: stock.days,
        verdict: null,
        data: stock.data,
        profile,
        inputs: runs.inputs(stock.name),
      }),
    ),
  );
  return {
    id,
    title,
    note: `${note} ${daysNote(runs)}`,
    rows: runs.methods,
    columns: runs.stocks.map((s) => s.name),
    cells,
    digits,
    better,
    synthetic: runs.synthetic,
  };
}

/** Days of each column, in words. */
function daysNote(runs: ExecutionRuns): string {
  return `Days: ${runs.stocks.map((s) => `${s.name} ${s.days}`).join(', ')}. Oracles know the future.`;
}
