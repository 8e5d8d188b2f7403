/** The order stream of one Shanghai stock and day, from files of single orders and trades, for tests of the exact queue. */
import fs from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type OrderStream, orderActs } from '../../src/execution/index.js';
import { dataFile } from './data.js';

const [open, close] = [34_200_000, 53_820_000]; // 09:30 to 14:57
const [add, cancel, trade] = orderActs.map((_, k) => k) as [number, number, number];

/**
 * Continuous trading of 2023-07-11. What the opening auction left rests from the start.
 *
 * An order that trades when it comes is in the file with its remainder only, behind its trades; the resting side of a trade is the one
 * that did not begin it.
 */
export function sseOrders(code: string): OrderStream {
  const rows = (name: string): string[][] =>
    gunzipSync(fs.readFileSync(dataFile(`lob/cn_orders_2023-07-11/${name}_${code}.csv.gz`)))
      .toString()
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  const ms = (text = ''): number => {
    const [h, m, s] = text.split(':').map(Number) as [number, number, number];
    return Math.round(((h * 60 + m) * 60 + s) * 1000);
  };
  const ticksOf = (price = ''): number => Math.round(Number(price) * 100);
  type Act = { seq: number; time: number; act: number; id: number; side: number; ticks: number; shares: number };
  const acts: Act[] = rows('orders').map((r) => ({
    seq: Number(r[13]),
    time: ms(r[1]),
    act: r[8] === '2' ? add : cancel,
    id: Number(r[14]),
    side: r[11] === '1' ? 1 : -1,
    ticks: ticksOf(r[9]),
    shares: Number(r[10]),
  }));
  for (const r of rows('trades')) {
    const [buyer, seller, flag] = [Number(r[8]), Number(r[9]), Number(r[11])];
    const common = { seq: Number(r[18]), time: ms(r[1]), act: trade, ticks: ticksOf(r[12]), shares: Number(r[13]) };
    if (flag !== 1) acts.push({ ...common, id: buyer, side: 1 });
    if (flag !== 2) acts.push({ ...common, id: seller, side: -1 });
  }
  acts.sort((a, b) => a.seq - b.seq);
  const left = new Map<number, Act>();
  for (const a of acts.filter(({ time }) => time < open)) {
    const order = left.get(a.id);
    if (a.act === add) left.set(a.id, { ...a, time: open });
    else if (order) order.shares -= a.shares;
  }
  const stream = [
    ...[...left.values()].filter(({ shares }) => shares > 0),
    ...acts.filter(({ time }) => time >= open && time < close),
  ];
  // A trade is at the price of the order that rests.
  const price = new Map(stream.filter(({ act }) => act === add).map((a) => [a.id, a.ticks]));
  return {
    tickSize: 0.01,
    lotShares: 100,
    timeMs: Float64Array.from(stream, (a) => a.time),
    act: Uint8Array.from(stream, (a) => a.act),
    id: Float64Array.from(stream, (a) => a.id),
    side: Int8Array.from(stream, (a) => a.side),
    ticks: Int32Array.from(stream, (a) => price.get(a.id) ?? a.ticks),
    shares: Float64Array.from(stream, (a) => a.shares),
  };
}
