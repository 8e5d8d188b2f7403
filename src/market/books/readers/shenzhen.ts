/** Snapshots of the Shenzhen exchange, ten levels every three seconds, with its own code of trading phases. */
import type { BookPhase } from '../book-day.js';
import { dayHash, daysByName, isoDay } from '../book-files.js';
import { buildBook } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { inferTape } from '../infer-tape.js';
import { clockMs, compactClockMs } from './clocks.js';
import { readSnapshots, type SnapshotLayout } from './snapshot-table.js';

const phases: readonly BookPhase[] = [
  'before',
  'opening-auction',
  'break',
  'continuous',
  'break',
  'closing-auction',
  'after',
];
const phaseOf = (code: string): BookPhase => phases[Number(code)] ?? 'halted';

const pingAn: SnapshotLayout = {
  needs: [
    'MDTime',
    'TradingPhaseCode',
    'NumTrades',
    'TotalVolumeTrade',
    'TotalValueTrade',
    'Buy10Price',
    'Sell10Price',
  ],
  levels: 10,
  timeMs: compactClockMs('MDTime'),
  phase: 'TradingPhaseCode',
  phaseOf,
  bidPrice: (l) => `"Buy${l}Price"`,
  bidSize: (l) => `"Buy${l}OrderQty"`,
  askPrice: (l) => `"Sell${l}Price"`,
  askSize: (l) => `"Sell${l}OrderQty"`,
  bidOrders: (l) => `"Buy${l}NumOrders"`,
  askOrders: (l) => `"Sell${l}NumOrders"`,
  volume: 'TotalVolumeTrade',
  value: 'TotalValueTrade',
  records: 'NumTrades',
  previousClose: 'PreClosePx',
  lowLimit: 'MinPx',
  highLimit: 'MaxPx',
};

const day2022: SnapshotLayout = {
  needs: ['MDTime', 'TradingPhaseCode', 'TotalVolumeTrade', 'TotalValueTrade', 'BuyPrice10', 'SellPrice10'],
  levels: 10,
  timeMs: clockMs('MDTime'),
  phase: 'TradingPhaseCode',
  phaseOf,
  bidPrice: (l) => `"BuyPrice${l}"`,
  bidSize: (l) => `"BuyOrderQty${l}"`,
  askPrice: (l) => `"SellPrice${l}"`,
  askSize: (l) => `"SellOrderQty${l}"`,
  bidOrders: (l) => `"BuyNumOrders${l}"`,
  askOrders: (l) => `"SellNumOrders${l}"`,
  volume: 'TotalVolumeTrade',
  value: 'TotalValueTrade',
  previousClose: 'PreClosePx',
  lowLimit: 'MinPx',
  highLimit: 'MaxPx',
};

function read(id: string, layout: SnapshotLayout): BookDataset['read'] {
  return async ({ instrument, day }, files) => {
    const [file] = files;
    if (!file) throw new Error('a day has a file');
    const snapshots = await readSnapshots(file, layout, 0.01);
    const { tape, tradeStart } = inferTape(snapshots, 0.01);
    const facts = { dataset: id, instrument, market: 'SZSE', day, tickSize: 0.01, lotShares: 100 } as const;
    return buildBook({ ...facts, hash: dayHash(files, instrument) }, snapshots, tape, 'inferred', tradeStart);
  };
}

/** 000001 on eight days of September 2020. */
export const pingAnBooks: BookDataset = {
  id: 'cn-000001-2020-09',
  title: 'Ping An Bank 000001.SZ, 10 levels every 3 s, 2020-09-01 to 2020-09-10',
  market: 'SZSE',
  source: 'dolphindb/DolphinDBPlugin: parquet/test/setup/data',
  licence: 'none stated',
  notes: ['No tape: trades are inferred from volume, value and records since the open.'],
  days: async (data) =>
    daysByName(data, 'lob/cn_000001_2020-09', /^snap_(?<day>\d{8})\.csv\.gz$/, ({ name = '', day = '' }) => ({
      instrument: '000001',
      day: isoDay(day),
      files: [name],
    })),
  read: read('cn-000001-2020-09', pingAn),
};

/** Three stocks on 1 June 2022. */
export const shenzhenSnapshots: BookDataset = {
  id: 'cn-snap-2022-06-01',
  title: '000400, 300122 and 300918, 10 levels every 3 s, 2022-06-01',
  market: 'SZSE',
  source: 'dolphindb/Tutorials_CN: script/orderBookSnapshotEngine/tick.zip',
  licence: 'Apache-2.0',
  notes: ['No tape and no count of trades: an inferred interval has one record a price.'],
  days: async (data) =>
    daysByName(
      data,
      'lob/cn_snap_2022-06-01',
      /^snap_(?<instrument>\d{6})\.csv\.gz$/,
      ({ name = '', instrument = '' }) => ({ instrument, day: '2022-06-01', files: [name] }),
    ),
  read: read('cn-snap-2022-06-01', day2022),
};
