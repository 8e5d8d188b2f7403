import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anotherFuture, randomBook } from '../../../test/support/random-books.js';
import { sampleBook } from '../../../test/support/sample-episode.js';
import { generator } from '../../core/index.js';
import { box, checkEnvironment, discrete } from '../../environment/index.js';
import { bookFeature, bookTable } from '../../features/index.js';
import type { BookDay } from '../../market/index.js';
import { type BookPack, packBooks } from '../book-pack.js';
import { runSteps, type SpanOrder } from '../executor.js';
import { m3tRules } from '../rules.js';
import { vwapSlippageBp } from '../slippage.js';
import { type ExecutionEnvironment, executionEnvironment } from './execution-environment.js';
import type { ExecutionTask, TaskOver } from './execution-task.js';
import { drawnOrders, givenOrders } from './order-source.js';
import { orderTask } from './order-task.js';
import type { SlippageReward } from './slippage-reward.js';

const columns = ['spread', 'imbalance', 'book-rows'].map(bookFeature);

/** An environment in which slot i works order i. */
function working(pack: BookPack, orders: readonly SpanOrder[], reward: SlippageReward = {}): ExecutionEnvironment {
  return executionEnvironment({
    pack,
    rules: m3tRules,
    market: bookTable(pack.days, columns),
    task: orderTask({ orders: givenOrders(orders), reward }),
    count: orders.length,
  });
}

/** An action that depends on what was seen, so that both runs agree only where they see the same. */
function rule(ownBestTicks: number, step: number, left: number, live: number): number {
  return ((ownBestTicks % 7) + step + Math.round(left) / 100 + (live > 0 ? 1 : 0)) % 3;
}

