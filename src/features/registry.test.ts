import { describe, expect, it } from 'vitest';
import { firstDays, sampleBars } from '../../test/support/sample-bars.js';
import { generator, StrataError } from '../core/index.js';
import type { Feature } from './feature.js';
import { feature, features, registerFeature } from './registry.js';

const random = generator('features');
const bars = sampleBars(
  Array.from({ length: 12 }, (_, d) => Array.from({ length: 16 }, () => (d === 5 ? 0 : random.integer(1000)))),
);

/** Rows of a feature that change when the days after the first n are taken away. */
function changedRows(tested: Feature, n: number): string[] {
  const [whole, prefix] = [tested.compute(bars), tested.compute(firstDays(bars, n))];
  const width = whole.columns.length;
  const row = (of: typeof whole, day: string): string => {
    const d = of.days.indexOf(day);
    return d < 0 ? 'no row' : of.values.subarray(d * width, (d + 1) * width).join();
  };
  return bars.days.slice(0, n).filter((day) => row(whole, day) !== row(prefix, day));
}

describe('registered features', () => {
  for (const tested of features())
    it(`${tested.id} does not change when later days are appended`, () => {
      for (let n = 1; n <= 12; n++) expect(changedRows(tested, n)).toEqual([]);
      const { days, columns, values } = tested.compute(bars);
      expect(values).toHaveLength(days.length * columns.length);
      expect(days).toHaveLength(11);
    });
  it('would be caught if they looked ahead', () => {
    const whole = feature('day-volume');
    const centred: Feature = {
      ...whole,
      compute: (b) => {
        const columns = whole.compute(b);
        const mean = columns.values.reduce((sum, v) => sum + v, 0) / columns.values.length;
        return { ...columns, values: columns.values.map((v) => v - mean) };
      },
    };
    expect(changedRows(centred, 6).length).toBeGreaterThan(0);
  });
});

describe('registerFeature', () => {
  const own: Feature = { ...feature('day-volume'), id: 'own-volume' };
  it('adds a feature of one’s own once', () => {
    registerFeature(own);
    expect(feature(own.id)).toBe(own);
    expect(() => registerFeature(own)).toThrow(StrataError);
  });
  it('names the known ids for an unknown one', () => {
    expect(() => feature('nothing')).toThrow(/half-hour-profile/);
  });
});
