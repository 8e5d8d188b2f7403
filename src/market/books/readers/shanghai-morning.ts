/** Twenty Shanghai stocks on one morning, in one file. */
import path from 'node:path';
import { quote } from '../../database.js';
import { dayHash, valuesIn } from '../book-files.js';
import { buildBook } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { inferTape } from '../infer-tape.js';
import { clockMs } from './clocks.js';
import { shanghaiPhase } from './shanghai-600519.js';
import { readSnapshots, type SnapshotLayout } from './snapshot-table.js';

const file = 'lob/cn_snap_2021-12-01_morning/snap_20stocks.csv.gz';
const day = '2021-12-01';

const layout = (instrument: string): SnapshotLayout => ({
  needs: ['SecurityID', 'DateTime', 'InstrumentStatus', 'NumTrades', 'TotalVolumeTrade', 'BidPrice9', 'OfferPrice9'],
  levels: 10,
  timeMs: clockMs('"DateTime"[12:]'),
  phase: 'InstrumentStatus',
  phaseOf: shanghaiPhase(day),
  bidPrice: (l) => `"BidPrice${l - 1}"`,
  bidSize: (l) => `"BidOrderQty${l - 1}"`,
  askPrice: (l) => `"OfferPrice${l - 1}"`,
  askSize: (l) => `"OfferOrderQty${l - 1}"`,
  bidOrders: (l) => `"BidNumOrders${l - 1}"`,
  askOrders: (l) => `"OfferNumOrders${l - 1}"`,
  volume: 'TotalVolumeTrade',
  value: 'TotalValueTrade',
  records: 'NumTrades',
  previousClose: 'PreClosePx',
  where: `SecurityID = ${quote(instrument)}`,
});

/** The morning of 1 December 2021 until 10:30. */
export const shanghaiMorning: BookDataset = {
  id: 'cn-snap-2021-12-01',
  title: '20 Shanghai stocks, 10 levels, 2021-12-01 from 09:15 to 10:30',
  market: 'SSE',
  source: 'dolphindb/Tutorials_CN: data/Real-Time_Stock_Price_Increase_Calculation',
  licence: 'Apache-2.0',
  notes: ['Ends at 10:30.', 'No tape: trades are inferred from volume, value and records since the open.'],
  days: async (data) =>
    (await valuesIn(path.join(data, file), 'SecurityID')).map((instrument) => ({ instrument, day, files: [file] })),
  async read({ instrument }, files) {
    const [source] = files;
    if (!source) throw new Error('a day has a file');
    const columns = await readSnapshots(source, layout(instrument), 0.01);
    const { tape, tradeStart } = inferTape(columns, 0.01);
    const lotShares = instrument.startsWith('688') ? 200 : 100;
    return buildBook(
      { dataset: this.id, instrument, market: 'SSE', day, tickSize: 0.01, lotShares, hash: dayHash(files, instrument) },
      columns,
      tape,
      'inferred',
      tradeStart,
    );
  },
};
