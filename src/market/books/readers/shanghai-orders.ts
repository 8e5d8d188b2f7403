/**
 * Order streams of the Shanghai exchange: files of single orders and of trades, merged by the exchange's running number.
 *
 * An order that trades when it comes is in the file with its remainder only, behind its trades; one that trades in full is not in it.
 * The resting side of a trade is the one that did not begin it.
 */
import { tradingHours } from '../../calendar/sessions.js';
import { readTable, type TableSource } from '../../source-table.js';
import type { BookDay, TradeTape } from '../book-day.js';
import { type BookFile, dayHash, daysByName, isoDay } from '../book-files.js';
import { ticksOf } from '../build-book.js';
import type { BookDataset, BookOptions, BookSource } from '../catalogue.js';
import { type BookSide, OrderBook } from '../order-book.js';
import { bookOfOrders, gridTimes, OrderColumnsWriter, type OrderDay } from '../order-columns.js';
import { problemsIn } from '../problems.js';
import { clockMs } from './clocks.js';

/** Where things stand in the two files; members are SQL expressions over columns, read as text. */
interface StreamLayout {
  readonly orders: {
    readonly needs: readonly string[];
    readonly numbers: Readonly<Record<'seq' | 'time' | 'adds' | 'id' | 'side' | 'price' | 'shares', string>>;
  };
  readonly trades: {
    readonly needs: readonly string[];
    /** `initiative`: +1 the buyer's, −1 the seller's, 0 an auction. */
    readonly numbers: Readonly<Record<'seq' | 'time' | 'buyer' | 'seller' | 'initiative' | 'price' | 'shares', string>>;
  };
}

const layout2023: StreamLayout = {
  orders: {
    needs: ['MDTime', 'OrderType', 'OrderPrice', 'OrderQty', 'OrderBSFlag', 'ApplSeqNum', 'OrderNO'],
    numbers: {
      seq: 'ApplSeqNum',
      time: clockMs('MDTime'),
      adds: "CASE OrderType WHEN '2' THEN 1 WHEN '10' THEN 0 END",
      id: 'OrderNO',
      side: "CASE OrderBSFlag WHEN '1' THEN 1 WHEN '2' THEN -1 END",
      price: 'OrderPrice',
      shares: 'OrderQty',
    },
  },
  trades: {
    needs: ['MDTime', 'TradeBuyNo', 'TradeSellNo', 'TradeBSFlag', 'TradePrice', 'TradeQty', 'ApplSeqNum'],
    numbers: {
      seq: 'ApplSeqNum',
      time: clockMs('MDTime'),
      buyer: 'TradeBuyNo',
      seller: 'TradeSellNo',
      initiative: "CASE TradeBSFlag WHEN '1' THEN 1 WHEN '2' THEN -1 WHEN '0' THEN 0 END",
      price: 'TradePrice',
      shares: 'TradeQty',
    },
  },
};

/** Orders and trades of 600519 in the layout of its snapshots' source. */
const moutaiStream: StreamLayout = {
  orders: {
    needs: ['OrderTime', 'OrderType', 'OrderNO', 'OrderPrice', 'Balance', 'OrderBSFlag', 'BizIndex'],
    numbers: {
      seq: 'BizIndex',
      time: clockMs('OrderTime'),
      adds: "CASE OrderType WHEN 'A' THEN 1 WHEN 'D' THEN 0 END",
      id: 'OrderNO',
      side: "CASE OrderBSFlag WHEN 'B' THEN 1 WHEN 'S' THEN -1 END",
      price: 'OrderPrice',
      shares: 'Balance',
    },
  },
  trades: {
    needs: ['TradTime', 'TradPrice', 'TradVolume', 'TradeBuyNo', 'TradeSellNo', 'TradeBSFlag', 'BizIndex'],
    numbers: {
      seq: 'BizIndex',
      time: clockMs('TradTime'),
      buyer: 'TradeBuyNo',
      seller: 'TradeSellNo',
      initiative: "CASE TradeBSFlag WHEN 'B' THEN 1 WHEN 'S' THEN -1 WHEN 'N' THEN 0 END",
      price: 'TradPrice',
      shares: 'TradVolume',
    },
  },
};

const tickSize = 0.01;

/** Columns of one file, checked on their own. */
interface Rows<K extends string> {
  readonly name: string;
  readonly row: Float64Array;
  readonly of: Readonly<Record<K, Float64Array>>;
  /** Prices in ticks. */
  readonly ticks: Int32Array;
}

