import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSnapshot, encodeSnapshot, generator } from '../../core/index.js';
import {
  actionBuffer,
  box,
  chainEnvironment,
  discrete,
  type Environment,
  environmentBuffers,
  environmentOf,
  multiDiscrete,
  type ObservationSpace,
  sampleActions,
  simplex,
} from '../../environment/index.js';
import { ReplayMemory, type ReplayMemoryOptions } from './memory.js';

/** Shows (episode, step); the reward of step k is k + 1; ends by itself after an even number of steps, is cut off after an odd one. */
function tale(count: number, lengths: readonly number[]): Environment {
  const inner = environmentOf(
    {
      name: 'tale',
      observationSpace: { market: null, values: box(2, 0), names: ['episode', 'step'] },
      actionSpace: discrete(100),
      stateWidth: 2,
      start: (state, at) => {
        state[at] = (state[at] as number) + 1;
        state[at + 1] = 0;
      },
      step: (state, at, _, __, ___, outcome) => {
        state[at + 1] = (state[at + 1] as number) + 1;
        outcome.reward = state[at + 1] as number;
      },
      observe: (state, at, values, valuesAt) => {
        values[valuesAt] = state[at] as number;
        values[valuesAt + 1] = state[at + 1] as number;
      },
    },
    count,
  );
  const { terminated, truncated, observation, finalObservation } = inner;
  return {
    ...inner,
    step: (actions) => {
      inner.step(actions);
      const over = new Uint8Array(count);
      for (let slot = 0; slot < count; slot++) {
        const [episode, step] = observation.values.subarray(2 * slot, 2 * slot + 2) as unknown as [number, number];
        const length = lengths[(episode - 1) % lengths.length] as number;
        terminated[slot] = step >= length && length % 2 === 0 ? 1 : 0;
        truncated[slot] = step >= length && length % 2 === 1 ? 1 : 0;
        over[slot] = step >= length ? 1 : 0;
        finalObservation.values.set([episode, step], 2 * slot);
      }
      inner.restart(over);
    },
  };
}

function play(env: Environment, memory: ReplayMemory, steps: number, fresh = true): void {
  const actions = actionBuffer(env.actionSpace, env.count);
  if (fresh) {
    env.reset(generator(1));
    memory.begin(env.observation, env.actionMask);
  }
  for (let i = 0; i < steps; i++) {
    for (let slot = 0; slot < env.count; slot++) actions[slot] = env.observation.values[2 * slot + 1] as number;
    env.step(actions);
    memory.record(env, actions);
  }
}

const of = (env: Environment, options: Partial<ReplayMemoryOptions> = {}): ReplayMemory =>
  new ReplayMemory({
    observationSpace: env.observationSpace,
    actionSpace: env.actionSpace,
    slots: env.count,
    capacity: 1000,
    discount: 0.5,
    ...options,
  });

/** Everything there is in a memory, drawn until each transition was seen: (episode, step) → what a batch says of it. */
function all(memory: ReplayMemory): Map<string, string> {
  const found = new Map<string, string>();
  const batch = memory.batch(64);
  const random = generator(9);
  for (let i = 0; i < 200; i++) {
    memory.sample(random, batch);
    for (let b = 0; b < batch.size; b++) {
      const pair = (values: Float32Array): string => `${values[2 * b]}.${values[2 * b + 1]}`;
      const next = batch.discounts[b] === 0 ? '-' : pair(batch.nextValues);
      found.set(pair(batch.values), `${batch.actions[b]} ${batch.rewards[b]} ${next} ${batch.discounts[b]}`);
    }
  }
  return found;
}

describe('a transition', () => {
  it('leads to the next observation; to the last one where the episode is cut off; to nothing where it ends', () => {
    const env = tale(1, [3, 2]);
    const memory = of(env);
    play(env, memory, 6);
    expect(Object.fromEntries(all(memory))).toEqual({
      '1.0': '0 1 1.1 0.5',
      '1.1': '1 2 1.2 0.5',
      '1.2': '2 3 1.3 0.5',
      '2.0': '0 1 2.1 0.5',
      '2.1': '1 2 - 0',
      '3.0': '0 1 3.1 0.5',
    });
    expect(memory.size).toBe(6);
  });

  it('of three steps adds the discounted rewards of its chain, as far as the episode goes', () => {
    const env = tale(1, [3, 4]);
    const memory = of(env, { steps: 3 });
    play(env, memory, 8);
    expect(Object.fromEntries(all(memory))).toEqual({
      '1.0': '0 2.75 1.3 0.125',
      '1.1': '1 3.5 1.3 0.25',
      '1.2': '2 3 1.3 0.5',
      '2.0': '0 2.75 2.3 0.125',
      '2.1': '1 4.5 - 0',
      '2.2': '2 5 - 0',
      '2.3': '3 4 - 0',
      '3.0': '0 1 3.1 0.5',
    });
  });

  it('is the newest of each slot: old ones go, one by one', () => {
    const env = tale(2, [4]);
    const memory = of(env, { capacity: 12 });
    play(env, memory, 300);
    const kept = [...all(memory).keys()].map((key) => Number(key.split('.')[0]));
    expect(Math.min(...kept)).toBeGreaterThanOrEqual(73);
    expect(memory.size).toBeGreaterThanOrEqual(12);
    expect(memory.size).toBeLessThanOrEqual(2 * 7);
  });
});

