/** The 10-year bond future T2009, five levels once a minute. */
import path from 'node:path';
import { quote } from '../../database.js';
import { dayHash, valuesIn } from '../book-files.js';
import { buildBook } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { inferTape } from '../infer-tape.js';
import { clockMs, phaseByTime } from './clocks.js';
import { readSnapshots, type SnapshotLayout } from './snapshot-table.js';

const file = 'lob/cffex_T2009_1min/T2009_202006.csv.gz';

const layout = (day: string): SnapshotLayout => ({
  needs: ['datetime', 'last', 'cum_volume', 'bid5', 'ask5', 'bid_vol5', 'ask_vol5'],
  levels: 5,
  timeMs: clockMs('datetime[12:]'),
  phaseOf: (_, ms) => phaseByTime('CFFEX', day, ms),
  bidPrice: (l) => `bid${l}`,
  bidSize: (l) => `bid_vol${l}`,
  askPrice: (l) => `ask${l}`,
  askSize: (l) => `ask_vol${l}`,
  volume: 'cum_volume',
  last: '"last"',
  where: `datetime[1:10] = ${quote(day)}`,
});

/** T2009 in June 2020. */
export const cffexBooks: BookDataset = {
  id: 'cffex-t2009',
  title: '10-year bond future T2009, 5 levels once a minute, June 2020',
  market: 'CFFEX',
  source: 'TradeMaster-NTU/TradeMaster, history: agent/aaai2020',
  licence: 'Apache-2.0',
  notes: ['Sizes are lots.', 'No tape: a minute has one record, its volume at the last price.'],
  days: async (data) =>
    (await valuesIn(path.join(data, file), 'datetime[1:10]')).map((day) => ({
      instrument: 'T2009',
      day,
      files: [file],
    })),
  async read({ instrument, day }, files) {
    const [source] = files;
    if (!source) throw new Error('a day has a file');
    const columns = await readSnapshots(source, layout(day), 0.005);
    const { tape, tradeStart } = inferTape(columns, 0.005);
    return buildBook(
      { dataset: this.id, instrument, market: 'CFFEX', day, tickSize: 0.005, lotShares: 1, hash: dayHash(files, day) },
      columns,
      tape,
      'inferred',
      tradeStart,
    );
  },
};