/** @throws DataError for cells that are no numbers, running numbers that go back, shares that are not above 0, prices between ticks */
async function readRows<K extends string>(
  file: TableSource,
  layout: {
    readonly needs: readonly string[];
    readonly numbers: Readonly<Record<K | 'seq' | 'price' | 'shares', string>>;
  },
): Promise<Rows<K | 'seq' | 'price' | 'shares'>> {
  const { row, numbers } = await readTable(file, layout);
  const of = numbers as Record<K | 'seq' | 'price' | 'shares', Float64Array>;
  const { seq, price, shares }: Record<'seq' | 'price' | 'shares', Float64Array> = of;
  const found = problemsIn(file.name);
  const ticks = Int32Array.from(price, (p, i) => {
    const whole = ticksOf(p, tickSize);
    if (!(whole > 0))
      found.add(row[i] as number, 'price', p, 'is no whole number of ticks of 0.01 above 0', 'correct the cell');
    if (!((shares[i] as number) > 0))
      found.add(row[i] as number, 'size', shares[i] as number, 'an order has shares above 0', 'correct the cell');
    if (i > 0 && !((seq[i] as number) > (seq[i - 1] as number)))
      found.add(
        row[i] as number,
        'running number',
        seq[i] as number,
        'does not rise',
        'sort the file, remove double rows',
      );
    return whole;
  });
  found.refuse();
  return { name: file.name, row, of, ticks };
}

type Orders = Rows<keyof StreamLayout['orders']['numbers']>;
type Trades = Rows<keyof StreamLayout['trades']['numbers']>;

/**
 * Reads the orders of one day's continuous trading; what the opening auction left rests from the start, in the order in which it came.
 * @throws DataError for what is wrong with one file, or with an order that comes twice or loses more than it has
 */
export async function readShanghaiOrders(
  dataset: string,
  { instrument, day }: BookSource,
  files: readonly [orders: BookFile, trades: BookFile],
  layout: StreamLayout,
): Promise<OrderDay> {
  const orders: Orders = await readRows(files[0], layout.orders);
  const trades: Trades = await readRows(files[1], layout.trades);
  const { continuous } = tradingHours('SSE', day);
  const span = { from: continuous[0]?.startMs ?? 0, to: continuous.at(-1)?.endMs ?? 0 };
  const columns = merge(orders, trades, span);
  return {
    ...columns.finish(tickSize, 100),
    dataset,
    instrument,
    market: 'SSE',
    day,
    file: orders.name,
    tape: tapeOf(trades),
    tapeEvent: trades.of.seq,
    flags: [],
    hash: dayHash(files, 'orders'),
  };
}

function merge(
  orders: Orders,
  trades: Trades,
  span: { readonly from: number; readonly to: number },
): OrderColumnsWriter {
  const writer = new OrderColumnsWriter();
  const book = new OrderBook();
  const came = new Set<number>();
  const found = { orders: problemsIn(orders.name), trades: problemsIn(trades.name) };
  let started = false;
  const start = (): void => {
    started = true;
    for (const id of book.ids()) writer.write('add', span.from, id, book.side(id), book.ticks(id), book.left(id), 0);
  };
  const take = (of: 'orders' | 'trades', i: number, id: number, act: 'cancel' | 'trade'): void => {
    const { of: numbers, row }: Orders | Trades = of === 'orders' ? orders : trades;
    const [shares, timeMs] = [numbers.shares[i] as number, numbers.time[i] as number];
    const [side, ticks, left] = [book.side(id), book.ticks(id), book.left(id)];
    if (shares > left)
      found[of].add(row[i] as number, 'size', shares, `order ${id} has ${left} shares left`, 'fetch both files again');
    else {
      book.take(id, shares);
      if (started) writer.write(act, timeMs, id, side, ticks, shares, numbers.seq[i] as number);
    }
  };
  const onOrder = (i: number): void => {
    const { adds, id, side, shares, time, seq } = orders.of;
    const who = id[i] as number;
    if (adds[i] === 0) take('orders', i, who, 'cancel');
    else if (came.has(who))
      found.orders.add(orders.row[i] as number, 'order number', who, 'an order comes once', 'remove the row');
    else {
      came.add(who);
      book.add(who, side[i] as BookSide, orders.ticks[i] as number, shares[i] as number);
      if (started)
        writer.write(
          'add',
          time[i] as number,
          who,
          side[i] as number,
          orders.ticks[i] as number,
          shares[i] as number,
          seq[i] as number,
        );
    }
  };
  const onTrade = (i: number): void => {
    const { initiative, buyer, seller } = trades.of;
    if (initiative[i] !== 1) take('trades', i, buyer[i] as number, 'trade');
    if (initiative[i] !== -1) take('trades', i, seller[i] as number, 'trade');
  };
  const last = orders.row.length + trades.row.length;
  for (let [n, o, t] = [0, 0, 0]; n < last; n++) {
    const isOrder =
      t === trades.row.length || (o < orders.row.length && (orders.of.seq[o] as number) < (trades.of.seq[t] as number));
    const time = isOrder ? (orders.of.time[o] as number) : (trades.of.time[t] as number);
    if (time >= span.from && !started) start();
    if (time >= span.to) break;
    if (isOrder) onOrder(o++);
    else onTrade(t++);
  }
  found.orders.refuse();
  found.trades.refuse();
  return writer;
}

