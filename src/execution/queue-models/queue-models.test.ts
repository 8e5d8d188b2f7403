import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueBand, queueModels } from './band.js';
import { constantQueue } from './constant.js';
import { firstInFirstOutQueue } from './first-in-first-out.js';
import { logQueue } from './log.js';
import { powerQueue } from './power.js';
import { power2Queue } from './power-2.js';
import { power3Queue } from './power-3.js';
import { type QueueModel, unknownOrder } from './queue-model.js';
import { riskAverseQueue } from './risk-averse.js';

// biome-ignore lint/suspicious/noExplicitAny: vectors are plain JSON, each case with its own members
const golden = (name: string): any => JSON.parse(readFileSync(`test/golden/${name}.json`, 'utf8'));

/** Plays `depth n` and `trade n` on one order; what is ahead and what is executed after each. */
function play(model: QueueModel, joining: number, events: readonly string[], lot = 1) {
  const queues = model.queues(3, lot);
  queues.join(1, joining, 0);
  let shown = joining;
  const [ahead, executed]: [number[], (number | null)[]] = [[], []];
  for (const event of events) {
    const [kind, amount] = [event.split(' ')[0], Number(event.split(' ')[1])];
    if (kind === 'trade') executed.push(queues.onTrade(1, amount, unknownOrder));
    else {
      queues.onDepth(1, shown, amount);
      shown = amount;
      executed.push(null);
    }
    ahead.push(queues.ahead[1] as number);
  }
  expect([queues.ahead[0], queues.ahead[2]]).toEqual([0, 0]);
  return { ahead, executed };
}

describe('queue-models', () => {
  const { inputs, expected, tolerance } = golden('queue-models');
  const models: Record<string, readonly QueueModel[]> = {
    riskAverse: [riskAverseQueue],
    log: [logQueue],
    power1: [powerQueue(1), power2Queue(1), power3Queue(1)],
    power2: [powerQueue(2)],
    power2Form2: [power2Queue(2)],
    power2Form3: [power3Queue(2)],
  };
  it.each(Object.keys(inputs.cases))('%s', (name) => {
    expect(models[name]?.length).toBeGreaterThan(0);
    for (const model of models[name] ?? []) {
      const { depthWhenJoining, events, lot } = inputs.common;
      const { ahead, executed } = play(model, depthWhenJoining, events, lot);
      for (const [i, a] of ahead.entries())
        expect(Math.abs(a - expected[name].ahead[i]), `${model.name}, event ${i}`).toBeLessThanOrEqual(tolerance.abs);
      expect(executed).toEqual(expected[name].executed);
      expect(executed.reduce<number>((sum, x) => sum + (x ?? 0), 0)).toBe(expected[name].total);
    }
  });
  it('takes other exponents from the general power', () => {
    const events = ['depth 140', 'depth 120', 'trade 30', 'depth 80'];
    const [a, b] = [play(powerQueue(3), 100, events).ahead, play(powerQueue(3 + 1e-12), 100, events).ahead];
    for (const [i, x] of a.entries()) expect(x).toBeCloseTo(b[i] as number, 8);
    expect(() => powerQueue(-1)).toThrow(/from 0; received -1/);
  });
});

describe('nautilus-queue', () => {
  const { inputs, expected } = golden('nautilus-queue');
  it('workedExample', () => {
    const { displayedAtBid, orderSize, sellerTrades } = inputs.cases.workedExample;
    const { ahead, executed } = play(
      riskAverseQueue,
      displayedAtBid,
      sellerTrades.map((size: number) => `trade ${size}`),
    );
    let left = orderSize;
    const filled = executed.map((x) => {
      const shares = Math.min(left, x ?? 0);
      left -= shares;
      return shares;
    });
    expect({ aheadAfter: ahead, filled }).toEqual(expected.workedExample);
  });
  it.each(queueModels)('strangersCancel: $name', (model) => {
    const { displayedAtBid } = inputs.cases.strangersCancel;
    const { ahead } = play(model, displayedAtBid, [`depth ${displayedAtBid * 0.6}`]);
    expect((ahead[0] as number) > 0).toBe(expected.strangersCancel);
  });
});

