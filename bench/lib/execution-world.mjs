// The execution environment on generated books, and the same world as raw files for bench/environment.py.
import fs from 'node:fs';
import path from 'node:path';
import {
  bookFeature,
  bookTable,
  drawnOrders,
  executionEnvironment,
  generator,
  m3tRules,
  orderTask,
  packBooks,
  stepSpans,
  tranches,
} from 'strata';
import { generatedBooks } from './books.mjs';

const sizes = [9000, 12_000, 15_000, 18_000, 21_000]; // shares, the orders M3T is trained on

/**
 * Half-hour orders to sell on generated days.
 * @param {number} days
 * @param {number} count orders at once
 */
export function executionWorld(days, count) {
  const books = generatedBooks(days, 7201); // with the lunch break's time, so that half hours have 600 steps
  const pack = packBooks(books);
  const spans = books.flatMap((_, day) => stepSpans(pack, day, tranches('SSE', 8)));
  const market = bookTable(books, [bookFeature('book-rows')]);
  const task = orderTask({ orders: drawnOrders({ spans, shares: sizes, side: -1 }) });
  const environment = executionEnvironment({ pack, rules: m3tRules, market, task, count });
  return { environment, market, pack, spans };
}

/**
 * Writes columns of the book, actions, and the orders that each slot will draw.
 * @param {string} folder
 * @param {ReturnType<typeof executionWorld>} world
 * @param {string} seed of the environment
 * @param {Int32Array} actions
 * @param {number} mostOrders that a slot may draw
 */
export function writeWorld(folder, { environment, market, pack, spans }, seed, actions, mostOrders) {
  const { count } = environment;
  const drawn = new Int32Array(count * mostOrders * 4);
  for (let slot = 0; slot < count; slot++) {
    const stream = generator(seed).split(slot);
    for (let k = 0; k < mostOrders; k++) {
      const span = spans[stream.integer(spans.length)];
      drawn.set([span.day, span.first, span.steps, sizes[stream.integer(sizes.length)]], 4 * (slot * mostOrders + k));
    }
  }
  const columns = {
    bid_ticks: pack.bidTicks,
    ask_ticks: pack.askTicks,
    bid_sizes: pack.bidSizes,
    ask_sizes: pack.askSizes,
    day_start: pack.dayStart,
    trade_start: pack.tradeStart,
    trade_ticks: pack.tradeTicks,
    trade_sizes: pack.tradeSizes,
    volume_before: pack.volumeBefore,
    value_before: pack.valueBefore,
    orders: drawn,
    actions,
    index: environment.state.index.rows,
    table: market.values,
  };
  for (const [name, column] of Object.entries(columns))
    fs.writeFileSync(path.join(folder, `${name}.${kindOf(column)}`), column);
}

function kindOf(column) {
  if (column instanceof Float64Array) return 'f8';
  return column instanceof Float32Array ? 'f4' : 'i4';
}
