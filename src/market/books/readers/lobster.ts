/**
 * LOBSTER files of Nasdaq (lobsterdata.com): messages of single orders, and the book after each of them.
 *
 * A message has time (s after midnight), type (1 new, 2 partial cancel, 3 delete, 4 execution, 5 execution of a hidden order, 6 cross
 * trade), order id, size, price (USD × 10000) and direction of the order that rests (1 buy, −1 sell).
 */
import { readTable, type TableSource } from '../../source-table.js';
import { atTimes } from '../at-times.js';
import { type BookDay, type BookPhase, bookPhases, type TradeTape } from '../book-day.js';
import { type BookFile, dayHash, daysByName } from '../book-files.js';
import { buildBook, type SnapshotColumns, startsByStamp, ticksOf } from '../build-book.js';
import type { BookDataset, BookOptions, BookSource } from '../catalogue.js';
import { type BookSide, OrderBook } from '../order-book.js';
import { bookOfOrders, gridTimes, type OrderColumns, OrderColumnsWriter, type OrderDay } from '../order-columns.js';
import { problemsIn } from '../problems.js';
import { phaseByTime } from './clocks.js';

const facts = { dataset: 'us-lobster-2012-06-21', market: 'NASDAQ', day: '2012-06-21', tickSize: 0.01 } as const;
const ticksScale = 100; // 1e-4 USD a tick of one cent
const phaseOf = (ms: number): BookPhase => phaseByTime(facts.market, facts.day, ms);
const spanOf = /_(?<start>\d+)_(?<end>\d+)_message_/;

/** Messages of a day in file order. */
interface Messages {
  readonly name: string;
  readonly row: Float64Array;
  readonly seconds: Float64Array;
  readonly type: Float64Array;
  readonly id: Float64Array;
  readonly size: Float64Array;
  readonly price: Float64Array;
  readonly direction: Float64Array;
}

/** @throws DataError for cells that are no numbers, time that goes back, unknown types and directions, sizes that are not above 0 */
async function readMessages(file: TableSource): Promise<Messages> {
  const columns = file.columns ?? ['Time', 'Type', 'OrderId', 'Size', 'Price', 'Direction'];
  const [seconds, type, id, size, price, direction] = columns as [string, string, string, string, string, string];
  const { row, numbers } = await readTable(file, {
    needs: columns,
    numbers: { seconds, type, id, size, price, direction },
  });
  const of = (name: string): Float64Array => numbers[name] as Float64Array;
  const messages: Messages = {
    name: file.name,
    row,
    seconds: of('seconds'),
    type: of('type'),
    id: of('id'),
    size: of('size'),
    price: of('price'),
    direction: of('direction'),
  };
  const found = problemsIn(file.name);
  for (let i = 0; i < row.length; i++) {
    const [at, kind, side] = [row[i] as number, messages.type[i] as number, messages.direction[i] as number];
    const time = messages.seconds[i] as number;
    if (i > 0 && time < (messages.seconds[i - 1] as number))
      found.add(at, 'time', time, 'time goes back, s after midnight', 'sort the file by time');
    if (!(Number.isInteger(kind) && kind >= 1 && kind <= 6))
      found.add(at, 'type', kind, 'is no type of message that trades, 1 to 6', 'remove the row');
    if (Math.abs(side) !== 1) found.add(at, 'direction', side, 'is neither 1 (buy) nor -1 (sell)', 'correct the cell');
    if (!((messages.size[i] as number) > 0))
      found.add(at, 'size', messages.size[i] as number, 'an order has shares above 0', 'correct the cell');
    if (kind <= 4 && Number.isNaN(ticksOf(messages.price[i] as number, ticksScale)))
      found.add(at, 'price', messages.price[i] as number, 'is no whole number of ticks of 0.01', 'correct the cell');
  }
  found.refuse();
  return messages;
}

/** Executions; those of hidden orders may lie between ticks and are rounded. */
function tapeOf(m: Messages): { readonly tape: TradeTape; readonly tapeEvent: Float64Array } {
  const at = Array.from(m.row.keys()).filter((i) => (m.type[i] as number) >= 4);
  const of = (column: Float64Array, i: number): number => column[i] as number;
  return {
    tape: {
      timeMs: Int32Array.from(at, (i) => wholeMs(of(m.seconds, i))),
      ticks: Int32Array.from(at, (i) => Math.round(of(m.price, i) / ticksScale)),
      sizes: Float64Array.from(at, (i) => of(m.size, i)),
      sides: Int8Array.from(at, (i) => (m.type[i] === 6 ? 0 : -of(m.direction, i))),
      auction: Uint8Array.from(at, (i) => (m.type[i] === 6 ? 1 : 0)),
    },
    tapeEvent: Float64Array.from(at, (i) => of(m.row, i)),
  };
}

