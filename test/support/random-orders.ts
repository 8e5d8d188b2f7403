/** A stream of random orders around a price that wanders because they do: for properties of the engine, no model of a market. */
import type { Generator } from '../../src/core/index.js';
import { type OrderStream, orderActs } from '../../src/execution/index.js';

const [add, cancel, trade] = orderActs.map((_, k) => k) as [number, number, number];

/** Orders of 1 to 9 lots within 12 ticks of the other side's best; never a crossed book, never an empty side. */
export function randomOrders(acts: number, random: Generator, lotShares = 100): OrderStream {
  const stream = {
    tickSize: 0.01,
    lotShares,
    timeMs: new Float64Array(acts),
    act: new Uint8Array(acts),
    id: new Float64Array(acts),
    side: new Int8Array(acts),
    ticks: new Int32Array(acts),
    shares: new Float64Array(acts),
  };
  /** Levels by price, oldest order first; bids and asks never share one. */
  const levels: { id: number; shares: number }[][] = Array.from({ length: 20_001 }, () => []);
  let [bid, ask, time] = [9999, 10_001, 34_200_000];
  const best = (side: number): number => (side > 0 ? bid : ask);
  for (let i = 0; i < acts; i++) {
    const write = (act: number, id: number, side: number, ticks: number, shares: number): void => {
      stream.timeMs[i] = time;
      stream.act[i] = act;
      stream.id[i] = id;
      stream.side[i] = side;
      stream.ticks[i] = ticks;
      stream.shares[i] = shares;
    };
    time += random.integer(40);
    // Two acts fill the book's first levels.
    const side = i === 0 ? 1 : i === 1 ? -1 : random.integer(2) * 2 - 1;
    const kind = i < 2 ? add : [add, add, cancel, trade][random.integer(4)];
    const ticks =
      kind === add && i >= 2
        ? best(-side) - side * (1 + random.integer(12))
        : best(side) - (kind === cancel ? side * random.integer(4) : 0);
    const level = levels[ticks] as { id: number; shares: number }[];
    const order = level[kind === cancel ? random.integer(Math.max(level.length, 1)) : 0];
    const lastOfSide =
      level.length < 2 && ![...Array(13).keys()].some((k) => levels[best(side) - side * (k + 1)]?.length);
    if (kind === add || !order || (lastOfSide && ticks === best(side))) {
      const price = kind === add ? ticks : best(side);
      const shares = lotShares * (1 + random.integer(9));
      (levels[price] as { id: number; shares: number }[]).push({ id: i, shares });
      if (side > 0) bid = Math.max(bid, price);
      else ask = Math.min(ask, price);
      write(add, i, side, price, shares);
      continue;
    }
    const shares = Math.min(order.shares, lotShares * (1 + random.integer(9)));
    write(kind as number, order.id, side, ticks, shares);
    order.shares -= shares;
    if (order.shares === 0) level.splice(level.indexOf(order), 1);
    while (!levels[bid]?.length && bid > 1) bid--;
    while (!levels[ask]?.length && ask < 20_000) ask++;
  }
  return stream;
}
