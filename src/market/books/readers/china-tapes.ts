/**
 * Trades of 600000 (Shanghai, two days) and 000001 (Shenzhen, one day) without books.
 *
 * Where nothing tells who began a trade it is the order that came later, the one with the larger number.
 */
import { readTable } from '../../source-table.js';
import { type BookFile, dayHash, daysByName, isoDay } from '../book-files.js';
import type { BookSource } from '../catalogue.js';
import { problemsIn } from '../problems.js';
import type { Cancels, TapeDay } from '../tape-day.js';
import { clockMs } from './clocks.js';
import { readTrades, type TradeLayout } from './trade-table.js';

/** Continuous trading of both exchanges, 09:30 to 14:57; before and after it are auctions. */
const [open, close] = [34_200_000, 53_820_000];
const tickSize = 0.01;

const auctionByTime = (ms: string): string => `CASE WHEN ${ms} < ${open} OR ${ms} >= ${close} THEN 1 ELSE 0 END`;

const later = (buyer: string, seller: string, ms: string): string =>
  `CASE WHEN ${auctionByTime(ms)} = 1 THEN 0 WHEN CAST(${buyer} AS BIGINT) > CAST(${seller} AS BIGINT) THEN 1 ELSE -1 END`;

const clock = clockMs('TradeTime[12:]');
const common = { timeMs: clock, price: 'TradePrice', size: 'TradeQty', auction: auctionByTime(clock) } as const;

const layout2020: TradeLayout = {
  ...common,
  needs: ['TradeTime', 'TradePrice', 'TradeQty', 'BuyNum', 'SellNum'],
  side: later('BuyNum', 'SellNum', clock),
};

const needs2023 = [
  'TradeTime',
  'TradePrice',
  'TradeQty',
  'BidApplSeqNum',
  'OfferApplSeqNum',
  'ExecType',
  'TradeBSFlag',
];

const shanghai2023: TradeLayout = {
  ...common,
  needs: needs2023,
  side: "CASE TradeBSFlag WHEN 'B' THEN 1 WHEN 'S' THEN -1 WHEN 'N' THEN 0 END",
};

const shenzhen2023: TradeLayout = {
  ...common,
  needs: needs2023,
  side: later('BidApplSeqNum', 'OfferApplSeqNum', clock),
  // What is neither a trade nor a cancel stays in, and its price of 0 refuses the file.
  where: "ExecType IS DISTINCT FROM '4'",
};

async function readCancels(file: BookFile): Promise<Cancels> {
  const { row, numbers } = await readTable(file, {
    needs: needs2023,
    numbers: { time: clock, bid: 'BidApplSeqNum', ask: 'OfferApplSeqNum', size: 'TradeQty' },
    where: "ExecType = '4'",
  });
  const of = (name: string): Float64Array => numbers[name] as Float64Array;
  const [bid, ask, sizes] = [of('bid'), of('ask'), of('size')];
  const found = problemsIn(file.name);
  for (let i = 0; i < row.length; i++) {
    const at = row[i] as number;
    if ((bid[i] as number) > 0 === (ask[i] as number) > 0)
      found.add(
        at,
        'BidApplSeqNum',
        bid[i] as number,
        'a cancel is of one order, a bid or an offer',
        'correct the row',
      );
    if (!((sizes[i] as number) > 0))
      found.add(at, 'TradeQty', sizes[i] as number, 'a cancel has shares above 0', 'remove the row');
  }
  found.refuse();
  return {
    timeMs: Int32Array.from(of('time')),
    id: bid.map((n, i) => n + (ask[i] as number)),
    sides: Int8Array.from(bid, (n) => (n > 0 ? 1 : -1)),
    sizes,
  };
}

/** A data set of trades. */
export interface TapeDataset {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  readonly notes: readonly string[];
  /** Days there are, in order. @param data the folder STRATA_DATA names */
  days(data: string): Promise<readonly BookSource[]>;
  /** Reads one day. @throws DataError for what is wrong with its file, by row */
  read(source: BookSource, files: readonly BookFile[]): Promise<TapeDay>;
}

/** 600000 on 2020-01-02 and 2023-02-01, 000001 on 2023-02-01. */
export const chinaTapes: TapeDataset = {
  id: 'cn-trades',
  title: 'Trades of 600000.SH (2020-01-02, 2023-02-01) and 000001.SZ (2023-02-01, with cancels)',
  source: 'dolphindb/Tutorials_CN: streaming_capital_flow_order_by_order, DolphinDB_Python_Parser_Intro',
  licence: 'Apache-2.0',
  notes: ['600000 on 2020-01-02 lacks the auctions.', '000001 has the cancels too, not the orders.'],
  days: async (data) =>
    daysByName(
      data,
      'lob/cn_trades',
      /^(?<instrument>\d{6})_(?<day>\d{8})\.csv\.gz$/,
      ({ name = '', instrument = '', day = '' }) => ({ instrument, day: isoDay(day), files: [name] }),
    ),
  async read({ instrument, day }, files) {
    const [file] = files;
    if (!file) throw new Error('a day has a file');
    const isShenzhen = instrument.startsWith('0');
    const layout = isShenzhen ? shenzhen2023 : day < '2023' ? layout2020 : shanghai2023;
    const tape = await readTrades(file, layout, tickSize);
    return {
      dataset: this.id,
      instrument,
      market: isShenzhen ? 'SZSE' : 'SSE',
      day,
      tickSize,
      lotShares: 100,
      tape,
      ...(isShenzhen && { cancels: await readCancels(file) }),
      flags: tape.auction.includes(1) ? [] : ['auctions missing'],
      hash: dayHash(files),
    };
  },
};
