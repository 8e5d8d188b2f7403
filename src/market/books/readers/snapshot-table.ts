/** Reads a day's snapshots from a table with one row a snapshot and columns for each level. */
import { DataError, type Problem } from '../../../core/index.js';
import { readTable, type TableSource } from '../../source-table.js';
import { type BookPhase, bookPhases } from '../book-day.js';
import { type SnapshotColumns, ticksOf } from '../build-book.js';

/** How snapshots stand in a table. Members that are text are SQL expressions over its columns, read as text. */
export interface SnapshotLayout {
  /** Columns the header must have. */
  readonly needs: readonly string[];
  readonly levels: number;
  /** Ms after local midnight. */
  readonly timeMs: string;
  /** What the venue was doing, by the code that `phase` gives and the time; default: by time of day alone. */
  readonly phase?: string;
  readonly phaseOf: (code: string, timeMs: number) => BookPhase;
  /** Of a level, from 1; an empty cell is an empty level. */
  readonly bidPrice: (level: number) => string;
  readonly bidSize: (level: number) => string;
  readonly askPrice: (level: number) => string;
  readonly askSize: (level: number) => string;
  readonly bidOrders?: (level: number) => string;
  readonly askOrders?: (level: number) => string;
  /** What was traded since the open. */
  readonly volume?: string;
  readonly value?: string;
  readonly records?: string;
  /** Last price, which stands for the value of what was traded where that is not told. */
  readonly last?: string;
  readonly previousClose?: string;
  readonly lowLimit?: string;
  readonly highLimit?: string;
  /** Prices are divided, sizes multiplied by this; default 1. */
  readonly priceScale?: number;
  readonly sizeScale?: number;
  /** Rows to take, an SQL condition. */
  readonly where?: string;
}

/**
 * Reads snapshots in file order.
 * @throws DataError for what {@link readTable} refuses and for prices between ticks
 */
export async function readSnapshots(
  source: TableSource,
  layout: SnapshotLayout,
  tickSize: number,
): Promise<SnapshotColumns> {
  const { levels, priceScale = 1, sizeScale = 1 } = layout;
  const of = ['bidPrice', 'bidSize', 'askPrice', 'askSize', 'bidOrders', 'askOrders'] as const;
  const single = ['volume', 'value', 'records', 'last', 'previousClose', 'lowLimit', 'highLimit'] as const;
  const numbers: Record<string, string> = { timeMs: layout.timeMs };
  for (let l = 1; l <= levels; l++)
    for (const what of of) {
      const cell = layout[what]?.(l);
      if (cell !== undefined) numbers[`${what}${l}`] = `coalesce(nullif(CAST(${cell} AS VARCHAR), ''), '0')`;
    }
  for (const what of single) if (layout[what] !== undefined) numbers[what] = layout[what];
  const table = await readTable(source, {
    needs: layout.needs,
    numbers,
    ...(layout.phase ? { texts: { phase: layout.phase } } : {}),
    ...(layout.where ? { where: layout.where } : {}),
  });

  const problems: Problem[] = [];
  const cells = table.rows * levels;
  const prices = (what: 'bidPrice' | 'askPrice'): Int32Array => {
    const out = new Int32Array(cells);
    for (let l = 0; l < levels; l++) {
      const from = table.numbers[`${what}${l + 1}`] as Float64Array;
      for (let t = 0; t < table.rows; t++) {
        const ticks = ticksOf((from[t] as number) / priceScale, tickSize);
        out[t * levels + l] = ticks;
        if (Number.isNaN(ticks) && problems.length < 50)
          problems.push({
            file: source.name,
            row: table.row[t] as number,
            column: layout[what](l + 1),
            value: String(from[t]),
            problem: `is no whole number of ticks of ${tickSize}`,
            remedy: 'correct the cell, or the tick of the data set',
          });
      }
    }
    return out;
  };
  const sizes = <A extends Int32Array | Float64Array>(what: (typeof of)[number], out: A, scale: number): A => {
    for (let l = 0; l < levels; l++) {
      const from = table.numbers[`${what}${l + 1}`] as Float64Array;
      for (let t = 0; t < table.rows; t++) out[t * levels + l] = (from[t] as number) * scale;
    }
    return out;
  };
  const timeMs = Int32Array.from(table.numbers.timeMs as Float64Array);
  const codes = table.texts.phase;
  const last = (what: string): number | undefined => {
    const values = table.numbers[what];
    const price = values?.[values.length - 1];
    return price === undefined ? undefined : Math.round(price / priceScale / tickSize);
  };
  const [previousCloseTicks, low, high] = [last('previousClose'), last('lowLimit'), last('highLimit')];
  const { volume, records } = table.numbers;
  const value = table.numbers.value ?? valueAtLast(volume, table.numbers.last);
  const columns: SnapshotColumns = {
    file: source.name,
    row: table.row,
    timeMs,
    phase: Uint8Array.from(timeMs, (ms, t) => bookPhases.indexOf(layout.phaseOf(codes?.[t] ?? '', ms))),
    levels,
    bidTicks: prices('bidPrice'),
    bidSizes: sizes('bidSize', new Float64Array(cells), sizeScale),
    askTicks: prices('askPrice'),
    askSizes: sizes('askSize', new Float64Array(cells), sizeScale),
    ...(layout.bidOrders && { bidOrders: sizes('bidOrders', new Int32Array(cells), 1) }),
    ...(layout.askOrders && { askOrders: sizes('askOrders', new Int32Array(cells), 1) }),
    ...(volume && { cumulativeVolume: volume.map((v) => v * sizeScale) }),
    ...(value && { cumulativeValue: value.map((v) => (v / priceScale) * sizeScale) }),
    ...(records && { cumulativeRecords: records }),
    ...(previousCloseTicks !== undefined && { previousCloseTicks }),
    ...(low !== undefined && high !== undefined && { limitTicks: { low, high } }),
  };
  if (problems.length > 0) throw new DataError(problems, `${source.name} was refused`);
  return columns;
}

/** Σ volume of each interval × the last price at its end. */
function valueAtLast(volume: Float64Array | undefined, last: Float64Array | undefined): Float64Array | undefined {
  if (!volume || !last) return undefined;
  let sum = 0;
  return volume.map((v, t) => {
    sum += (v - (t > 0 ? (volume[t - 1] as number) : 0)) * (last[t] as number);
    return sum;
  });
}
