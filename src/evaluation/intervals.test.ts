import { describe, expect, it } from 'vitest';
import { generator, StrataError } from '../core/index.js';
import { seedDayMean } from './intervals.js';

const random = () => generator('intervals');

function normals(days: number, label: string, mean = 0): Float64Array {
  const values = new Float64Array(days);
  generator(label).fillNormal(values, mean);
  return values;
}

describe('seedDayMean', () => {
  it('gives the mean, and an interval near ±1.96 σ/√n for independent days', () => {
    const estimate = seedDayMean([normals(400, 'a')], { random: random() });
    const mean = normals(400, 'a').reduce((sum, v) => sum + v, 0) / 400;
    expect(estimate.value).toBeCloseTo(mean, 12);
    expect(estimate.n).toBe(400);
    expect((estimate.high - estimate.low) / 2).toBeGreaterThan(0.8 * 0.098);
    expect((estimate.high - estimate.low) / 2).toBeLessThan(1.2 * 0.098);
  });
  it('draws the same days on both sides, so a constant difference has no width', () => {
    const a = normals(50, 'a');
    const estimate = seedDayMean([a], { random: random() }, [a.map((v) => v + 0.25)]);
    expect(estimate.value).toBeCloseTo(-0.25, 12);
    expect(estimate.high - estimate.low).toBeLessThan(1e-12);
  });
  it('grows with the spread between seeds', () => {
    const shift = (by: number) => normals(50, 'a').map((v) => v + by);
    const width = (by: number): number => {
      const { low, high } = seedDayMean([shift(-by), shift(0), shift(by)], { random: random() });
      return high - low;
    };
    expect(width(2)).toBeGreaterThan(3 * width(0));
  });
  it('grows for days that resemble their neighbours, where blocks keep them together', () => {
    const daily = normals(60, 'walk');
    const weekly = Float64Array.from({ length: 300 }, (_, d) => daily[Math.floor(d / 5)] as number);
    const width = (blockLength: number): number => {
      const { low, high } = seedDayMean([weekly], { random: random(), blockLength });
      return high - low;
    };
    expect(width(5)).toBeGreaterThan(1.5 * width(1));
  });
  it('gives the same interval for the same generator', () => {
    const rows = [normals(30, 'a'), normals(30, 'b')];
    expect(seedDayMean(rows, { random: random() })).toEqual(seedDayMean(rows, { random: random() }));
  });
  it('refuses rows of unequal length and no rows', () => {
    expect(() => seedDayMean([[1, 2], [1]], { random: random() })).toThrow(StrataError);
    expect(() => seedDayMean([[1, 2]], { random: random() }, [[1]])).toThrow(StrataError);
    expect(() => seedDayMean([], { random: random() })).toThrow(StrataError);
    expect(() => seedDayMean([[1, 2]], { random: random() }, [])).toThrow(StrataError);
  });
});
