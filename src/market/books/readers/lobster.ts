/**
 * LOBSTER samples of Nasdaq (lobsterdata.com): messages of every event in the first levels of the book, from which the book is rebuilt order
 * by order, and the level-1 books that come with them.
 */
import { DataError, type Problem, StrataError } from '../../../core/index.js';
import { readTable } from '../../source-table.js';
import { bookPhases, type TradeTape } from '../book-day.js';
import { type BookFile, dayHash } from '../book-files.js';
import { buildBook, type SnapshotColumns } from '../build-book.js';
import type { BookDataset, BookOptions } from '../catalogue.js';
import { OrderBook } from '../order-book.js';

const tickSize = 0.01;
/** Prices are USD × 10,000. */
const perTick = 100;
const messageColumns = ['time', 'type', 'id', 'size', 'price', 'direction'] as const;
const [submission, cancellation, deletion, execution, hidden] = [1, 2, 3, 4, 5];

/** Events of a message file as columns. */
export interface LobsterMessages {
  readonly file: string;
  readonly row: Float64Array;
  readonly timeMs: Float64Array;
  readonly type: Float64Array;
  readonly id: Float64Array;
  readonly size: Float64Array;
  readonly ticks: Float64Array;
  /** +1 a buy order, −1 a sell order. */
  readonly direction: Float64Array;
}

/**
 * Reads messages.
 * @param header column names as the file has them; undefined for a file without a header
 * @throws DataError for time that goes back, types, sizes, prices or directions that are none
 */
export async function readMessages(file: BookFile, header?: readonly string[]): Promise<LobsterMessages> {
  const names = header ?? messageColumns;
  const column = (k: number): string => `"${names[k]}"`;
  const { row, numbers } = await readTable(header ? file : { ...file, columns: messageColumns }, {
    needs: names,
    numbers: Object.fromEntries(messageColumns.map((name, k) => [name, column(k)])),
  });
  const of = (name: (typeof messageColumns)[number]): Float64Array => numbers[name] as Float64Array;
  const [time, type, size, price, direction] = [of('time'), of('type'), of('size'), of('price'), of('direction')];
  const problems: Problem[] = [];
  const add = (i: number, name: string, value: unknown, problem: string): void => {
    if (problems.length < 50)
      problems.push({
        file: file.name,
        row: row[i] as number,
        column: name,
        value: String(value),
        problem,
        remedy: 'fetch the file again; the layout is LOBSTER’s message file',
      });
  };
  for (let i = 0; i < row.length; i++) {
    if (i > 0 && (time[i] as number) < (time[i - 1] as number)) add(i, 'time', time[i], 'time goes back');
    if (!(Number.isInteger(type[i]) && (type[i] as number) >= 1 && (type[i] as number) <= 7))
      add(i, 'type', type[i], 'an event is of type 1 to 7');
    if (type[i] === 7) continue;
    if (!((size[i] as number) > 0)) add(i, 'size', size[i], 'an event has shares above 0');
    if (!((price[i] as number) > 0)) add(i, 'price', price[i], 'an event has a price above 0');
    if (Math.abs(direction[i] as number) !== 1) add(i, 'direction', direction[i], 'an order buys (1) or sells (−1)');
  }
  if (problems.length > 0) throw new DataError(problems, `${file.name} was refused`);
  return {
    file: file.name,
    row,
    timeMs: time.map((s) => s * 1000),
    type,
    id: of('id'),
    size,
    ticks: price.map((p) => p / perTick),
    direction,
  };
}

/** What is shown after each event, or at the end of each span of a grid. */
export interface Replay {
  readonly columns: SnapshotColumns;
  readonly tape: TradeTape;
  readonly tradeStart: Int32Array;
}

/**
 * Rebuilds the book.
 *
 * Orders deleted while outside the reported levels are never said to be gone. So a new buy order shows that all asks at its price or below are
 * stale, and the visible execution of a sell order that all asks below and all bids at its price or above are; each with its mirror image.
 * Orders that are cancelled or executed without having been submitted rest from the start.
 *
 * @param gridMs length of a span, or `events` for a snapshot after each event
 * @throws DataError where the book is crossed nevertheless, by file and row
 */
