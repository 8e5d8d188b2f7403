/** BTC-USD of Coinbase, fifteen levels once a minute, given as distances from the mid price and notional values. */
import path from 'node:path';
import { quote } from '../../database.js';
import type { TradeTape } from '../book-day.js';
import { dayHash, valuesIn } from '../book-files.js';
import { buildBook } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { clockMs } from './clocks.js';
import { readSnapshots, type SnapshotLayout } from './snapshot-table.js';

const file = 'lob/crypto/BTC_1min_book15_20210417.csv.gz';

const price = (side: string, l: number): string =>
  `round(TRY_CAST(midpoint AS DOUBLE) * (1 + TRY_CAST(${side}_distance_${l - 1} AS DOUBLE)), 2)`;
const size = (side: string, l: number): string => `TRY_CAST(${side}_notional_${l - 1} AS DOUBLE) / ${price(side, l)}`;

const layout = (day: string): SnapshotLayout => ({
  needs: ['system_time', 'midpoint', 'bids_distance_14', 'bids_notional_14', 'asks_distance_14', 'asks_notional_14'],
  levels: 15,
  timeMs: clockMs('system_time[12:23]'),
  phaseOf: () => 'continuous',
  bidPrice: (l) => price('bids', l),
  bidSize: (l) => size('bids', l),
  askPrice: (l) => price('asks', l),
  askSize: (l) => size('asks', l),
  where: `system_time[1:10] = ${quote(day)}`,
});

const noTrades: TradeTape = {
  timeMs: new Int32Array(0),
  ticks: new Int32Array(0),
  sizes: new Float64Array(0),
  sides: new Int8Array(0),
  auction: new Uint8Array(0),
};

/** BTC-USD on 17 and 18 April 2021, ten hours. */
export const cryptoBooks: BookDataset = {
  id: 'crypto-btc-2021-04',
  title: 'BTC-USD of Coinbase, 15 levels once a minute, 2021-04-17 17:22 to 04-18 03:23 UTC',
  market: 'crypto',
  source: 'TradeMaster-NTU/TradeMaster: data/order_execution/BTC',
  licence: 'Apache-2.0',
  notes: ['Sizes are BTC.', 'No trades: only what was traded in a minute is known, not at which prices.'],
  days: async (data) =>
    (await valuesIn(path.join(data, file), 'system_time[1:10]')).map((day) => ({
      instrument: 'BTC-USD',
      day,
      files: [file],
    })),
  async read({ instrument, day }, files) {
    const [source] = files;
    if (!source) throw new Error('a day has a file');
    const columns = await readSnapshots(source, layout(day), 0.01);
    const starts = new Int32Array(columns.timeMs.length + 1);
    return buildBook(
      {
        dataset: this.id,
        instrument,
        market: 'crypto',
        day,
        tickSize: 0.01,
        lotShares: 1e-8,
        hash: dayHash(files, day),
      },
      columns,
      noTrades,
      'none',
      starts,
    );
  },
};
