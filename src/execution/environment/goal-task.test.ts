import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBook } from '../../../test/support/random-books.js';
import { generator } from '../../core/index.js';
import { checkEnvironment } from '../../environment/index.js';
import { packBooks } from '../book-pack.js';
import { runSteps } from '../executor.js';
import { m3tRules } from '../rules.js';
import { type ExecutionEnvironment, executionEnvironment } from './execution-environment.js';
import { type GoalOutcome, type GoalTask, type GoalTaskOptions, goalTask } from './goal-task.js';
import { givenOrders } from './order-source.js';

const { inputs, expected } = JSON.parse(readFileSync('test/golden/subgoals.json', 'utf8'));
const grid = inputs.common.grid.map((g: { steps: number; sizePct: number }) => ({
  steps: g.steps,
  sizePerMille: Math.round(10 * g.sizePct),
}));
const short = [
  { steps: 5, sizePerMille: 200 },
  { steps: 8, sizePerMille: 400 },
];

/** One tranche of the given steps and shares, worked again and again in each slot. */
function working(
  steps: number,
  shares: number,
  options: Partial<GoalTaskOptions> = {},
  count = 1,
  seed = 'goals',
): ExecutionEnvironment<GoalTask> {
  const pack = packBooks([randomBook(generator(seed), { snapshots: steps + 12, levels: 3 })]);
  const tranches = givenOrders([{ span: { day: 0, first: 10, steps }, side: -1, shares }]);
  const task = goalTask({ tranches, goals: short, ...options });
  return executionEnvironment({ pack, rules: m3tRules, market: null, task, count });
}
const [cross, wait] = [0, 2];
const one = (action: number, { actionMask }: ExecutionEnvironment): Int32Array =>
  Int32Array.of(actionMask?.[action] ? action : wait);

describe('a task over goals', () => {
  it('asks for the shares of the golden vector, and shows goal and progress', () => {
    for (let k = 0; k < 9; k++) {
      const environment = working(600, 15_000, { goals: grid, choose: () => () => k });
      environment.reset(generator(1));
      expect(environment.state.orderShares[0]).toBe(expected.sizeSharesExact20[k]);
      expect(environment.state.steps[0]).toBe(grid[k].steps);
      const shown = [...environment.observation.values];
      expect(shown.indexOf(1)).toBe(k);
      expect(shown.reduce((sum, x) => sum + x, 0)).toBe(1);
      environment.step(Int32Array.of(wait));
      expect(environment.observation.values[9]).toBe(Math.fround(1 / grid[k].steps));
    }
  });

  it('begins a goal where the last one ended, until the tranche is done or out of steps', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 6, max: 40 }), (seed, lots, steps) => {
        const environment = working(steps, 100 * lots, {}, 1, `tranche ${seed}`);
        const { state, task } = environment;
        const random = generator(seed);
        environment.reset(generator(seed));
        let [next, done] = [10, 0];
        for (let goals = 0; goals < 12; goals++) {
          expect(state.first[0]).toBe(next);
          expect(task.columns.doneShares[0]).toBe(done);
          const goal = short[task.columns.goal[0] as number] as (typeof short)[0];
          const size = Math.max(Math.floor((goal.sizePerMille * lots) / 1000), 1) * 100;
          const order = {
            span: { day: 0, first: next, steps: Math.min(goal.steps, 10 + steps - next) },
            side: -1 as const,
            shares: Math.min(size, 100 * lots - done),
          };
          expect([state.steps[0], state.orderShares[0]]).toEqual([order.span.steps, order.shares]);
          const actions: number[] = [];
          do {
            actions.push(random.integer(3));
            environment.step(one(actions.at(-1) as number, environment));
          } while (environment.terminated[0] === 0);
          const alone = runSteps(state.pack, order, m3tRules, ({ step }) => actions[step] ?? wait);
          expect(environment.info.forcedShares[0]).toBe(alone.forcedShares);
          next += actions.length;
          done += order.shares;
          if (done === 100 * lots || next === 10 + steps) [next, done] = [10, 0];
        }
      }),
      { numRuns: 80 },
    );
  });

  it('leaves what is unfilled to later goals where liquidation is at the tranche’s end', () => {
    const environment = working(12, 1000, { liquidation: 'tranche', choose: () => () => 0 });
    environment.reset(generator(1));
    const seen: unknown[] = [];
    for (let call = 0; call < 12; call++) {
      environment.step(Int32Array.of(wait));
      if (environment.terminated[0] === 1)
        seen.push([call, environment.info.forcedShares[0], environment.state.filledShares[0]]);
    }
    // Goals of 200 shares in 5, 5 and the last 2 steps; only the last one is forced.
    expect(seen.map((x) => (x as number[]).slice(0, 2))).toEqual([
      [4, 0],
      [9, 0],
      [11, 200],
    ]);
  });

  it('pays a failure by its own rule, and only a failure', () => {
    const outcomes: GoalOutcome[] = [];
    const failure = (_paid: number, outcome: GoalOutcome): number => {
      outcomes.push(outcome);
      return -999;
    };
    const environment = working(600, 1000, { failure, choose: () => () => 0 });
    environment.reset(generator(1));
    for (let call = 0; call < 5; call++) environment.step(Int32Array.of(wait));
    expect(environment.terminated[0]).toBe(1);
    expect(environment.rewards[0]).toBe(-999);
    const { volumeBefore } = environment.state.pack;
    expect(outcomes).toEqual([
      {
        shares: 200,
        steps: 5,
        elapsedSteps: 5,
        windowVolume: (volumeBefore[15] as number) - (volumeBefore[10] as number),
      },
    ]);
    let calls = 0;
    do {
      environment.step(one(cross, environment));
      calls++;
    } while (environment.terminated[0] === 0);
    expect(calls).toBeLessThan(5);
    expect(outcomes).toHaveLength(1);
    expect(environment.rewards[0]).toBe(environment.info.slippageBp[0]);
  });

  it('lets the choice see how far the tranche is', () => {
    const seen: number[] = [];
    const environment = working(30, 1000, {
      choose: (s, columns) => (slot) => {
        seen.push((s.at[slot] as number) - (columns.trancheFirst[slot] as number), columns.doneShares[slot] as number);
        return 1;
      },
    });
    environment.reset(generator(1));
    for (let call = 0; call < 16; call++) environment.step(Int32Array.of(wait));
    expect(seen).toEqual([0, 0, 8, 400, 16, 800]);
  });

  it('passes the checker', () => {
    expect(checkEnvironment((count) => working(40, 2000, {}, count), { steps: 300 })).toEqual([]);
    const failure = (paid: number): number => paid - 999;
    expect(
      checkEnvironment((count) => working(40, 2000, { liquidation: 'tranche', failure }, count), { steps: 300 }),
    ).toEqual([]);
  });
  it('refuses goals that ask for nothing', () => {
    expect(() => working(40, 2000, { goals: [] })).toThrow(/needs goals/);
    expect(() => working(40, 2000, { goals: [{ steps: 0, sizePerMille: 100 }] })).toThrow(/above 0/);
  });
});
