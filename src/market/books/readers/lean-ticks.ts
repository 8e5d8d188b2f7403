/**
 * IBM in the tick files of Lean (QuantConnect): the national best bid and offer, and every trade with its conditions.
 *
 * Each line of quotes gives one side, with the exchange that sets it, and stands until the next line of that side: the two lines of a change
 * are stamped alike. Read as the quotes of single exchanges, whose best is taken, 99 % of the book would be crossed.
 */
import { readTable, type TableSource } from '../../source-table.js';
import { atTimes } from '../at-times.js';
import { bookPhases, type TradeTape } from '../book-day.js';
import { dayHash, daysByName, isoDay } from '../book-files.js';
import { buildBook, type SnapshotColumns, startsByStamp, ticksOf } from '../build-book.js';
import type { BookDataset } from '../catalogue.js';
import { gridTimes } from '../order-columns.js';
import { problemsIn } from '../problems.js';
import { phaseByTime } from './clocks.js';
import { readTrades, type TradeLayout } from './trade-table.js';

/** Bits of `sale_condition`, a hexadecimal number (AlgoSeek, US equity trades). */
const condition = {
  opening: 0x40,
  closing: 0x80,
  reopening: 0x100,
  derivativelyPriced: 0x200,
  soldLate: 0x800,
  outOfSequence: 0x4000,
  averagePrice: 0x10_0000,
  officialClose: 0x100_0000,
  priorReferencePrice: 0x200_0000,
  officialOpen: 0x400_0000,
} as const;
const bits = "CAST('0x' || sale_condition AS BIGINT)";
const official = condition.officialOpen | condition.officialClose;
const elsewhere = Object.values(condition).reduce((all, bit) => all | bit, 0) & ~official;

const trades: TradeLayout = {
  needs: ['time_ms', 'price_x10000', 'size', 'exchange', 'sale_condition', 'suspicious'],
  timeMs: 'time_ms',
  price: 'price_x10000',
  size: 'size',
  auction: `CASE WHEN exchange = 'D' OR ${bits} & ${elsewhere} <> 0 THEN 1 ELSE 0 END`,
  priceScale: 10_000,
  betweenTicks: 'round',
  where: `suspicious = '0' AND ${bits} & ${official} = 0`,
};

/** The best quotes as they stand at the end of each ms that changes one. @throws DataError for time that goes back, sizes and prices below 0 */
async function readQuotes(file: TableSource, day: string): Promise<SnapshotColumns> {
  const names = ['time_ms', 'bid_x10000', 'bid_size', 'ask_x10000', 'ask_size'] as const;
  const { row, rows, numbers } = await readTable(file, {
    needs: [...names, 'exchange', 'suspicious'],
    numbers: Object.fromEntries(names.map((name) => [name, name])),
    where: "suspicious = '0'",
  });
  const [time, bid, bidSize, ask, askSize] = names.map((name) => numbers[name]) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const found = problemsIn(file.name);
  const shown: number[][] = [];
  let state: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < rows; i++) {
    const [at, ms] = [row[i] as number, time[i] as number];
    if (i > 0 && ms < (time[i - 1] as number))
      found.add(at, 'time_ms', ms, 'time goes back, ms after midnight', 'sort the file by time');
    const side = (price: number, size: number, name: string): [number, number] => {
      const ticks = ticksOf(price / 10_000, tickSize);
      if (!(ticks > 0))
        found.add(at, `${name}_x10000`, price, 'is no whole number of ticks of 0.01 above 0', 'correct the cell');
      if (!(size >= 0)) found.add(at, `${name}_size`, size, 'a size is negative', 'correct the cell');
      return [ticks, size];
    };
    if (bid[i] !== 0) state = [...side(bid[i] as number, bidSize[i] as number, 'bid'), state[2], state[3]];
    if (ask[i] !== 0) state = [state[0], state[1], ...side(ask[i] as number, askSize[i] as number, 'ask')];
    if (ms === time[i + 1]) continue;
    const last = shown.at(-1);
    if (!last || state.some((cell, c) => cell !== last[c + 2])) shown.push([at, ms, ...state]);
  }
  found.refuse();
  const column = (c: number): number[] => shown.map((cells) => cells[c] as number);
  const timeMs = Int32Array.from(column(1));
  return {
    file: file.name,
    row: Float64Array.from(column(0)),
    timeMs,
    phase: Uint8Array.from(timeMs, (ms) => bookPhases.indexOf(phaseByTime('NYSE', day, ms))),
    levels: 1,
    bidTicks: Int32Array.from(column(2)),
    bidSizes: Float64Array.from(column(3)),
    askTicks: Int32Array.from(column(4)),
    askSizes: Float64Array.from(column(5)),
  };
}

const tickSize = 0.01;

function notes(tape: TradeTape): string[] {
  const oddLots = tape.sizes.filter((size) => size < 100).length;
  const apart = tape.auction.filter((a) => a === 1).length;
  return [
    `${apart} trades fill nothing: off the exchanges, of an auction, or at a price of another time`,
    ...(oddLots > 0 ? [`${oddLots} trades are odd lots`] : []),
  ];
}

/** IBM on five days of October 2013. */
export const leanTicks: BookDataset = {
  id: 'us-ibm-2013-10',
  title: 'IBM: national best bid and offer whenever it changes, and all trades, 04:00-20:00, 2013-10-07 to 11',
  market: 'NYSE',
  source: 'QuantConnect/Lean: Data/equity/usa/tick/ibm (data by AlgoSeek)',
  licence: 'Apache-2.0',
  notes: [
    'One level: the best quotes of all exchanges, with the size of the exchange that sets them.',
    'Quotes of several exchanges are locked or crossed for moments: such snapshots are counted in the flags.',
    'Odd lots were not reported before 9 December 2013; two or fewer a day stand in the files.',
    'Nothing tells who began a trade. Reports of official opens and closes are no trades and are left out.',
  ],
  days: async (data) =>
    daysByName(data, 'lob/us_lean_tick', /^ibm_(?<day>\d{8})_quote\.csv\.gz$/, ({ name = '', day = '' }) => ({
      instrument: 'IBM',
      day: isoDay(day),
      files: [name, name.replace('_quote', '_trade')],
    })),
  async read({ instrument, day }, files, { grid = 'event' }) {
    const [quoted, traded] = files;
    if (!quoted || !traded) throw new Error('a day has two files');
    const every = await readQuotes(quoted, day);
    const tape = await readTrades(traded, trades, tickSize);
    const span = { startMs: (every.timeMs[0] ?? 0) + 60_000, endMs: (every.timeMs.at(-1) ?? 0) + 1 };
    const shown =
      grid === 'event'
        ? every
        : atTimes(every, gridTimes([wholeMinutes(span)], grid), (ms) => phaseByTime('NYSE', day, ms));
    const hash = dayHash(files, String(grid));
    const facts = { dataset: this.id, instrument, market: 'NYSE', day, tickSize, lotShares: 100, hash } as const;
    const starts = startsByStamp(shown.timeMs, tape.timeMs);
    const book = buildBook({ ...facts, mayCross: true }, shown, tape, 'recorded', starts);
    return { ...book, flags: [...book.flags, ...notes(tape)] };
  },
};

/** A grid begins at a whole minute. */
function wholeMinutes({ startMs, endMs }: { startMs: number; endMs: number }): { startMs: number; endMs: number } {
  return { startMs: Math.floor(startMs / 60_000) * 60_000, endMs };
}
