/** Reads a day's trades from a table with one row a trade record. */
import { DataError, type Problem } from '../../../core/index.js';
import { readTable, type TableSource } from '../../source-table.js';
import type { TradeTape } from '../book-day.js';
import { ticksOf } from '../build-book.js';

/** How trades stand in a table. Members are SQL expressions over its columns, read as text. */
export interface TradeLayout {
  /** Columns the header must have. */
  readonly needs: readonly string[];
  readonly timeMs: string;
  readonly price: string;
  readonly size: string;
  /** +1 a buyer, −1 a seller took the initiative, 0 unknown; default: unknown. */
  readonly side?: string;
  /** 1 for trades of an auction; default: none is. */
  readonly auction?: string;
  readonly priceScale?: number;
  /** Rows to take, an SQL condition. */
  readonly where?: string;
  /** What is done with prices between ticks (midpoint and averaged trades): refused, or rounded; default refused. */
  readonly betweenTicks?: 'refuse' | 'round';
}

/**
 * Reads trades in file order.
 * @throws DataError for what {@link readTable} refuses, time that goes back, sizes that are not above 0, prices between ticks
 */
export async function readTrades(source: TableSource, layout: TradeLayout, tickSize: number): Promise<TradeTape> {
  const { needs, timeMs, price, size, side = '0', auction = '0', priceScale = 1, betweenTicks = 'refuse' } = layout;
  const { rows, row, numbers } = await readTable(source, {
    needs,
    numbers: { time: timeMs, price, size, side, auction },
    ...(layout.where ? { where: layout.where } : {}),
  });
  const column = (name: string): Float64Array => numbers[name] as Float64Array;
  const [times, prices, sizes] = [column('time'), column('price'), column('size')];
  const ticks = new Int32Array(rows);
  const problems: Problem[] = [];
  const add = (i: number, name: string, value: number, problem: string, remedy: string): void => {
    if (problems.length < 50)
      problems.push({ file: source.name, row: row[i] as number, column: name, value: String(value), problem, remedy });
  };
  for (let i = 0; i < rows; i++) {
    const traded = (prices[i] as number) / priceScale;
    const whole = betweenTicks === 'round' ? Math.round(traded / tickSize) : ticksOf(traded, tickSize);
    ticks[i] = whole;
    if (!(whole > 0)) add(i, 'price', traded, `is no whole number of ticks of ${tickSize} above 0`, 'correct the cell');
    if (!((sizes[i] as number) > 0)) add(i, 'size', sizes[i] as number, 'a trade has shares above 0', 'remove the row');
    if (i > 0 && (times[i] as number) < (times[i - 1] as number))
      add(i, 'time', times[i] as number, 'time goes back, ms after midnight', 'sort the file by time');
  }
  if (problems.length > 0) throw new DataError(problems, `${source.name} was refused`);
  return {
    timeMs: Int32Array.from(times),
    ticks,
    sizes,
    sides: Int8Array.from(column('side')),
    auction: Uint8Array.from(column('auction')),
  };
}