describe('an option of a semi-Markov process', () => {
  const golden = JSON.parse(fs.readFileSync(new URL('../../../test/golden/smdp-target.json', import.meta.url), 'utf8'));

  it.each(Object.keys(golden.expected))('(%s) is discounted as published', (name) => {
    const { reward, gamma, tau, nextValue } = golden.inputs.common;
    const { discount, terminal } = golden.inputs.cases[name];
    const space: ObservationSpace = { market: null, values: box(1), names: ['x'] };
    const columns = environmentBuffers(1, space, discrete(9));
    const memory = new ReplayMemory({
      observationSpace: space,
      actionSpace: discrete(9),
      slots: 1,
      capacity: 10,
      discount: gamma,
      discountEach: discount === 'gamma' ? 'action' : 'step',
    });
    memory.begin(columns.observation, null);
    columns.rewards[0] = reward;
    columns.durations[0] = tau;
    columns.terminated[0] = terminal ? 1 : 0;
    memory.record(columns, Int32Array.of(4));
    const batch = memory.batch(1);
    memory.sample(generator(1), batch);
    const factor = batch.discounts[0] as number;
    expect(factor).toBeCloseTo(golden.expected[name].discountFactor, 6);
    expect((batch.rewards[0] as number) + factor * nextValue).toBeCloseTo(golden.expected[name].target, 6);
  });
});

