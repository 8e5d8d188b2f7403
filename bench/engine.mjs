// Events a second of the general replay engine with a queue model beside hftbacktest, on the same generated feed, pair by pair:
// the replay alone, and a strategy that is asked at every event and quotes both sides anew at every hundredth. Both run on one thread from
// columns in memory with the same delays; hftbacktest keeps the venue's and the desk's book apart, which constant delays make one here.
// Its exchange without partial fills is used: the one with them stops with an error where a fill is exact (its issue 312); orders are of one share.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { logQueue, replayMarket } from 'strata';
import { generatedFeed, writeFeed } from './lib/feed.mjs';
import { inPairs } from './lib/pairs.mjs';
import { linePeer, peerPython } from './lib/peer.mjs';

const events = 2_000_000;
const options = { queue: logQueue, feedMs: 1, orderMs: 1 };

/** Reads both best levels at every event; at every hundredth takes its orders back and quotes one share on both sides. */
function quoter() {
  const seen = { calls: 0, imbalance: 0, bid: 0, ask: 0 };
  const step = (desk) => {
    seen.calls++;
    const [bid, ask] = [desk.bidShares, desk.askShares];
    if (bid + ask > 0) seen.imbalance += (bid - ask) / (bid + ask);
    if (seen.calls % 100 !== 0) return;
    if (seen.bid) desk.cancel(seen.bid);
    if (seen.ask) desk.cancel(seen.ask);
    seen.bid = desk.limit(1, desk.bidTicks, 1);
    seen.ask = desk.limit(-1, desk.askTicks, 1);
  };
  return { seen, onBook: step, onTrade: step };
}

export async function run({ threads }) {
  const feed = generatedFeed(events);
  const count = feed.kind.length;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-feed-'));
  const file = path.join(folder, 'feed.f64');
  const ours = (strategy) => async (passes) => {
    const started = performance.now();
    for (let i = 0; i < passes; i++) replayMarket(feed, strategy(), options);
    return performance.now() - started;
  };
  const modes = { replay: ours(() => ({})), strategy: ours(quoter) };
  try {
    writeFeed(file, feed);
    const python = await peerPython('bench-hftbacktest', ['hftbacktest==2.4.4', 'numpy'], '300 MB').catch(
      () => undefined,
    );
    if (!python) {
      for (const [mode, measure] of Object.entries(modes)) {
        await measure(2);
        console.log(`engine, ${mode}: ${(count / (await measure(1)) / 1000).toFixed(1)} M events/s (ours alone)`);
      }
      throw new Error('hftbacktest could not be installed: ours is measured alone');
    }
    const rows = [];
    for (const [mode, measure] of Object.entries(modes)) {
      const script = fileURLToPath(new URL('engine.py', import.meta.url));
      const peer = await linePeer(python, [script, file, mode]);
      try {
        const pair = await inPairs(measure, peer.measure, { blocks: 7, steps: 1, warmup: 2 });
        const rate = (ms) => count / ms / 1000;
        rows.push({
          name: `engine, ${mode === 'replay' ? 'replay alone' : 'strategy at every event'}`,
          ours: rate(pair.ours),
          peer: rate(pair.peer),
          peerName: 'hftbacktest 2.4.4',
          ratio: pair.ratio,
          unit: 'M events/s',
          threads,
        });
      } finally {
        peer.stop();
      }
    }
    return rows;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
