/** Kweichow Moutai 600519 of the Shanghai exchange: snapshots about every three seconds and every trade. */
import type { BookPhase } from '../book-day.js';
import { dayHash, daysByName, isoDay } from '../book-files.js';
import { buildBook, startsByCount, startsByStamp } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { inferTape } from '../infer-tape.js';
import { clockMs, phaseByTime } from './clocks.js';
import { readSnapshots, type SnapshotLayout } from './snapshot-table.js';
import { readTrades, type TradeLayout } from './trade-table.js';

/** `TRADE` is said from the end of the opening auction on, through the lunch break. */
export function shanghaiPhase(day: string): (status: string, ms: number) => BookPhase {
  return (status, ms) => {
    if (status === 'OCALL') return 'opening-auction';
    if (status === 'CCALL') return 'closing-auction';
    if (status === 'TRADE') {
      const by = phaseByTime('SSE', day, ms);
      return by === 'continuous' ? by : 'break';
    }
    if (status === 'START') return 'before';
    return status === 'CLOSE' || status === 'ENDTR' ? 'after' : 'halted';
  };
}

const snapshots = (day: string): SnapshotLayout => ({
  needs: [
    'UpdateTime',
    'InstruStatus',
    'TradNumber',
    'TradVolume',
    'Turnover',
    'PreCloPrice',
    'BidPrice10',
    'AskPrice10',
  ],
  levels: 10,
  timeMs: clockMs('UpdateTime'),
  phase: 'InstruStatus',
  phaseOf: shanghaiPhase(day),
  bidPrice: (l) => `"BidPrice${l}"`,
  bidSize: (l) => `"BidVolume${l}"`,
  askPrice: (l) => `"AskPrice${l}"`,
  askSize: (l) => `"AskVolume${l}"`,
  bidOrders: (l) => `"NumOrdersB${l}"`,
  askOrders: (l) => `"NumOrdersS${l}"`,
  volume: 'TradVolume',
  value: 'Turnover',
  records: 'TradNumber',
  previousClose: 'PreCloPrice',
});

const trades: TradeLayout = {
  needs: ['TradTime', 'TradPrice', 'TradVolume', 'TradeBSFlag'],
  timeMs: clockMs('TradTime'),
  price: 'TradPrice',
  size: 'TradVolume',
  side: "CASE TradeBSFlag WHEN 'B' THEN 1 WHEN 'S' THEN -1 WHEN 'N' THEN 0 END",
  auction: "CASE TradeBSFlag WHEN 'N' THEN 1 ELSE 0 END",
};

/** 600519 on three days of February 2023. */
export const moutaiBooks: BookDataset = {
  id: 'cn-600519-2023-02',
  title: 'Kweichow Moutai 600519.SH, 10 levels about every 3 s and all trades, 2023-02-01 to 03',
  market: 'SSE',
  source: 'dolphindb/DolphinDBModules: easyTLDataImport/testing/setup/data',
  licence: 'Apache-2.0',
  notes: [
    'Snapshots are stamped in whole seconds: by their stamps 11 to 16 % of the trades come after a snapshot that counts them.',
  ],
  days: async (data) =>
    daysByName(data, 'lob/cn_600519_2023-02', /^snap_(?<day>\d{8})\.csv\.gz$/, ({ name = '', day = '' }) => ({
      instrument: '600519',
      day: isoDay(day),
      files: [name, `lob/cn_600519_2023-02/trades_${day}.csv.gz`],
    })),
  async read({ instrument, day }, files, { tape = 'recorded', tapeAlign = 'stamps' }) {
    const [shown, traded] = files;
    if (!shown || !traded) throw new Error('a day has two files');
    const columns = await readSnapshots(shown, snapshots(day), 0.01);
    const facts = {
      dataset: 'cn-600519-2023-02',
      instrument,
      market: 'SSE',
      day,
      tickSize: 0.01,
      lotShares: 100,
    } as const;
    const hash = dayHash(files, tape, tapeAlign);
    if (tape === 'inferred') {
      const inferred = inferTape(columns, 0.01);
      return buildBook({ ...facts, hash }, columns, inferred.tape, 'inferred', inferred.tradeStart);
    }
    const recorded = await readTrades(traded, trades, 0.01);
    const starts =
      tapeAlign === 'count' && columns.cumulativeRecords
        ? startsByCount(columns.cumulativeRecords, recorded.ticks.length)
        : startsByStamp(columns.timeMs, recorded.timeMs);
    return buildBook({ ...facts, hash }, columns, recorded, 'recorded', starts);
  },
};