/** Without what multiplication adds behind the nanoseconds. */
function msOf(seconds: number): number {
  return Number((seconds * 1000).toFixed(6));
}

/** The first whole ms at which a time has come: a snapshot at t shows what came until t. */
function wholeMs(seconds: number): number {
  return Math.ceil(msOf(seconds));
}

/**
 * Orders of a file that tells only what happens within its first levels: what left them untold would stay behind and cross the book.
 *
 * Before a new buy at p all asks at or below p go, and the mirror image. Before an execution of a sell at p all asks below p go and all bids
 * at or above it, and the mirror image. Orders that are cancelled or executed without having come stood there at the start with what they lose.
 *
 * @throws DataError for an order that comes twice or loses more than it has
 */
function ordersWithin(m: Messages): {
  readonly columns: OrderColumns;
  readonly stale: number;
  readonly initial: number;
} {
  const book = new OrderBook();
  const writer = new OrderColumnsWriter();
  const found = problemsIn(m.name);
  const initial = initialOrders(m);
  const first = msOf(m.seconds[0] ?? 0);
  for (const { id, side, ticks, shares } of initial) {
    book.add(id, side, ticks, shares);
    writer.write('add', first, id, side, ticks, shares, 0);
  }
  const gone = new Set<number>();
  const sweep = (i: number, side: BookSide, ticks: number): void => {
    for (const id of book.idsFrom(side, ticks)) {
      const left = book.left(id);
      writer.write('cancel', msOf(m.seconds[i] as number), id, side, book.ticks(id), left, m.row[i] as number);
      book.take(id, left);
      gone.add(id);
    }
  };
  for (let i = 0; i < m.row.length; i++) {
    const [type, id, size, row] = [m.type[i], m.id[i], m.size[i], m.row[i]] as [number, number, number, number];
    if (type >= 5) continue;
    const side = m.direction[i] as BookSide;
    const other = -side as BookSide;
    const ticks = Math.round((m.price[i] as number) / ticksScale);
    const timeMs = msOf(m.seconds[i] as number);
    if (type === 1) {
      sweep(i, other, ticks);
      if (book.left(id) > 0)
        found.add(row, 'order id', id, 'an order comes once, this one waits already', 'remove the row');
      else {
        book.add(id, side, ticks, size);
        writer.write('add', timeMs, id, side, ticks, size, row);
      }
      continue;
    }
    if (type === 4) {
      sweep(i, side, ticks + side);
      sweep(i, other, ticks);
    }
    const left = book.left(id);
    if (gone.has(id)) continue;
    if (left < size || book.ticks(id) !== ticks || book.side(id) !== side)
      found.add(
        row,
        'size',
        size,
        `order ${id} has ${left} shares at ${book.ticks(id)} ticks, less or elsewhere`,
        'fetch the file again',
      );
    else {
      book.take(id, size);
      writer.write(type === 4 ? 'trade' : 'cancel', timeMs, id, side, ticks, size, row);
    }
  }
  found.refuse();
  return { columns: writer.finish(facts.tickSize, 1), stale: gone.size, initial: initial.length };
}

interface InitialOrder {
  readonly id: number;
  readonly side: BookSide;
  readonly ticks: number;
  shares: number;
}

/** Orders that lose shares without having come, in the order of their numbers, which is that of their arrival. */
function initialOrders(m: Messages): readonly InitialOrder[] {
  const came = new Set<number>();
  const stood = new Map<number, InitialOrder>();
  for (let i = 0; i < m.row.length; i++) {
    const [type, id, shares] = [m.type[i], m.id[i], m.size[i]] as [number, number, number];
    if (type === 1) came.add(id);
    if (type === 1 || type >= 5 || came.has(id)) continue;
    const known = stood.get(id);
    if (known) known.shares += shares;
    else
      stood.set(id, {
        id,
        side: m.direction[i] as BookSide,
        ticks: Math.round((m.price[i] as number) / ticksScale),
        shares,
      });
  }
  return [...stood.values()].sort((a, b) => a.id - b.id);
}

async function readOrders({ instrument }: BookSource, files: readonly BookFile[]): Promise<OrderDay> {
  const [file] = files;
  if (!file) throw new Error('a day has a file');
  const messages = await readMessages({ ...file, columns: ['time', 'type', 'id', 'size', 'price', 'direction'] });
  const { columns, stale, initial } = ordersWithin(messages);
  return {
    ...columns,
    ...tapeOf(messages),
    ...facts,
    instrument,
    lotShares: 1,
    file: file.name,
    flags: [`${initial} orders stood at the start`, `${stale} stale orders removed`],
    hash: dayHash(files, instrument),
  };
}

