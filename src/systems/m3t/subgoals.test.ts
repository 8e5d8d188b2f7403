import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { responsibleTrader, subgoalRewards } from './responsibility.js';
import { type SpeedForm, type Subgoal, type SubgoalSizes, subgoalSpeed, subgoals, subgoalTask } from './subgoals.js';

interface Case {
  readonly sizes?: SubgoalSizes;
  readonly counts?: number[];
  readonly form?: SpeedForm;
  readonly sizeShares?: number;
  readonly steps?: number;
  readonly windowVolume?: number;
}
const golden = JSON.parse(readFileSync('test/golden/subgoals.json', 'utf8')) as {
  tolerance: { abs: number };
  inputs: { common: { grid: { steps: number; sizePct: number }[]; lot: number; trancheShares: number } };
  expected: Record<string, unknown>;
} & { inputs: { cases: Record<string, Case> } };
const { lot, trancheShares, grid } = golden.inputs.common;
const whole = { trancheShares, leftShares: trancheShares, leftSteps: 600, lotShares: lot };
const usual = { lotShares: lot, blameSteps: 'maximum' } as const;

function close(actual: readonly number[], expected: unknown): void {
  const values = [expected].flat() as number[];
  expect(actual).toHaveLength(values.length);
  for (const [k, value] of values.entries())
    expect(Math.abs((actual[k] as number) - value)).toBeLessThanOrEqual(golden.tolerance.abs);
}

describe('vectors', () => {
  it('grid, line by line', () => {
    expect(subgoals().map((g) => ({ steps: g.steps, sizePct: g.sizePerMille / 10 }))).toEqual(
      grid.map(({ steps, sizePct }) => ({ steps, sizePct })),
    );
  });
  for (const [name, input] of Object.entries(golden.inputs.cases)) {
    if (input.counts) it(name, () => close([subgoalSpeed(input.counts ?? [], input.form)], golden.expected[name]));
    else if (input.sizes)
      it(name, () =>
        close(
          subgoals(input.sizes).map((g) => subgoalTask(g, whole).shares),
          golden.expected[name],
        ),
      );
    else if (input.windowVolume !== undefined)
      it(name, () => {
        const { sizeShares = 0, steps = 0, windowVolume = 0 } = input;
        const outcome = { shares: sizeShares, steps, elapsedSteps: steps, windowVolume };
        expect(responsibleTrader(outcome, usual)).toBe(golden.expected[name]);
      });
  }
  it('speedOfEach', () => {
    const one = (k: number): number[] => grid.map((_, j) => (j === k ? 1 : 0));
    close(
      grid.map((_, k) => subgoalSpeed(one(k))),
      golden.expected.speedOfEach,
    );
  });
  it('blameThresholdG4: the smallest tranche whose g4 asks for too many lots', () => {
    const goal = subgoals()[4] as Subgoal;
    const blamed = (shares: number): boolean => {
      const task = subgoalTask(goal, { trancheShares: shares, leftShares: shares, leftSteps: 600, lotShares: lot });
      return responsibleTrader({ ...task, elapsedSteps: task.steps, windowVolume: 1e9 }, usual) === 'meta';
    };
    const smallest = Array.from({ length: 300 }, (_, k) => (k + 1) * lot).find(blamed);
    expect({ smallest }).toEqual({ smallest: 19400 });
  });
});

describe('subgoalTask', () => {
  it('is whole lots, at least one, never more than is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 600 }), (lots, steps) => {
        for (const goal of subgoals()) {
          const rest = { trancheShares: 600 * lot, leftShares: lots * lot, leftSteps: steps, lotShares: lot };
          const task = subgoalTask(goal, rest);
          expect(task.shares % lot).toBe(0);
          expect(task.shares).toBeGreaterThanOrEqual(lot);
          expect(task.shares).toBeLessThanOrEqual(rest.leftShares);
          expect(task.steps).toBe(Math.min(goal.steps, steps));
        }
      }),
    );
  });
  it('asks for one lot of a tranche too small for its share, and for an odd lot that alone is left', () => {
    const goal = subgoals()[0] as Subgoal;
    expect(subgoalTask(goal, { ...whole, trancheShares: 300, leftShares: 300 }).shares).toBe(100);
    expect(subgoalTask(goal, { ...whole, leftShares: 40 }).shares).toBe(40);
    expect(() => subgoalTask(goal, { ...whole, leftShares: 0 })).toThrow(/received 0 and 600/);
  });
});

describe('failure', () => {
  const penalty = { failurePenalty: -999, penaltyMode: 'replace', penaltyTarget: 'responsible' } as const;
  it('counts the steps that passed where asked', () => {
    const outcome = { shares: 2400, steps: 100, elapsedSteps: 60, windowVolume: 1e6 };
    expect(responsibleTrader(outcome, usual)).toBe('micro');
    expect(responsibleTrader(outcome, { ...usual, blameSteps: 'elapsed' })).toBe('meta');
  });
  it('pays the penalty to the responsible trader instead of its slippage', () => {
    expect(subgoalRewards(2, undefined, penalty)).toEqual({ meta: 2, micro: 2 });
    expect(subgoalRewards(2, 'meta', penalty)).toEqual({ meta: -999, micro: 2 });
    expect(subgoalRewards(2, 'micro', penalty)).toEqual({ meta: 2, micro: -999 });
    expect(subgoalRewards(2, 'micro', { ...penalty, penaltyMode: 'add' })).toEqual({ meta: 2, micro: -997 });
    expect(subgoalRewards(2, 'micro', { ...penalty, penaltyTarget: 'both' })).toEqual({ meta: -999, micro: -999 });
  });
});