describe('draws', () => {
  it('are uniform over transitions, whatever rows lie between them', () => {
    const env = tale(3, [1, 2, 5]);
    const memory = of(env, { capacity: 60 });
    play(env, memory, 500);
    const counts = new Map<number, number>();
    const batch = memory.batch(100);
    const random = generator(4);
    for (let i = 0; i < 600; i++) {
      memory.sample(random, batch);
      for (const id of batch.ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    expect(counts.size).toBe(memory.size);
    const expected = 60_000 / memory.size;
    const chiSquared = [...counts.values()].reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // Its mean is size - 1, its deviation √(2 (size − 1)); four deviations.
    expect(chiSquared).toBeLessThan(memory.size - 1 + 4 * Math.sqrt(2 * memory.size));
  });

  it('by priority follow |error|^α, and their weights make up for it', () => {
    const env = tale(1, [10]);
    const memory = of(env, { priority: { alpha: 0.5, epsilon: 0 } });
    play(env, memory, 10);
    const batch = memory.batch(1000);
    const random = generator(4);
    memory.sample(random, batch, 1);
    expect([...batch.weights].every((w) => w === 1)).toBe(true);
    // The transition from step k has error k²: it is drawn k times as often as that of step 1.
    memory.prioritise(
      batch,
      Float64Array.from({ length: 1000 }, (_, b) => (batch.values[2 * b + 1] as number) ** 2),
    );
    const counts = new Float64Array(10);
    let weighted = 0;
    for (let i = 0; i < 50; i++) {
      memory.sample(random, batch, 1);
      for (let b = 0; b < 1000; b++) {
        const k = batch.values[2 * b + 1] as number;
        counts[k] = (counts[k] as number) + 1;
        expect(batch.weights[b]).toBeCloseTo(1 / k, 5);
        weighted += batch.weights[b] as number;
      }
    }
    expect(counts[0]).toBe(0);
    for (let k = 1; k < 10; k++) expect((counts[k] as number) / 50_000).toBeCloseTo(k / 45, 2);
    // Σ over draws of weight is proportional to the number of transitions: each contributes equally.
    expect(weighted / 50_000).toBeCloseTo(9 / 45, 2);
  });

  it('by priority give new transitions the highest one', () => {
    const env = tale(1, [1000]);
    const memory = of(env, { priority: { alpha: 1 } });
    play(env, memory, 20);
    const batch = memory.batch(200);
    memory.sample(generator(1), batch);
    memory.prioritise(batch, new Float64Array(200).fill(1e-3));
    play(env, memory, 1, false);
    memory.sample(generator(2), batch);
    expect([...batch.values].filter((v, i) => i % 2 === 1 && v === 20).length).toBeGreaterThan(190);
  });

  it('fail while there is nothing', () => {
    const env = tale(1, [3]);
    expect(() => of(env).sample(generator(1), of(env).batch(2))).toThrow(/is empty/);
    expect(() => of(env).record(env, Int32Array.of(0))).toThrow(/call begin after reset/);
    expect(() => of(env, { discount: 2 })).toThrow(/discount of a replay memory: expected a number from 0 to 1/);
  });
});

describe('only some slots', () => {
  it('are noted where only some have finished an action', () => {
    const env = tale(2, [100]);
    const memory = of(env);
    env.reset(generator(1));
    memory.begin(env.observation, null);
    const actions = Int32Array.of(5, 6);
    for (let i = 0; i < 3; i++) {
      env.step(actions);
      memory.record(env, actions, Uint8Array.of(0, i === 2 ? 1 : 0));
    }
    expect(memory.size).toBe(1);
    expect(Object.fromEntries(all(memory))).toEqual({ '1.0': '6 3 1.3 0.5' });
  });
});

describe('a saved memory', () => {
  it.each([
    ['uniform', undefined],
    ['by priority', { alpha: 0.6 }],
  ] as const)('goes on exactly (%s)', (_, priority) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (slots, steps, further) => {
          const env = chainEnvironment(slots, { steps: 7 });
          const options = { capacity: 40, steps: 2, ...(priority && { priority }) };
          const [a, b] = [of(env, options), of(env, options)];
          const actions = actionBuffer(env.actionSpace, slots);
          const run = (memories: readonly ReplayMemory[], n: number): void => {
            for (let i = 0; i < n; i++) {
              sampleActions(env.actionSpace, slots, generator(i), actions);
              env.step(actions);
              for (const memory of memories) memory.record(env, actions);
            }
          };
          env.reset(generator(1));
          a.begin(env.observation, null);
          b.begin(env.observation, null);
          run([a], steps);
          run([b], 1);
          b.load(decodeSnapshot(encodeSnapshot(a.save())));
          run([a, b], further);
          const [x, y] = [a.batch(32), b.batch(32)];
          a.sample(generator(3), x);
          b.sample(generator(3), y);
          expect(y).toEqual(x);
          expect(encodeSnapshot(b.save())).toEqual(encodeSnapshot(a.save()));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is refused by one of another shape', () => {
    const env = tale(2, [4]);
    expect(() => of(env, { capacity: 10 }).load(of(tale(3, [4])).save())).toThrow(/heads of a replay memory/);
    const full = of(env, { capacity: 200 });
    play(env, full, 200);
    expect(() => of(env, { capacity: 100 }).load(full.save())).toThrow(/expected \d+ × U8, received \d+ × U8/);
  });
});

describe('what a memory holds', () => {
  const days = Int32Array.from({ length: 204 }, (_, d) => 4800 * d);
  const micro: ObservationSpace = {
    market: { columns: ['spreadTicks'], dayStart: days, values: new Float32Array(203 * 4800) },
    values: box(11),
    names: Array.from({ length: 11 }, (_, k) => `private ${k}`),
  };

  it('takes at most 100 MB for a million transitions of the Micro Trader, or of branches and masks', () => {
    const common = { observationSpace: micro, slots: 256, capacity: 1_000_000, discount: 0.99 };
    const trader = new ReplayMemory({ ...common, actionSpace: discrete(3) });
    expect(trader.byteLength).toBeLessThan(65e6);
    const branches = new ReplayMemory({ ...common, actionSpace: multiDiscrete([11, 10]), masked: true, priority: {} });
    expect(branches.byteLength).toBeLessThan(100e6);
  });

  it('comes back as it was: pairs of day and snapshot, masks, branches, weights', () => {
    const space = { ...micro, values: box(2), names: ['a', 'b'] };
    const columns = environmentBuffers(1, space, multiDiscrete([11, 10]), true);
    const memory = new ReplayMemory({
      observationSpace: space,
      actionSpace: multiDiscrete([11, 10]),
      slots: 1,
      capacity: 4,
      discount: 1,
      masked: true,
    });
    columns.observation.market.set([202, 4799]);
    columns.observation.values.set([0.25, -3]);
    memory.begin(columns.observation, columns.actionMask);
    columns.observation.market.set([7, 12]);
    columns.observation.values.set([1, 2]);
    columns.actionMask?.fill(0).set([1, 0, 1], 9);
    memory.record(columns, Int32Array.of(10, 9));
    const batch = memory.batch(1);
    memory.sample(generator(1), batch);
    expect([...batch.market, ...batch.nextMarket]).toEqual([202, 4799, 7, 12]);
    expect([...batch.values, ...batch.nextValues]).toEqual([0.25, -3, 1, 2]);
    expect([...batch.actions]).toEqual([10, 9]);
    expect([...batch.nextMask]).toEqual([...(columns.actionMask as Uint8Array)]);
    expect(Object.keys(batch.inputs)).toEqual([
      'market',
      'nextMarket',
      'values',
      'nextValues',
      'actions',
      'rewards',
      'discounts',
      'nextMask',
      'weights',
    ]);
    const weights = new ReplayMemory({
      observationSpace: space,
      actionSpace: simplex(3),
      slots: 1,
      capacity: 4,
      discount: 1,
    });
    weights.begin(columns.observation, null);
    weights.record(columns, Float32Array.of(0.5, 0.25, 0.25));
    const own = weights.batch(1);
    weights.sample(generator(1), own);
    expect([...own.actions]).toEqual([0.5, 0.25, 0.25]);
    expect('nextMask' in own.inputs).toBe(false);
  });
});
