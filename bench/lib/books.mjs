// Generated book days for benchmarks: a large-tick stock whose price wanders by a tick at a time, ten levels, some trade records a snapshot.
import { bookPhases, generator } from 'strata';

/**
 * @param {number} count days
 * @param {number} snapshots of each, three seconds apart; the last one ends the last step
 * @returns {import('strata').BookDay[]}
 */
export function generatedBooks(count, snapshots) {
  return Array.from({ length: count }, (_, d) => generatedBook(d, snapshots));
}

function generatedBook(d, snapshots) {
  const random = generator('bench books').split(d);
  const levels = 10;
  const column = (kind) => new kind(snapshots * levels);
  const [bidTicks, askTicks] = [column(Int32Array), column(Int32Array)];
  const [bidSizes, askSizes] = [column(Float64Array), column(Float64Array)];
  const timeMs = Int32Array.from({ length: snapshots }, (_, t) => 34_200_000 + 3000 * t);
  const tape = { timeMs: [], ticks: [], sizes: [], sides: [] };
  const tradeStart = new Int32Array(snapshots + 1);
  let bid = 1000;
  const size = () => 100 * (1 + random.integer(400));
  for (let t = 0; t < snapshots; t++) {
    if (random.integer(10) === 0) bid = Math.max(500, bid + 2 * random.integer(2) - 1);
    for (let l = 0; l < levels; l++) {
      const k = t * levels + l;
      // One ladder in twenty has a gap behind its first level.
      const gap = l > 0 && random.integer(20 * levels) === 0 ? 1 : 0;
      bidTicks[k] = (l === 0 ? bid : bidTicks[k - 1] - 1) - gap;
      askTicks[k] = (l === 0 ? bid + 1 : askTicks[k - 1] + 1) + gap;
      bidSizes[k] = size();
      askSizes[k] = size();
    }
    tradeStart[t] = tape.timeMs.length;
    const records = random.integer(8); // 3.5 on average
    for (let n = 0; n < records; n++) {
      const side = 2 * random.integer(2) - 1;
      tape.timeMs.push(timeMs[t] + 1 + Math.floor((2999 * n) / 8));
      tape.ticks.push(side > 0 ? bid + 1 : bid);
      tape.sizes.push(100 * (1 + random.integer(30)));
      tape.sides.push(side);
    }
  }
  tradeStart[snapshots] = tape.timeMs.length;
  return {
    dataset: 'bench',
    instrument: 'generated',
    market: 'SSE',
    day: `2015-01-${String(d + 5).padStart(2, '0')}`,
    tickSize: 0.01,
    lotShares: 100,
    levels,
    timeMs,
    phase: new Uint8Array(snapshots).fill(bookPhases.indexOf('continuous')),
    bidTicks,
    bidSizes,
    askTicks,
    askSizes,
    tape: {
      timeMs: Int32Array.from(tape.timeMs),
      ticks: Int32Array.from(tape.ticks),
      sizes: Float64Array.from(tape.sizes),
      sides: Int8Array.from(tape.sides),
      auction: new Uint8Array(tape.timeMs.length),
    },
    tapeKind: 'generated',
    tradeStart,
    flags: [],
    hash: `bench ${d}`,
    synthetic: true,
  };
}
