import { describe, expect, it } from 'vitest';
import { entropyOfWeights, lambdaReturns, returnsToGo, standardise } from './returns.js';

describe('returns of a rollout', () => {
  // Three steps of two slots; slot 0 goes on throughout, slot 1 is cut off after its second step.
  const rollout = {
    slots: 2,
    rewards: [1, 10, 2, 20, 4, 40],
    discounts: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5],
    nextValues: [6, 60, 8, 80, 16, 160],
    ended: [0, 0, 0, 1, 0, 0],
  };
  const of = (lambda: number, changed: Partial<typeof rollout> = {}): number[] => {
    const out = new Float32Array(6);
    lambdaReturns({ ...rollout, ...changed }, lambda, out);
    return [...out];
  };
  it('reach to its end with λ = 1, one step with λ = 0', () => {
    expect(of(1)).toEqual([1 + 0.5 * 8, 10 + 0.5 * 60, 2 + 0.5 * 12, 20 + 0.5 * 80, 4 + 0.5 * 16, 40 + 0.5 * 160]);
    expect(of(0)).toEqual([4, 40, 6, 60, 12, 120]);
  });
  it('mix both in between', () => {
    const second = 2 + 0.5 * (0.5 * 8 + 0.5 * 12);
    expect(of(0.5)[2]).toBe(second);
    expect(of(0.5)[0]).toBe(1 + 0.5 * (0.5 * 6 + 0.5 * second));
  });
  it('end where a discount is 0, and count steps that take long', () => {
    expect(of(1, { discounts: [0.5, 0.5, 0, 0.5, 0.5, 0.5] }).slice(0, 3)).toEqual([2, 40, 2]);
    expect(of(1, { discounts: [0.25, 0.5, 0.5, 0.5, 0.5, 0.5] })[0]).toBe(1 + 0.25 * 8);
  });
});

it('returns of an episode are sums to its end alone', () => {
  const out = new Float32Array(5).fill(-1);
  returnsToGo([9, 1, 2, 4, 9], [0.5, 0.5, 0.5, 0.5, 0.5], out, 1, 4);
  expect([...out]).toEqual([-1, 3, 4, 4, -1]);
});

it('standardised returns have mean 0 and deviation 1; equal ones become 0', () => {
  const values = Float32Array.of(7, 1, 3, 7);
  standardise(values, 1, 3);
  expect([...values]).toEqual([7, -1, 1, 7]);
  standardise(values, 3, 4);
  expect(values[3]).toBe(0);
});

it('entropy of weights is 0 at a corner and ln n in the middle', () => {
  expect(entropyOfWeights([9, 1, 0, 0], 1, 3)).toBe(0);
  expect(entropyOfWeights([0.25, 0.25, 0.25, 0.25], 0, 4)).toBeCloseTo(Math.log(4), 12);
});