describe('an order worked in the environment', () => {
  it('has exactly the fills of runSteps on the same span, and its slippage as the sparse reward', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(1, -1), fc.integer({ min: 1, max: 20 }), (seed, side, lots) => {
        const random = generator(`order ${seed}`);
        const pack = packBooks([1, 2].map((d) => randomBook(random.split(d), { snapshots: 60, levels: 3 })));
        const orders = [0, 1].map((day): SpanOrder => {
          const first = random.integer(30);
          const span = { day, first: (pack.dayStart[day] as number) + first, steps: 1 + random.integer(59 - first) };
          return { span, side: side as 1 | -1, shares: 100 * lots };
        });
        const environment = working(pack, orders);
        const { state, info } = environment;
        environment.reset(generator(1));
        const expected = orders.map((order) =>
          runSteps(pack, order, m3tRules, ({ at, step, leftShares, liveTicks }) =>
            rule((order.side > 0 ? pack.bidTicks : pack.askTicks)[at * 3] as number, step, leftShares, liveTicks),
          ),
        );
        const open = new Set([0, 1]);
        const seen: { step: number; ticks: number; shares: number }[][] = [[], []];
        for (let call = 0; open.size > 0; call++) {
          const actions = Int32Array.from(orders, ({ side: own }, i) => {
            const at = state.at[i] as number;
            const best = (own > 0 ? pack.bidTicks : pack.askTicks)[at * 3] as number;
            const left = (state.orderShares[i] as number) - (state.filledShares[i] as number);
            const wanted = rule(best, state.step[i] as number, left, state.orders.liveTicks[i] as number);
            // An order at an empty side is not placed: the environment masks it, runSteps takes it as waiting.
            return environment.actionMask?.[3 * i + wanted] ? wanted : 2;
          });
          environment.step(actions);
          for (const i of [...open]) {
            const ticks = info.fillTicks[i] as number;
            if (ticks > 0) seen[i]?.push({ step: call, ticks, shares: 100 });
            if (environment.terminated[i] === 0) continue;
            open.delete(i);
            const { fills, forcedShares, valueTicks } = expected[i] as (typeof expected)[0];
            const ordinary = fills.filter((f) => f.reason !== 'forced');
            expect(seen[i]).toEqual(ordinary.map(({ step, ticks: t, shares }) => ({ step, ticks: t, shares })));
            expect(info.forcedShares[i]).toBe(forcedShares);
            const { first } = (orders[i] as SpanOrder).span;
            const sum = (before: Float64Array): number =>
              (before[first + call + 1] as number) - (before[first] as number);
            const slippage = vwapSlippageBp(
              side,
              { shares: 100 * lots, value: valueTicks },
              { shares: sum(pack.volumeBefore), value: sum(pack.valueBefore) },
            );
            expect(info.slippageBp[i]).toBe(slippage);
            expect(environment.rewards[i]).toBe(slippage);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is paid step by step where rewards are dense', () => {
    const pack = packBooks([sampleBook]);
    const order: SpanOrder = { span: { day: 0, first: 0, steps: 4 }, side: -1, shares: 300 };
    const run = (reward: SlippageReward): number[] => {
      const environment = working(pack, [order], reward);
      environment.reset(generator(1));
      return [0, 2, 1, 2].map((action) => {
        environment.step(Int32Array.of(action));
        return environment.rewards[0] as number;
      });
    };
    // A lot at 1000 against 300 at 1001 and 100 at 1000; 200 forced at 1000 (bid 800) against 400 at 1000.
    const first = ((1000 - 1000.75) * 1e4) / 1000.75;
    expect(run({ timing: 'dense' }).map((x) => Number(x.toFixed(9)))).toEqual([Number(first.toFixed(9)), 0, 0, 0]);
    const market = (400 * 1000.75 + 200 * 1001 + 100 * 1002 + 400 * 1000) / 1100;
    expect(run({}).map((x) => Number(x.toFixed(8)))).toEqual([
      0,
      0,
      0,
      Number((((1000 - market) * 1e4) / market).toFixed(8)),
    ]);
    expect(run({ denominator: 'none' })[3]).toBeCloseTo((1000 - market) * 100, 8);
    expect(run({ timing: 'dense', scale: 'earlier-code' })[0]).toBeCloseTo((10 - 10.0075) * 100, 9);
  });
});

/** Sells at rest or across, gives up when the spread widens beyond two ticks, and is paid against the mid it began at: a task of one's own. */
function ownTask(orders: readonly SpanOrder[]): TaskOver {
  return (s): ExecutionTask => {
    const { bidTicks, askTicks, levels } = s.pack;
    const arrival = new Float64Array(s.count);
    const begin = givenOrders(orders)(s);
    const spread = (at: number): number => (askTicks[at * levels] as number) - (bidTicks[at * levels] as number);
    return {
      name: 'arrival price',
      actionSpace: discrete(2),
      values: box(1, 0, 1),
      names: ['fill ratio'],
      columns: { arrival },
      begin(slot, random) {
        begin(slot, random);
        const best = (s.at[slot] as number) * levels;
        arrival[slot] = ((bidTicks[best] as number) + (askTicks[best] as number)) / 2;
      },
      place(actions, placed) {
        for (let i = 0; i < placed.length; i++) placed[i] = actions[i] === 0 ? 1 : 0;
      },
      end() {
        for (let i = 0; i < s.count; i++) if (spread(s.at[i] as number) > 2) s.ended[i] = 1;
      },
      pay(rewards) {
        for (let i = 0; i < rewards.length; i++)
          rewards[i] = (s.stepValue[i] as number) - (arrival[i] as number) * (s.stepShares[i] as number);
      },
      observe(values, from, to) {
        for (let i = from; i < to; i++) values[i] = (s.filledShares[i] as number) / (s.orderShares[i] as number);
      },
    };
  };
}

describe('a task of one’s own', () => {
  const pack = packBooks([randomBook(generator('own task'), { snapshots: 90, levels: 3, empty: 0 })]);
  const order: SpanOrder = { span: { day: 0, first: 0, steps: 60 }, side: -1, shares: 4000 };
  const make = (count: number): ExecutionEnvironment =>
    executionEnvironment({ pack, rules: m3tRules, market: null, task: ownTask([order]), count });
  it('passes the checker with its own actions, columns and ends', () => {
    expect(checkEnvironment(make, { steps: 200 })).toEqual([]);
  });
  it('ends orders where it says so, and a market order takes the rest', () => {
    const environment = make(1);
    environment.reset(generator(1));
    const wide = Array.from({ length: 60 }, (_, t) => t + 1).find(
      (t) => (pack.askTicks[3 * t] as number) - (pack.bidTicks[3 * t] as number) > 2,
    ) as number;
    let [paid, calls] = [0, 0];
    do {
      environment.step(Int32Array.of(0));
      paid += environment.rewards[0] as number;
      calls++;
    } while (environment.terminated[0] === 0);
    expect(calls).toBe(wide);
    const span = { day: 0, first: 0, steps: wide };
    const alone = runSteps(pack, { ...order, span }, m3tRules, () => 1);
    expect(environment.info.forcedShares[0]).toBe(alone.forcedShares);
    const mid = ((pack.bidTicks[0] as number) + (pack.askTicks[0] as number)) / 2;
    expect(paid).toBe(alone.valueTicks - mid * 4000);
    expect(alone.forcedShares).toBeLessThan(4000);
  });
});

describe('the environment of execution', () => {
  const days = [1, 2, 3].map((d) =>
    randomBook(generator(`day ${d}`), { snapshots: 50, levels: 3, day: `2015-01-0${d + 4}` }),
  );
  const spans = days.flatMap((_, day) => [0, 20].map((first) => ({ day, first: 50 * day + first, steps: 20 + day })));
  const drawn = (count: number, reward?: SlippageReward): ExecutionEnvironment =>
    executionEnvironment({
      pack: packBooks(days),
      rules: m3tRules,
      market: bookTable(days, columns),
      task: orderTask({ orders: drawnOrders({ spans, shares: [300, 900], side: 'both' }), ...(reward && { reward }) }),
      count,
    });

  it('passes the checker, sparse and dense', () => {
    expect(checkEnvironment((count) => drawn(count), { steps: 300 })).toEqual([]);
    expect(checkEnvironment((count) => drawn(count, { timing: 'dense' }), { steps: 300 })).toEqual([]);
  });
  it('does not look ahead: what comes later changes nothing that was shown or paid', () => {
    const order: SpanOrder = { span: { day: 0, first: 2, steps: 45 }, side: 1, shares: 2000 };
    const over = (day: BookDay) => (count: number) =>
      working(packBooks([day]), Array<SpanOrder>(count).fill(order), { timing: 'dense' });
    const whole = days[0] as BookDay;
    const other = randomBook(generator('another future'), { snapshots: 50, levels: 3 });
    // Until snapshot 30 the same day, then another one.
    const known = 30;
    const spliced = anotherFuture(whole, other, known);
    const truncated = [{ make: over(spliced), steps: known - 2 }];
    expect(checkEnvironment(over(whole), { steps: 60, truncated })).toEqual([]);
    const tooLong = [{ make: over(spliced), steps: known + 10 }];
    expect(checkEnvironment(over(whole), { steps: 60, truncated: tooLong }).map((p) => p.check)).toContain(
      'look-ahead',
    );
  });
  it('points at the snapshot that is seen next, the last one behind the order’s steps', () => {
    const order: SpanOrder = { span: { day: 1, first: 50 + 47, steps: 2 }, side: 1, shares: 100_000 };
    const environment = working(packBooks(days), [order]);
    environment.reset(generator(1));
    expect([...environment.observation.market]).toEqual([1, 47]);
    environment.step(Int32Array.of(2));
    expect([...environment.observation.market]).toEqual([1, 48]);
    expect([...environment.observation.values]).toEqual([0.5, 0]);
    environment.step(Int32Array.of(2));
    expect(environment.terminated[0]).toBe(1);
    expect([...environment.finalObservation.market]).toEqual([1, 49]);
    expect([...environment.finalObservation.values]).toEqual([1, 1]);
    expect([...environment.observation.market]).toEqual([1, 47]);
    expect(environment.info.forcedShares[0]).toBe(100_000);
  });
  it('draws every span, size and side', () => {
    const environment = drawn(200);
    environment.reset(generator(3));
    const { state } = environment;
    expect(new Set(state.first)).toEqual(new Set(spans.map((x) => x.first)));
    expect(new Set(state.orderShares)).toEqual(new Set([300, 900]));
    expect(new Set(state.orders.side)).toEqual(new Set([1, -1]));
  });
  it('refuses odd lots, steps that are none, a table of other days, an action at an empty side', () => {
    const pack = packBooks(days);
    const order = (first: number, steps: number, shares: number): SpanOrder => ({
      span: { day: 1, first, steps },
      side: 1,
      shares,
    });
    expect(() => working(pack, [order(50, 10, 150)])).toThrow(/whole lots/);
    expect(() => working(pack, [order(95, 5, 100)])).toThrow(/no step/);
    expect(() => working(pack, [order(45, 10, 100)])).toThrow(/lie in its day/);
    const table = bookTable(days.slice(0, 2), columns);
    const task = orderTask({ orders: givenOrders([order(50, 10, 100)]) });
    expect(() => executionEnvironment({ pack, rules: m3tRules, market: table, task, count: 1 })).toThrow(/table/);
    const empty = { ...(days[0] as BookDay), bidTicks: new Int32Array(150), bidSizes: new Float64Array(150) };
    const oneSided = working(packBooks([empty]), [{ span: { day: 0, first: 0, steps: 9 }, side: 1, shares: 100 }]);
    oneSided.reset(generator(1));
    expect([...(oneSided.actionMask ?? [])].slice(0, 1)).toEqual([0]);
    expect(() => oneSided.step(Int32Array.of(0))).toThrow(/masked out/);
  });
});