function tapeOf(trades: Trades): TradeTape {
  const { time, shares, initiative } = trades.of;
  return {
    timeMs: Int32Array.from(time),
    ticks: trades.ticks,
    sizes: shares,
    sides: Int8Array.from(initiative),
    auction: Uint8Array.from(initiative, (who) => (who === 0 ? 1 : 0)),
  };
}

/** A book of a Shanghai order stream in its sessions: a snapshot every `grid` ms (default 3 s, from 09:30 on) or after each event. */
export function shanghaiBook(orders: OrderDay, { grid = 3000, levels = 10 }: BookOptions): BookDay {
  const times = grid === 'event' ? grid : gridTimes(tradingHours('SSE', orders.day).continuous, grid);
  const hash = `${orders.hash} ${grid} ${levels}`;
  return bookOfOrders({ ...orders, hash }, levels, times, 'recorded');
}

function two(files: readonly BookFile[]): readonly [BookFile, BookFile] {
  const [orders, trades] = files;
  if (!orders || !trades) throw new Error('a day has two files');
  return [orders, trades];
}

const id = 'cn-orders-2023-07-11';

/** Three stocks on 11 July 2023. */
export const shanghaiOrders: BookDataset = {
  id,
  title: '600536, 600761 and 605580: all orders and trades, 2023-07-11',
  market: 'SSE',
  source: 'dolphindb/Tutorials_CN: script/orderBookSnapshotEngine',
  licence: 'Apache-2.0',
  notes: [
    'The book is rebuilt from single orders, every 3 s by default.',
    'Orders that trade at once and in full are in the tape only.',
  ],
  days: async (data) =>
    daysByName(
      data,
      'lob/cn_orders_2023-07-11',
      /^orders_(?<instrument>\d{6})\.csv\.gz$/,
      ({ name = '', instrument = '' }) => ({
        instrument,
        day: '2023-07-11',
        files: [name, name.replace('/orders_', '/trades_')],
      }),
    ),
  readOrders: (source, files) => readShanghaiOrders(id, source, two(files), layout2023),
  read: async (source, files, options) =>
    shanghaiBook(await readShanghaiOrders(id, source, two(files), layout2023), options),
};

const moutaiId = 'cn-600519-orders-2023-02-01';

/** 600519 on 1 February 2023 from its own orders, beside its snapshots in `cn-600519-2023-02`. */
export const moutaiOrders: BookDataset = {
  id: moutaiId,
  title: 'Kweichow Moutai 600519.SH: all orders and trades, 2023-02-01',
  market: 'SSE',
  source: 'dolphindb/Tutorials_CN: data/dolphinscheduler_integration; trades: dolphindb/DolphinDBModules',
  licence: 'Apache-2.0',
  notes: [
    'The book is rebuilt from single orders, every 3 s by default; every official snapshot is one of its states within a second of its stamp.',
  ],
  days: async (data) =>
    daysByName(data, 'lob/cn_600519_2023-02', /^orders_(?<day>\d{8})\.csv\.gz$/, ({ name = '', day = '' }) => ({
      instrument: '600519',
      day: isoDay(day),
      files: [name, name.replace('/orders_', '/trades_')],
    })),
  readOrders: (source, files) => readShanghaiOrders(moutaiId, source, two(files), moutaiStream),
  read: async (source, files, options) =>
    shanghaiBook(await readShanghaiOrders(moutaiId, source, two(files), moutaiStream), options),
};
