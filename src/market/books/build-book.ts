/** Snapshots and trades as they were read become a `BookDay`, or are refused with every defect by file and row. */
import { DataError, type Problem } from '../../core/index.js';
import { type BookDay, bookPhases, type TapeKind, type TradeTape } from './book-day.js';

/** Snapshots of a day as columns; see {@link BookDay} for their meaning. */
export interface SnapshotColumns {
  /** Name of the file and row of each snapshot in it, for messages. */
  readonly file: string;
  readonly row: Float64Array;
  readonly timeMs: Int32Array;
  readonly phase: Uint8Array;
  readonly levels: number;
  readonly bidTicks: Int32Array;
  readonly bidSizes: Float64Array;
  readonly askTicks: Int32Array;
  readonly askSizes: Float64Array;
  readonly bidOrders?: Int32Array;
  readonly askOrders?: Int32Array;
  readonly cumulativeVolume?: Float64Array;
  readonly cumulativeValue?: Float64Array;
  /** Trade records since the open. */
  readonly cumulativeRecords?: Float64Array;
  readonly previousCloseTicks?: number;
  readonly limitTicks?: { readonly low: number; readonly high: number };
}

/** What is said of a day beside its columns. */
export interface BookFacts
  extends Pick<BookDay, 'dataset' | 'instrument' | 'market' | 'day' | 'tickSize' | 'lotShares' | 'hash'> {
  /** Consolidated quotes of several venues may be locked or crossed for a moment: such snapshots are flagged, not refused. */
  readonly mayCross?: boolean;
}

const continuous = bookPhases.indexOf('continuous');
const kept = 50;

/** A price in ticks, NaN where it is no whole number of them. */
export function ticksOf(price: number, tickSize: number): number {
  const ticks = Math.round(price / tickSize);
  return Math.abs(price / tickSize - ticks) < 1e-3 ? ticks : Number.NaN;
}

/**
 * Puts a day together.
 * @param tape       in order of time
 * @param tradeStart first trade of each interval, as in {@link BookDay}
 * @throws DataError for time that goes back, levels out of order, negative sizes, crossed books in continuous trading, volume that falls
 */
export function buildBook(
  facts: BookFacts,
  snapshots: SnapshotColumns,
  tape: TradeTape,
  tapeKind: TapeKind,
  tradeStart: Int32Array,
): BookDay {
  const problems = checkSnapshots(snapshots, facts.mayCross === true);
  if (problems.length > 0)
    throw new DataError(problems, `${facts.dataset} ${facts.instrument} ${facts.day} was refused`);
  const { mayCross: _, ...named } = facts;
  const { file: _f, row: _r, cumulativeRecords: _n, ...columns } = snapshots;
  return { ...named, ...columns, tape, tapeKind, tradeStart, flags: flagsOf(snapshots), synthetic: false };
}

function checkSnapshots(s: SnapshotColumns, mayCross: boolean): Problem[] {
  const problems: Problem[] = [];
  const add = (t: number, column: string, value: number, problem: string, remedy: string): void => {
    if (problems.length < kept)
      problems.push({ file: s.file, row: s.row[t] as number, column, value: String(value), problem, remedy });
  };
  for (let t = 0; t < s.timeMs.length; t++) {
    if (t > 0 && (s.timeMs[t] as number) < (s.timeMs[t - 1] as number))
      add(t, 'time', s.timeMs[t] as number, 'time goes back, ms after midnight', 'sort the file by time');
    for (const [what, cumulative] of [
      ['volume since the open', s.cumulativeVolume],
      ['value since the open', s.cumulativeValue],
    ] as const)
      if (cumulative && t > 0 && (cumulative[t] as number) < (cumulative[t - 1] as number))
        add(
          t,
          what,
          cumulative[t] as number,
          'what was traded since the open falls',
          'remove the row or fetch the file again',
        );
    checkLevels(s, t, add, mayCross);
  }
  return problems;
}

type Add = (t: number, column: string, value: number, problem: string, remedy: string) => void;

function checkLevels(s: SnapshotColumns, t: number, add: Add, mayCross: boolean): void {
  const start = t * s.levels;
  const isContinuous = s.phase[t] === continuous;
  for (const [side, ticks, sizes, sign] of [
    ['bid', s.bidTicks, s.bidSizes, 1],
    ['ask', s.askTicks, s.askSizes, -1],
  ] as const) {
    for (let l = 0; l < s.levels; l++) {
      const [price, size] = [ticks[start + l] as number, sizes[start + l] as number];
      if (!(size >= 0)) add(t, `${side} size ${l + 1}`, size, 'a size is negative', 'correct the cell');
      if (price < 0) add(t, `${side} price ${l + 1}`, price, 'a price is negative', 'correct the cell');
      const before = l > 0 ? (ticks[start + l - 1] as number) : 0;
      if (isContinuous && l > 0 && price > 0 && !(before > 0 && sign * (before - price) > 0))
        add(
          t,
          `${side} price ${l + 1}`,
          price,
          `ticks, not beyond level ${l} at ${before}`,
          'order the levels from the best',
        );
    }
  }
  const [bid, ask] = [s.bidTicks[start] as number, s.askTicks[start] as number];
  if (isContinuous && !mayCross && bid > 0 && ask > 0 && bid >= ask)
    add(t, 'bid price 1', bid, `ticks, crosses the best ask at ${ask}`, 'remove the row or fetch the file again');
}

function flagsOf(s: SnapshotColumns): string[] {
  const flags: string[] = [];
  let [steps, oneSided, crossed] = [0, 0, 0];
  for (let t = 0; t < s.timeMs.length; t++) {
    if (s.phase[t] !== continuous) continue;
    steps++;
    const [bid, ask] = [s.bidTicks[t * s.levels] as number, s.askTicks[t * s.levels] as number];
    if (bid === 0 || ask === 0) oneSided++;
    else if (bid >= ask) crossed++;
  }
  if (steps === 0) flags.push('halted');
  if (oneSided > 0) flags.push(`limit: ${oneSided} snapshots show one side only`);
  if (crossed > 0) flags.push(`crossed: ${crossed} snapshots`);
  if (s.phase.includes(bookPhases.indexOf('halted'))) flags.push('halted for a while');
  return flags;
}

/** Trades stamped after each snapshot until the next: (t, t + 1]. @param tradeMs in order */
export function startsByStamp(timeMs: Int32Array | Float64Array, tradeMs: Int32Array | Float64Array): Int32Array {
  const starts = new Int32Array(timeMs.length + 1);
  let n = 0;
  for (let t = 0; t < timeMs.length; t++) {
    while (n < tradeMs.length && (tradeMs[n] as number) <= (timeMs[t] as number)) n++;
    starts[t] = n;
  }
  starts[timeMs.length] = tradeMs.length;
  return starts;
}

/** Trades numbered after those a snapshot has counted: ledger `m3t.tape-align`, `count`. @param counted records since the open */
export function startsByCount(counted: Float64Array, trades: number): Int32Array {
  const starts = new Int32Array(counted.length + 1);
  for (let t = 0; t < counted.length; t++) starts[t] = Math.min(counted[t] as number, trades);
  starts[counted.length] = trades;
  return starts;
}