export function replayMessages(m: LobsterMessages, levels: number, gridMs: number | 'events'): Replay {
  const events = m.timeMs.length;
  if (events === 0) throw new StrataError(`${m.file} has no events`);
  const visible = (i: number): boolean => (m.type[i] as number) <= execution;
  let [low, high] = [Number.POSITIVE_INFINITY, 0];
  for (let i = 0; i < events; i++) {
    if (!visible(i)) continue;
    low = Math.min(low, Math.round(m.ticks[i] as number));
    high = Math.max(high, Math.round(m.ticks[i] as number));
  }
  const book = new OrderBook(low, high);
  restFromTheStart(m, book);

  const firstMs = m.timeMs[0] as number;
  const spans = gridMs === 'events' ? events : Math.ceil(((m.timeMs[events - 1] as number) - firstMs) / gridMs);
  const begin = gridMs === 'events' ? 0 : Math.floor(firstMs / gridMs) * gridMs;
  const count = Math.max(1, spans);
  const cells = count * levels;
  const ints = (n: number): Int32Array => new Int32Array(n);
  const shown = {
    timeMs: ints(count),
    row: new Float64Array(count),
    bidTicks: ints(cells),
    askTicks: ints(cells),
    bidSizes: new Float64Array(cells),
    askSizes: new Float64Array(cells),
    bidOrders: ints(cells),
    askOrders: ints(cells),
  };
  const trades = tradesOf(m);
  const tradeStart = ints(count + 1);
  const problems: Problem[] = [];
  let [at, traded] = [0, 0];
  const snapshot = (row: number, timeMs: number): void => {
    shown.timeMs[at] = timeMs;
    shown.row[at] = row;
    book.write(1, levels, shown.bidTicks, shown.bidSizes, shown.bidOrders, at * levels);
    book.write(-1, levels, shown.askTicks, shown.askSizes, shown.askOrders, at * levels);
    tradeStart[at] = traded;
    at++;
  };
  for (let i = 0; i < events; i++) {
    if (gridMs !== 'events')
      while (at < count && (m.timeMs[i] as number) > begin + (at + 1) * gridMs)
        snapshot(m.row[i] as number, begin + (at + 1) * gridMs);
    apply(m, i, book);
    if (m.type[i] === execution || m.type[i] === hidden) traded++;
    if (book.bestBid >= book.bestAsk && problems.length < 50)
      problems.push({
        file: m.file,
        row: m.row[i] as number,
        problem: `crosses the book: best bid ${book.bestBid}, best ask ${book.bestAsk} ticks`,
        remedy: 'fetch the file again; events are missing before this one',
      });
    if (gridMs === 'events') snapshot(m.row[i] as number, Math.floor(m.timeMs[i] as number));
  }
  while (at < count) snapshot(m.row[events - 1] as number, begin + (at + 1) * (gridMs as number));
  if (problems.length > 0) throw new DataError(problems, `${m.file} was refused`);
  tradeStart[count] = trades.ticks.length;
  const phase = new Uint8Array(count).fill(bookPhases.indexOf('continuous'));
  return { columns: { file: m.file, ...shown, phase, levels }, tape: trades, tradeStart };
}

function restFromTheStart(m: LobsterMessages, book: OrderBook): void {
  const submitted = new Set<number>();
  const left = new Map<number, { side: number; ticks: number; shares: number }>();
  for (let i = 0; i < m.type.length; i++) {
    const [type, id] = [m.type[i] as number, m.id[i] as number];
    if (type === submission) submitted.add(id);
    else if (type <= execution && !submitted.has(id)) {
      const order = left.get(id) ?? { side: m.direction[i] as number, ticks: m.ticks[i] as number, shares: 0 };
      order.shares += m.size[i] as number;
      left.set(id, order);
    }
  }
  for (const [id, { side, ticks, shares }] of left) book.add(id, side, Math.round(ticks), shares);
}

function apply(m: LobsterMessages, i: number, book: OrderBook): void {
  const [type, id, size] = [m.type[i] as number, m.id[i] as number, m.size[i] as number];
  const [ticks, side] = [Math.round(m.ticks[i] as number), m.direction[i] as number];
  if (type === submission) {
    book.forget(-side, ticks, true);
    book.add(id, side, ticks, size);
  } else if (type === cancellation) book.take(id, size);
  else if (type === deletion) book.take(id);
  else if (type === execution) {
    book.forget(side, ticks, false);
    book.forget(-side, ticks, true);
    book.take(id, size);
  }
}

/** Visible and hidden executions; prices between ticks, which hidden orders have, are rounded. */
function tradesOf(m: LobsterMessages): TradeTape {
  const at = Int32Array.from(m.type.keys()).filter((i) => m.type[i] === execution || m.type[i] === hidden);
  return {
    timeMs: Int32Array.from(at, (i) => Math.floor(m.timeMs[i] as number)),
    ticks: Int32Array.from(at, (i) => Math.round(m.ticks[i] as number)),
    sizes: Float64Array.from(at, (i) => m.size[i] as number),
    // Who rests is told; the other one took the initiative.
    sides: Int8Array.from(at, (i) => -(m.direction[i] as number)),
    auction: new Uint8Array(at.length),
  };
}

