import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import { allocate } from './allocation.js';
import { movingAverageProfile } from './moving-average.js';

interface Vectors {
  readonly inputs: {
    readonly common: { readonly parentShares: number; readonly lot: number };
    readonly cases: Readonly<
      Record<
        string,
        {
          readonly profile?: number[];
          readonly profileNormalise?: 'off' | 'on';
          readonly rounding?: 'floor-largest' | 'floor-drop';
          readonly history?: number[][];
        }
      >
    >;
  };
  readonly expected: Readonly<Record<string, number[]>>;
}
const golden = JSON.parse(readFileSync('test/golden/macro-allocation.json', 'utf8')) as Vectors;
const usual = { lot: 100, normalise: 'off', rounding: 'floor-largest' } as const;

describe('allocation vectors', () => {
  for (const [name, input] of Object.entries(golden.inputs.cases)) {
    it(name, () => {
      const expected = golden.expected[name];
      const { profile, history } = input;
      if (history) {
        const [days, tranches] = [history.length, history[0]?.length ?? 0];
        const actual = movingAverageProfile(history.flat(), tranches);
        expect(days).toBe(3);
        for (const [i, value] of actual.entries())
          expect(Math.abs(value - (expected?.[i] ?? Number.NaN))).toBeLessThanOrEqual(1e-12);
      } else {
        const { parentShares, lot } = golden.inputs.common;
        const options = {
          lot,
          normalise: input.profileNormalise ?? 'off',
          rounding: input.rounding ?? 'floor-largest',
        } as const;
        expect([...allocate(parentShares, profile ?? [], options)]).toEqual(expected);
      }
    });
  }
});

describe('allocate', () => {
  it('conserves the parent order and never sells a negative tranche, for any profile', () => {
    const share = fc.double({ min: -0.2, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(share, { minLength: 1, maxLength: 9 }),
        (lots, profile) => {
          fc.pre(profile.some((u) => u > 0));
          const orders = allocate(lots * 100, profile, usual);
          expect(orders.reduce((sum, q) => sum + q, 0)).toBe(lots * 100);
          expect(orders.every((q) => q >= 0 && q % 100 === 0)).toBe(true);
        },
      ),
    );
  });
  it('takes an excess larger than the largest tranche from the next largest too', () => {
    expect([...allocate(1000, [1, 1, 1], usual)]).toEqual([0, 0, 1000]);
  });
  it('gives the remainder to the first of equal tranches', () => {
    expect([...allocate(1000, [0.45, 0.45], usual)]).toEqual([600, 400]);
  });
  it('does not lose a lot to binary fractions', () => {
    expect([...allocate(100_000, [0.29, 0.71], usual)]).toEqual([29_000, 71_000]);
  });
  it('treats a negative estimate as nothing to trade', () => {
    expect([...allocate(1000, [-0.5, 0.5, 0.5], usual)]).toEqual([0, 500, 500]);
  });
  it('refuses a profile without a positive share, an infinite one and a bad order or lot', () => {
    for (const [parent, profile, lot] of [
      [1000, [0, -1], 100],
      [1000, [Number.NaN, 1], 100],
      [1000, [Number.POSITIVE_INFINITY, 1], 100],
      [-1, [1], 100],
      [1000, [1], 0],
    ] as const)
      expect(() => allocate(parent, profile, { ...usual, lot })).toThrow(StrataError);
  });
});