describe('constantQueue', () => {
  it('counts records whatever their sizes', () => {
    expect(play(constantQueue(2), 5000, ['trade 1', 'depth 10', 'trade 9000', 'trade 70'])).toEqual({
      ahead: [1, 1, 0, 0],
      executed: [0, null, 0, 70],
    });
    expect(() => constantQueue(1.5)).toThrow(/whole number/);
  });
});

describe('firstInFirstOutQueue', () => {
  it('agrees with a list of orders, event by event', () => {
    // 0 adds, 1 cancels, 2 trades against the first; ours joins after `before` events and asks for nothing more than to wait.
    const event = fc.record({
      kind: fc.integer({ min: 0, max: 2 }),
      pick: fc.nat(99),
      shares: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.nat(30), (events, before) => {
        const queues = firstInFirstOutQueue.queues(1, 1);
        const list: { id: number; shares: number }[] = [];
        const total = (): number => list.reduce((sum, x) => sum + (x.id === ours ? 0 : x.shares), 0);
        const ours = -7;
        for (const [at, { kind, pick, shares }] of events.entries()) {
          if (at === before) {
            queues.join(0, total(), at - 1);
            list.push({ id: ours, shares: Number.POSITIVE_INFINITY });
          }
          const others = list.filter((x) => x.id !== ours);
          const hit = kind === 1 ? others[pick % Math.max(others.length, 1)] : others[0];
          if (kind === 0) list.push({ id: at, shares });
          else if (hit) {
            const taken = Math.min(shares, hit.shares);
            const behind = list.indexOf(hit) > list.findIndex((x) => x.id === ours);
            if (at > before || (at === before && list.some((x) => x.id === ours))) {
              if (kind === 1) queues.onCancel(0, taken, hit.id);
              else expect(queues.onTrade(0, taken, hit.id)).toBe(behind ? taken : 0);
            }
            hit.shares -= taken;
            if (hit.shares === 0) list.splice(list.indexOf(hit), 1);
          }
          const place = list.findIndex((x) => x.id === ours);
          if (place >= 0) expect(queues.ahead[0]).toBe(list.slice(0, place).reduce((sum, x) => sum + x.shares, 0));
        }
      }),
    );
  });
  it('takes a trade of unknown orders from the front', () => {
    expect(play(firstInFirstOutQueue, 100, ['trade 80', 'trade 30', 'trade 50'])).toEqual({
      ahead: [20, 0, 0],
      executed: [0, 10, 50],
    });
  });
});

describe('every model', () => {
  const events = fc.array(fc.record({ trade: fc.boolean(), shares: fc.integer({ min: 1, max: 80 }) }), {
    maxLength: 40,
  });
  it.each(queueModels)(
    '$name never moves an order back, nor fills one while more than half a lot is ahead',
    (model) => {
      fc.assert(
        fc.property(events, fc.integer({ min: 0, max: 200 }), (list, joining) => {
          const queues = model.queues(1, 1);
          queues.join(0, joining, 0);
          let [shown, before] = [joining, queues.ahead[0] as number];
          for (const { trade, shares } of list) {
            if (trade) {
              const executed = queues.onTrade(0, shares, unknownOrder);
              if (executed > 0) expect(queues.ahead[0]).toBe(0);
              if (before >= shares + 0.5 && model.unit === 'shares') expect(executed).toBe(0);
            } else {
              queues.onDepth(0, shown, shares);
              shown = shares;
            }
            const now = queues.ahead[0] as number;
            expect(now).toBeLessThanOrEqual(Math.max(before, 0) + 1e-9);
            before = now;
          }
        }),
      );
    },
  );
});

describe('queueBand', () => {
  it('spans what the models say', () => {
    const { inputs, expected } = golden('queue-models');
    const executed = (model: QueueModel): number =>
      play(model, 100, inputs.common.events).executed.reduce<number>((sum, x) => sum + (x ?? 0), 0);
    const band = queueBand(executed, queueModels.slice(1));
    expect(band.low).toBe(expected.riskAverse.total);
    expect(band.high).toBe(expected.power2Form2.total);
    expect(band.byModel['power-3 2']).toBe(expected.power2Form3.total);
    expect(() => queueBand(executed, [logQueue, logQueue])).toThrow(/different names/);
  });
});