const source = 'LOBSTER free academic samples';
const licence = 'none stated; LOBSTER academic sample';
const [appleDay, appleFile] = ['2012-06-21', 'lob/us_lobster/AAPL_2012-06-21_34200000_37800000_message_50.csv.gz'];

/** AAPL on 21 June 2012, the first hour. */
export const appleBooks: BookDataset = {
  id: 'us-lobster-aapl',
  title: 'AAPL, order by order in the first 50 levels, 2012-06-21 from 09:30 to 10:30',
  market: 'NASDAQ',
  source: `${source} (bbangsberg/Apple)`,
  licence,
  notes: [
    'Orders deleted outside the first 50 levels are not reported; stale ones are dropped by rule, and deeper levels miss orders that rested from before 09:30.',
  ],
  days: async () => [{ instrument: 'AAPL', day: appleDay, files: [appleFile] }],
  async read({ instrument, day }, files, { gridMs = 1000 }) {
    const [messages] = files;
    if (!messages) throw new StrataError('a day has a message file');
    const { columns, tape, tradeStart } = replayMessages(await readMessages(messages), 10, gridMs);
    const facts = { dataset: this.id, instrument, market: 'NASDAQ', day, tickSize, lotShares: 1 } as const;
    return buildBook({ ...facts, hash: dayHash(files, String(gridMs)) }, columns, tape, 'recorded', tradeStart);
  },
};

const amazon = (kind: string): string => `lob/us_lobster/AMZN_2012-06-21_34200000_57600000_${kind}_1.csv.gz`;
const amazonHeader = ['Time', 'Type', 'OrderId', 'Size', 'Price', 'Direction'];

/** AMZN on 21 June 2012, level 1 after each event. */
export const amazonBooks: BookDataset = {
  id: 'us-lobster-amzn',
  title: 'AMZN, best quotes after each event, 2012-06-21',
  market: 'NASDAQ',
  source: `${source} (VSandwar74/LowLevelOrderbook)`,
  licence,
  notes: ['One level.', 'Times were rounded to 10 µs by the source.'],
  days: async () => [{ instrument: 'AMZN', day: appleDay, files: [amazon('orderbook'), amazon('message')] }],
  read: async ({ instrument, day }, files, options) => amazonDay(instrument, day, files, options),
};

async function amazonDay(
  instrument: string,
  day: string,
  files: readonly BookFile[],
  { gridMs = 'events' }: BookOptions,
): Promise<ReturnType<typeof buildBook>> {
  const [book, events] = files;
  if (!book || !events) throw new StrataError('a day has a book and a message file');
  if (gridMs !== 'events') throw new StrataError('the level-1 book of AMZN is read event by event; leave gridMs out');
  const m = await readMessages(events, amazonHeader);
  const names = ['BestAsk', 'BestAskVolume', 'BestBid', 'BestBidVolume'];
  const { rows, row, numbers } = await readTable(book, {
    needs: names,
    numbers: Object.fromEntries(names.map((n) => [n, n])),
  });
  if (rows !== m.type.length)
    throw new DataError([
      {
        file: book.name,
        problem: `has ${rows} rows, ${events.name} has ${m.type.length}`,
        remedy: 'both come from one download, row for row: fetch them again',
      },
    ]);
  const ticks = (name: string): Int32Array =>
    Int32Array.from(numbers[name] as Float64Array, (p) => (p > 0 && p < 9e9 ? Math.round(p / perTick) : 0));
  const tape = tradesOf(m);
  const tradeStart = new Int32Array(rows + 1);
  let traded = 0;
  for (let i = 0; i < rows; i++) {
    if (m.type[i] === execution || m.type[i] === hidden) traded++;
    tradeStart[i] = traded;
  }
  tradeStart[rows] = tape.ticks.length;
  const columns: SnapshotColumns = {
    file: book.name,
    row,
    timeMs: Int32Array.from(m.timeMs, Math.floor),
    phase: new Uint8Array(rows).fill(bookPhases.indexOf('continuous')),
    levels: 1,
    bidTicks: ticks('BestBid'),
    bidSizes: numbers.BestBidVolume as Float64Array,
    askTicks: ticks('BestAsk'),
    askSizes: numbers.BestAskVolume as Float64Array,
  };
  const facts = { dataset: 'us-lobster-amzn', instrument, market: 'NASDAQ', day, tickSize, lotShares: 1 } as const;
  return buildBook({ ...facts, hash: dayHash(files) }, columns, tape, 'recorded', tradeStart);
}
