import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { actionBuffer, actionProblem, checkActions, sampleActions } from './actions.js';
import {
  type ActionSpace,
  actionWidth,
  box,
  branchesOf,
  discrete,
  maskWidth,
  multiDiscrete,
  simplex,
} from './spaces.js';

const spaces: Record<string, ActionSpace> = {
  discrete: discrete(4),
  'multi-discrete': multiDiscrete([11, 10]),
  box: box(2, [-1, 0], [1, Number.POSITIVE_INFINITY]),
  simplex: simplex(5),
};

describe.each(Object.entries(spaces))('%s', (_, space) => {
  it('draws actions that it accepts, again with the same seed', () => {
    const [a, b] = [actionBuffer(space, 50), actionBuffer(space, 50)];
    sampleActions(space, 50, generator(1), a);
    sampleActions(space, 50, generator(1), b);
    expect(a).toEqual(b);
    expect(() => checkActions(space, 50, a)).not.toThrow();
  });

  it('refuses NaN and the wrong number of actions', () => {
    const numbers = new Float32Array(3 * actionWidth(space)).fill(Number.NaN);
    expect(() => checkActions(space, 3, numbers)).toThrow(/action of episode 0: expected/);
    expect(() => checkActions(space, 4, numbers)).toThrow(/4 episodes take/);
  });
});

describe('choices', () => {
  it('are drawn uniformly from those that a mask allows', () => {
    const space = multiDiscrete([3, 4]);
    const mask = Uint8Array.of(0, 1, 1, 1, 0, 0, 1);
    const one = actionBuffer(space, 1);
    const random = generator(2);
    const seen = [new Int32Array(3), new Int32Array(4)];
    for (let i = 0; i < 4000; i++) {
      sampleActions(space, 1, random, one, mask);
      for (const [b, counts] of seen.entries()) counts[one[b] as number] = (counts[one[b] as number] as number) + 1;
    }
    for (const [b, expected] of [
      [0, 0.5, 0.5],
      [0.5, 0, 0, 0.5],
    ].entries())
      for (const [c, share] of expected.entries()) expect((seen[b]?.[c] as number) / 4000).toBeCloseTo(share, 1);
    expect(seen[0]?.[0]).toBe(0);
  });

  it('outside their branch or masked out are named', () => {
    const space = multiDiscrete([3, 2]);
    expect(actionProblem(space, [1, 2], 0)).toBe('expected a choice of branch 1 from 0 to 1, received 2');
    expect(actionProblem(space, [1.5, 0], 0)).toMatch(/branch 0 from 0 to 2, received 1.5/);
    expect(actionProblem(space, [2, 1], 0, Uint8Array.of(1, 1, 0, 1, 1))).toBe('choice 2 of branch 0 is masked out');
    expect(() => checkActions(discrete(2), 3, Int32Array.of(0, 1, 2))).toThrow(
      /action of episode 2: expected a choice from 0 to 1/,
    );
    expect(() => checkActions(discrete(2), 2, Int32Array.of(0, -1))).toThrow(/episode 1/);
    expect([branchesOf(space), maskWidth(space)]).toEqual([[3, 2], 5]);
  });
});

describe('continuous actions', () => {
  it('at a bound are inside it, past it they are refused', () => {
    expect(actionProblem(box(1, 0.1, 0.2), Float32Array.of(0.1), 0)).toBeUndefined();
    expect(actionProblem(box(1, 0.1, 0.2), Float32Array.of(0.2), 0)).toBeUndefined();
    expect(actionProblem(box(1, 0.1, 0.2), Float32Array.of(0.21), 0)).toMatch(/expected number 0 in \[0.1, 0.2\]/);
  });

  it('on a simplex are weights that add up to 1', () => {
    expect(actionProblem(simplex(2), [0.5, 0.6], 0)).toMatch(/a sum of 1.1/);
    expect(actionProblem(simplex(2), [-0.1, 1.1], 0)).toMatch(/weights ≥ 0, received -0.1 for number 0/);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 1000 }), (size, seed) => {
        const weights = new Float32Array(size);
        sampleActions(simplex(size), 1, generator(seed), weights);
        expect(actionProblem(simplex(size), weights, 0)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });
});

it('spaces refuse what cannot be one', () => {
  expect(() => discrete(0)).toThrow(/choices: expected a whole number from 1, received 0/);
  expect(() => multiDiscrete([])).toThrow(/branches/);
  expect(() => multiDiscrete([2, 0.5])).toThrow(/choices of a branch/);
  expect(() => box(2, [0, 1], [1, 0])).toThrow(/number 1 of a box needs low ≤ high/);
  expect(() => box(2, [0], [1, 1])).toThrow(/needs as many bounds|needs low/);
  expect(() => simplex(0)).toThrow(/weights of a simplex/);
});
