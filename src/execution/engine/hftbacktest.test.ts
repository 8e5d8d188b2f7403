import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { log2Queue } from '../queue-models/log-2.js';
import { powerQueue } from '../queue-models/power.js';
import { power2Queue } from '../queue-models/power-2.js';
import { power3Queue } from '../queue-models/power-3.js';
import type { QueueModel } from '../queue-models/queue-model.js';
import { riskAverseQueue } from '../queue-models/risk-averse.js';
import type { Desk } from './desk.js';
import { eventKinds, FeedWriter } from './feed.js';
import { replayMarket } from './replay.js';

interface Golden {
  readonly inputs: {
    readonly common: { startUs: number; quoteEvery: number; feedMs: number; orderMs: number };
    readonly feed: Readonly<Record<'afterUs' | 'kind' | 'side' | 'ticks' | 'shares', readonly number[]>>;
  };
  readonly expected: Readonly<Record<string, readonly (readonly [order: number, ticks: number, us: number])[]>>;
}
const { inputs, expected } = JSON.parse(readFileSync('test/golden/hftbacktest.json', 'utf8')) as Golden;
const { startUs, quoteEvery, feedMs, orderMs } = inputs.common;
const { afterUs, kind, side, ticks, shares } = inputs.feed;

describe('hftbacktest', () => {
  const writer = new FeedWriter(0.01, 1);
  let us = startUs;
  for (const [e, after] of afterUs.entries()) {
    us += after;
    const word = eventKinds[kind[e] as number] as 'depth' | 'trade';
    writer.write(word, us / 1000, side[e] as number, ticks[e] as number, shares[e] as number);
    writer.close();
  }
  const feed = writer.finish();
  const models: Record<string, QueueModel> = {
    riskAverse: riskAverseQueue,
    log2: log2Queue,
    power1: powerQueue(1),
    power2: powerQueue(2),
    power2Form2: power2Queue(2),
    power2Form3: power3Queue(2),
  };
  it.each(Object.keys(expected))('fills the same orders at the same prices and times: %s', (name) => {
    const ids: number[] = [];
    let calls = 0;
    const quote = (desk: Desk): void => {
      if (++calls % quoteEvery > 0) return;
      for (const id of ids.slice(-2)) desk.cancel(id);
      ids.push(desk.limit(1, desk.bidTicks, 1), desk.limit(-1, desk.askTicks, 1));
    };
    const { fills } = replayMarket(
      feed,
      { onBook: quote, onTrade: quote },
      { queue: models[name] as QueueModel, feedMs, orderMs },
    );
    const last = 2 * (Math.floor(kind.length / quoteEvery) - 10);
    const ours = Array.from(fills.orderId, (id, i) => [
      ids.indexOf(id) + 1,
      fills.ticks[i] as number,
      Math.round((fills.timeMs[i] as number) * 1000) - startUs,
    ]).filter(([order]) => (order as number) <= last);
    ours.sort(([a], [b]) => (a as number) - (b as number));
    expect(ours.length).toBeGreaterThan(50);
    expect(ours).toEqual(expected[name]);
  });
});
