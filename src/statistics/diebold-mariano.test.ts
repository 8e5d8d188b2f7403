import fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { dieboldMariano, forecastLosses } from './diebold-mariano.js';
import { deviation, mean } from './moments.js';

interface Outcome {
  harvey: boolean;
  power: number;
  weights: 'rectangular' | 'bartlett';
  statistic: number;
  p: number;
}
const golden = JSON.parse(fs.readFileSync(new URL('../../test/golden/statistics.json', import.meta.url), 'utf8')) as {
  dieboldMariano: { horizon: number; truth: number[]; a: number[]; b: number[]; outcomes: Outcome[] }[];
};

const plain = { horizon: 1, correction: 'none' } as const;
const losses = fc.array(fc.tuple(fc.float({ min: 0, max: 9 }), fc.float({ min: 0, max: 9 })), { minLength: 12 });

describe('Diebold-Mariano test', () => {
  it.each(golden.dieboldMariano)(
    'agrees with the package dieboldmariano ($truth.length periods, h = $horizon)',
    (g) => {
      expect(g.outcomes).toHaveLength(8);
      for (const { harvey, power, weights, statistic, p } of g.outcomes) {
        const test = dieboldMariano(forecastLosses(g.truth, g.a, power), forecastLosses(g.truth, g.b, power), {
          horizon: g.horizon,
          correction: harvey ? 'harvey' : 'none',
          weights,
        });
        expect(test.statistic / statistic).toBeCloseTo(1, 10);
        expect(test.pValue / p).toBeCloseTo(1, 8);
        expect(test.n).toBe(g.truth.length);
      }
    },
  );

  it('with the correction and horizon 1 is the paired t test', () => {
    const g = generator(2);
    const difference = Float64Array.from({ length: 15 }, () => 0.4 + g.normal());
    const { statistic } = dieboldMariano(difference, new Float64Array(15), { horizon: 1, correction: 'harvey' });
    expect(statistic).toBeCloseTo((mean(difference) * Math.sqrt(15)) / deviation(difference), 12);
  });

  it('changes sign with the order of the forecasts, and ignores the unit of the losses', () => {
    fc.assert(
      fc.property(losses, fc.constantFrom(1, 2, 3), (pairs, horizon) => {
        const [a, b] = [pairs.map((p) => p[0]), pairs.map((p) => p[1])];
        fc.pre(deviation(a.map((x, i) => x - b[i]!)) > 1e-3);
        const options = { horizon, correction: 'harvey', weights: 'bartlett' } as const;
        const test = dieboldMariano(a, b, options);
        const turned = dieboldMariano(b, a, options);
        expect(turned.statistic).toBeCloseTo(-test.statistic, 9);
        expect(turned.pValue).toBeCloseTo(test.pValue, 9);
        const times4 = (x: number): number => 4 * x;
        expect(dieboldMariano(a.map(times4), b.map(times4), options).statistic).toBeCloseTo(test.statistic, 9);
      }),
      { seed: 1 },
    );
  });

  it('refuses what it cannot judge and says why', () => {
    expect(() => dieboldMariano([1, 2, 3], [1, 2, 3], plain)).toThrow(/not positive: the forecasts are the same/);
    expect(() => dieboldMariano([1.1, 2.1, 3.1, 4.1], [1, 2, 3, 4], plain)).toThrow(/differ by a constant/);
    expect(() => dieboldMariano([1, 2, 3], [1, 2], plain)).toThrow(/received 3 and 2/);
    expect(() => dieboldMariano([1, Number.NaN, 3], [1, 2, 5], plain)).toThrow(/NaN and 2 in period 1/);
    expect(() => dieboldMariano([1, 2, 3], [3, 2, 2], { ...plain, horizon: 2 })).toThrow(/horizon 2 and 3 periods/);
    const alternating = { horizon: 2, correction: 'none' } as const;
    const a = [1, 0, 1, 0, 1, 0, 1, 0];
    expect(() => dieboldMariano(a, new Float64Array(8), alternating)).toThrow(/take weights 'bartlett'/);
    expect(dieboldMariano(a, new Float64Array(8), { ...alternating, weights: 'bartlett' }).statistic).toBeGreaterThan(
      0,
    );
  });
});

describe('losses', () => {
  it('are powers of the absolute error', () => {
    expect([...forecastLosses([1, 2], [3, -1])]).toEqual([4, 9]);
    expect([...forecastLosses([1, 2], [3, -1], 1)]).toEqual([2, 3]);
    expect(() => forecastLosses([1], [1, 2])).toThrow(/received 1 and 2/);
  });
});
