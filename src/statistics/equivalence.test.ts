import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { interquartileMean, probabilityOfImprovement } from './aggregates.js';
import { detectableEffect, equivalence } from './equivalence.js';
import { deviation, mean } from './moments.js';

const estimateOf = (x: Float64Array): { value: number; standardError: number; n: number } => ({
  value: mean(x),
  standardError: deviation(x) / Math.sqrt(x.length),
  n: x.length,
});

/** Share of samples of n normals around `truth` that a rule accepts. */
function share(truth: number, n: number, rule: (x: Float64Array) => boolean): number {
  const random = generator(`equivalence ${truth} ${n}`);
  const samples = 2000;
  let accepted = 0;
  for (let s = 0; s < samples; s++)
    if (rule(Float64Array.from({ length: n }, () => truth + random.normal()))) accepted++;
  return accepted / samples;
}

describe('equivalence', () => {
  it('accepts five in a hundred at the border, hardly any outside, nearly all in the middle', () => {
    const rule = (x: Float64Array): boolean => equivalence(estimateOf(x), 0.3).equivalent;
    expect(share(0.3, 200, rule)).toBeGreaterThan(0.035);
    expect(share(0.3, 200, rule)).toBeLessThan(0.065);
    expect(share(0.45, 200, rule)).toBeLessThan(0.005);
    expect(share(0, 200, rule)).toBeGreaterThan(0.98);
  });
  it('is the 90 % interval inside the margin', () => {
    // t(0.95, 9) = 1.833: the interval ends at 0.1 + 0.1833.
    const estimate = { value: 0.1, standardError: 0.1, n: 10 };
    expect(equivalence(estimate, 0.284).equivalent).toBe(true);
    expect(equivalence(estimate, 0.283).equivalent).toBe(false);
    expect(equivalence({ ...estimate, value: 5.1 }, 0.284, { target: 5 }).equivalent).toBe(true);
  });
  it('refuses a margin of nothing', () => {
    expect(() => equivalence({ value: 0, standardError: 1, n: 5 }, 0)).toThrow(/margin/);
  });
});

describe('detectableEffect', () => {
  it('is found as often as its power says', () => {
    const n = 100;
    const effect = detectableEffect(1 / Math.sqrt(n));
    const found = share(effect, n, (x) => Math.abs(estimateOf(x).value / estimateOf(x).standardError) > 1.984);
    expect(found).toBeGreaterThan(0.77);
    expect(found).toBeLessThan(0.83);
    expect(effect * Math.sqrt(n)).toBeCloseTo(2.8016, 4);
  });
});

describe('aggregates over seeds', () => {
  it('the interquartile mean leaves out a quarter at each end, in part where it must', () => {
    expect(interquartileMean([100, 2, 3, -50])).toBe(2.5);
    // Of five values 2.5 count: a quarter of the second and of the fourth fall outside.
    expect(interquartileMean([1, 2, 3, 4, 1000])).toBeCloseTo((0.75 * 2 + 3 + 0.75 * 4) / 2.5, 12);
    expect(interquartileMean([7])).toBe(7);
  });
  it('the probability of improvement counts pairs', () => {
    expect(probabilityOfImprovement([1, 2], [0, 1])).toBe((1 + 0.5 + 1 + 1) / 4);
    expect(probabilityOfImprovement([3], [3])).toBe(0.5);
    expect(() => probabilityOfImprovement([], [1])).toThrow(/received 0 and 1/);
  });
});