/** Books after each message of a day, as the file beside the messages shows them. @throws DataError for another number of rows than messages */
async function readShown(messages: Messages, file: TableSource): Promise<SnapshotColumns> {
  const numbers = { ask: 'BestAsk', askSize: 'BestAskVolume', bid: 'BestBid', bidSize: 'BestBidVolume' };
  const table = await readTable(file, { needs: Object.values(numbers), numbers });
  const found = problemsIn(file.name);
  if (table.rows !== messages.row.length)
    found.add(
      Math.min(table.rows, messages.row.length) + 1,
      'row',
      table.rows,
      `rows, not as many as the ${messages.row.length} messages of ${messages.name}`,
      'fetch both files again',
    );
  const of = (name: string): Float64Array => table.numbers[name] as Float64Array;
  // An empty side bears the price ±9999999999.
  const ticks = (name: 'bid' | 'ask'): Int32Array =>
    Int32Array.from(of(name), (price, t) => {
      const whole = Math.abs(price) === 9_999_999_999 ? 0 : ticksOf(price, ticksScale);
      if (Number.isNaN(whole))
        found.add(
          table.row[t] as number,
          numbers[name],
          price,
          'is no whole number of ticks of 0.01',
          'correct the cell',
        );
      return whole;
    });
  const columns: SnapshotColumns = {
    file: file.name,
    row: table.row,
    timeMs: Int32Array.from(messages.seconds, wholeMs),
    phase: Uint8Array.from(messages.seconds, (s) => bookPhases.indexOf(phaseOf(msOf(s)))),
    levels: 1,
    bidTicks: ticks('bid'),
    bidSizes: of('bidSize'),
    askTicks: ticks('ask'),
    askSizes: of('askSize'),
  };
  found.refuse();
  return columns;
}

function times(file: string, grid: number): Int32Array {
  const { start, end } = spanOf.exec(file)?.groups ?? {};
  return gridTimes([{ startMs: Number(start) + grid, endMs: Number(end) + 1 }], grid);
}

async function readBook(source: BookSource, files: readonly BookFile[], options: BookOptions): Promise<BookDay> {
  const [first, second] = files;
  if (!first) throw new Error('a day has a file');
  const { grid = second ? 'event' : 1000, levels = 10 } = options;
  const at = grid === 'event' ? grid : times(first.name, grid);
  if (!second) {
    const orders = await readOrders(source, files);
    return bookOfOrders({ ...orders, hash: dayHash(files, String(grid), String(levels)) }, levels, at, 'recorded');
  }
  const messages = await readMessages(first);
  const { tape, tapeEvent } = tapeOf(messages);
  const every = await readShown(messages, second);
  const shown = at === 'event' ? every : atTimes(every, at, phaseOf);
  const starts = at === 'event' ? startsByStamp(shown.row, tapeEvent) : startsByStamp(shown.timeMs, tape.timeMs);
  const named = { ...facts, instrument: source.instrument, lotShares: 1, hash: dayHash(files, String(grid)) };
  // Every snapshot of the file is checked, also those between the times that are asked for.
  if (at !== 'event') buildBook(named, every, tape, 'recorded', starts);
  return buildBook(named, shown, tape, 'recorded', starts);
}

/** AAPL from 09:30 to 10:30 from the events of its first 50 levels, AMZN for a day with its best quotes. */
export const lobsterBooks: BookDataset = {
  id: facts.dataset,
  title:
    'AAPL (09:30-10:30, from single orders) and AMZN (whole day, best quotes after each event) on Nasdaq, 2012-06-21',
  market: 'NASDAQ',
  source: 'LOBSTER academic samples, lobsterdata.com',
  licence: 'none stated (LOBSTER academic sample)',
  notes: [
    'AAPL: what leaves the first 50 levels is not told; stale orders are removed before they would cross. Deep levels miss orders that rested untouched from before 09:30.',
    'AAPL is read every second by default, AMZN at each event; prices of hidden executions are rounded to ticks.',
  ],
  days: async (data) =>
    daysByName(
      data,
      'lob/us_lobster',
      /^(?<instrument>[A-Z]+)_2012-06-21_\d+_\d+_message_(?<levels>\d+)\.csv\.gz$/,
      ({ name = '', instrument = '', levels }) => ({
        instrument,
        day: facts.day,
        files: levels === '1' ? [name, name.replace('_message_', '_orderbook_')] : [name],
      }),
    ),
  read: readBook,
  readOrders,
};
