// A generated feed of one instrument: changes of levels and trades, never crossed, the same for ours and a peer.
import fs from 'node:fs';
import { FeedWriter, generator } from 'strata';

export const [tickSize, lotShares] = [0.01, 1];

/** @returns {import('strata').EventFeed} so many events, 50 µs apart on average, no two at one time, each a batch of its own */
export function generatedFeed(events) {
  const random = generator('bench feed');
  const writer = new FeedWriter(tickSize, lotShares);
  const sizes = { 1: new Map(), [-1]: new Map() };
  let time = 34_200_000_000; // µs after midnight
  const best = { 1: 10_000, [-1]: 10_001 };
  const write = (kind, side, ticks, shares) => {
    time += 1 + random.integer(99);
    writer.write(kind, time / 1000, side, ticks, shares);
    writer.close();
  };
  const show = (side, ticks, shares) => {
    sizes[side].set(ticks, shares);
    write('depth', side, ticks, shares);
    if (shares > 0 && side * (ticks - best[side]) > 0) best[side] = ticks;
    while (!(sizes[side].get(best[side]) > 0)) best[side] -= side;
  };
  for (let l = 19; l >= 0; l--) for (const side of [1, -1]) show(side, best[side] - side * l, 1 + random.integer(60));
  while (writer.count < events - 2) {
    const side = random.integer(2) ? 1 : -1;
    const draw = random.integer(100);
    const top = best[side];
    if (draw < 12) {
      const shown = sizes[side].get(top);
      const traded = Math.min(shown, 1 + random.integer(20));
      write('trade', -side, top, traded);
      show(side, top, shown - traded);
    } else if (draw < 20 && side * (best[-side] - top) > 1) {
      show(side, top + side, 1 + random.integer(30));
    } else {
      const ticks = top - side * Math.min(random.integer(10), random.integer(10));
      const shown = (sizes[side].get(ticks) ?? 0) + random.integer(41) - 20;
      show(side, ticks, Math.min(Math.max(shown, 1), 120));
    }
    // The book stays twenty levels deep.
    if (!(sizes[side].get(best[side] - side * 19) > 0)) show(side, best[side] - side * 19, 1 + random.integer(60));
  }
  return writer.finish();
}

/** Writes columns for a peer: per event five doubles, time in ns, 1 for a trade, side, price in ticks, shares. */
export function writeFeed(file, feed) {
  const { timeMs, kind, side, ticks, shares } = feed;
  const rows = new Float64Array(kind.length * 5);
  for (let e = 0; e < kind.length; e++)
    rows.set([Math.round(timeMs[e] * 1000) * 1000, (kind[e] & 7) === 2 ? 1 : 0, side[e], ticks[e], shares[e]], 5 * e);
  fs.writeFileSync(file, rows);
}
