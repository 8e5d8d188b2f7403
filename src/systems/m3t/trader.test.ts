import { describe, expect, it } from 'vitest';
import { anotherFuture, randomBook } from '../../../test/support/random-books.js';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { m3tRules, packBooks, type SpanOrder } from '../../execution/index.js';
import { flatDecisions, flatExecutor } from '../baselines/index.js';
import { flatNetwork, metaNetwork, microNetwork } from './backbones.js';
import { m3tConfig } from './config.js';
import { workFlatTogether, workTogether } from './together.js';
import { m3tExecutor, recordM3t, type TrainedM3t } from './trader.js';
import { drawnParameters } from './value-function.js';

await useDevice();
const levels = 3;
const config = m3tConfig.resolve({ bookWindow: 5, microWidth: 8, microHeads: 2, microFeedForward: 8 });
const random = generator('m3t trader');

/** Traders with weights as they are drawn: they see the book, and do different things as it changes. */
function drawn(seed: number, louder = 1): TrainedM3t {
  const own = generator(seed);
  const micro = Object.entries(drawnParameters(microNetwork(config, { levels })(own.split('micro'))));
  return {
    config,
    levels,
    // Louder weights let an action hang on the book more than on their biases.
    micro: Object.fromEntries(
      micro.map(([name, { shape, values }]) => [
        name,
        { shape, values: (values as Float32Array).map((x) => (name.endsWith('kernel') ? louder * x : x)) },
      ]),
    ),
    meta: drawnParameters(metaNetwork(config)(own.split('meta'))),
  };
}

const book = randomBook(random.split('book'), { snapshots: 240, levels });
const order = (day: number, first: number, shares: number, side: 1 | -1 = -1): SpanOrder => ({
  span: { day, first, steps: 220 },
  side,
  shares,
});

describe('Algorithm 1 with drawn weights', () => {
  it('fills the whole order, whatever is asked, odd lots included', () => {
    for (const seed of [1, 2])
      for (const shares of [100, 1250, 60_000]) {
        const pack = packBooks([book]);
        const { fills, valueTicks } = m3tExecutor(drawn(seed)).execute(pack, order(0, 10, shares), m3tRules, random);
        expect(fills.reduce((sum, f) => sum + f.shares, 0)).toBe(shares);
        expect(fills.reduce((sum, f) => sum + f.shares * f.ticks, 0)).toBeCloseTo(valueTicks, 6);
        expect(fills.every((f, n) => n === 0 || f.step >= (fills[n - 1] as typeof f).step)).toBe(true);
      }
  });

  it('has subgoals that follow each other and tell a whole record', () => {
    const pack = packBooks([book]);
    const executor = m3tExecutor(drawn(2));
    const record = recordM3t(executor, pack, order(0, 10, 4000), m3tRules);
    const told = record.subgoals ?? [];
    expect(told.length).toBeGreaterThan(2);
    expect(told[0]?.step).toBe(0);
    for (const [n, goal] of told.entries()) {
      const next = told[n + 1];
      if (next) expect(next.step).toBeGreaterThan(goal.step);
      if (next) expect(next.step).toBeLessThanOrEqual(goal.step + goal.steps);
    }
    const last = told.at(-1);
    const worked = (last?.step ?? 0) + (last?.steps ?? 0);
    expect([...record.actions.slice(0, last?.step ?? 0)]).not.toContain(-1);
    expect(worked).toBeLessThanOrEqual(220);
    expect(executor.execute(pack, order(0, 10, 4000), m3tRules, random).fills).toEqual(record.fills);
  });

  it('decides by nothing that comes later', () => {
    const known = 100;
    const other = anotherFuture(book, randomBook(random.split('other'), { snapshots: 240, levels }), known);
    const seeing = drawn(1, 4);
    const [a, b] = [book, other].map((day) =>
      recordM3t(m3tExecutor(seeing), packBooks([day]), order(0, 10, 9000), m3tRules),
    ) as [ReturnType<typeof recordM3t>, ReturnType<typeof recordM3t>];
    // Step k sees snapshot 10 + k; what is decided at `known` rests on fills before it.
    const until = known - 10 + 1;
    expect([...b.actions.slice(0, until)]).toEqual([...a.actions.slice(0, until)]);
    expect([...b.actions]).not.toEqual([...a.actions]);
    const early = (r: typeof a): string => JSON.stringify((r.subgoals ?? []).filter((g) => g.step < until));
    expect(early(b)).toBe(early(a));
  });

  it('gives many tranches at once what it gives each alone', () => {
    const days = [book, randomBook(random.split('second'), { snapshots: 240, levels, day: '2015-01-06' })];
    const pack = packBooks(days);
    const orders = [0, 1].flatMap((day) =>
      [2000, 9000, 30_000].map((shares, n) => order(day, (pack.dayStart[day] as number) + 3 * n, shares, n ? -1 : 1)),
    );
    const trained = drawn(3);
    const alone = orders.map((o) => m3tExecutor(trained).execute(pack, o, m3tRules, random));
    const together = workTogether(trained, pack, m3tRules, orders);
    expect([...together.valueTicks]).toEqual(alone.map((x) => x.valueTicks));
    expect([...together.forcedShares]).toEqual(alone.map((x) => x.forcedShares));
    expect(together.goalCounts.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(12);
  });
});

describe('a flat trader', () => {
  it('fills the whole order, alone and among many', () => {
    const pack = packBooks([book]);
    const orders = [order(0, 0, 2000), order(0, 7, 9000, 1)];
    const parameters = drawnParameters(flatNetwork(config, { levels })(generator(5)));
    const trained = { config, levels, kind: 'values', parameters } as const;
    const alone = orders.map((o) => flatExecutor(trained, 'DQN').execute(pack, o, m3tRules, random));
    expect(alone.map((x) => x.fills.reduce((sum, f) => sum + f.shares, 0))).toEqual([2000, 9000]);
    const together = workFlatTogether(flatDecisions(trained), config, pack, m3tRules, orders);
    expect([...together.valueTicks]).toEqual(alone.map((x) => x.valueTicks));
  });
});
