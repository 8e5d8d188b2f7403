import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { deflatedSharpe, luckySharpe, probabilisticSharpe, type SharpeSample, sharpeSample } from './sharpe.js';

interface Case {
  readonly trials: number;
  readonly skew: number;
  readonly kurtosis: number;
  readonly prices?: number[][];
}
const golden = JSON.parse(readFileSync('test/golden/deflated-sharpe.json', 'utf8')) as {
  inputs: {
    common: { annualSharpe: number; T: number; periodsPerYear: number; varianceOfAnnualSharpes: number };
    cases: Record<string, Case>;
  };
  expected: Record<string, { sr0?: number; dsr: number }>;
};
const { annualSharpe, T, periodsPerYear, varianceOfAnnualSharpes } = golden.inputs.common;
const variance = varianceOfAnnualSharpes / periodsPerYear;
const sample = (skewness: number, kurtosis: number): SharpeSample => ({
  sharpe: annualSharpe / Math.sqrt(periodsPerYear),
  periods: T,
  skewness,
  kurtosis,
});

describe('deflated Sharpe ratio', () => {
  it.each(['n100', 'n88', 'n88Normal'])('vector %s', (name) => {
    const { trials, skew, kurtosis } = golden.inputs.cases[name] as Case;
    const expected = golden.expected[name] as { sr0?: number; dsr: number };
    if (expected.sr0) expect(Math.abs(luckySharpe(trials, variance) - expected.sr0)).toBeLessThan(1e-6);
    expect(Math.abs(deflatedSharpe(sample(skew, kurtosis), trials, variance) - expected.dsr)).toBeLessThan(1e-6);
  });
  it('is one half for the sample’s own ratio, 1 and 0 far from it', () => {
    const returns = Float64Array.from({ length: 500 }, (_, i) => 0.001 + 0.01 * Math.sin(i * 12.9898));
    const own = sharpeSample(returns);
    expect(probabilisticSharpe(own, own.sharpe)).toBe(0.5);
    expect(probabilisticSharpe(own, own.sharpe - 0.3)).toBeCloseTo(1, 3);
    expect(probabilisticSharpe(own, own.sharpe + 0.3)).toBeCloseTo(0, 3);
  });
  it('falls with the number of trials; one trial is not deflated', () => {
    const own = sample(0, 3);
    const values = [1, 2, 10, 100, 1000].map((n) => deflatedSharpe(own, n, variance));
    expect(values[0]).toBe(probabilisticSharpe(own));
    expect(values.toSorted((a, b) => b - a)).toEqual(values);
  });
  it('says for returns without skill what it should: uniform probabilities', () => {
    const random = generator('sharpe');
    const below = Array.from({ length: 2000 }, () =>
      probabilisticSharpe(sharpeSample(Float64Array.from({ length: 120 }, () => random.normal()))),
    ).filter((p) => p > 0.95).length;
    expect(below / 2000).toBeGreaterThan(0.035);
    expect(below / 2000).toBeLessThan(0.065);
  });
  it('refuses returns that are all equal', () => {
    expect(() => sharpeSample([0.01, 0.01])).toThrow(/two returns that differ/);
    expect(() => luckySharpe(0, 1)).toThrow(/N ≥ 1/);
  });
});
