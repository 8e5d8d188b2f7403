import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SumTree } from './sum-tree.js';

it('finds the item in whose part a point lies, as a walk along the priorities does', () => {
  const priorities = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 1e-3, max: 10, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  });
  fc.assert(
    fc.property(priorities, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (values, share) => {
      fc.pre(values.some((v) => v > 0));
      const tree = new SumTree(values.length);
      for (const [item, value] of values.entries()) tree.set(item, value);
      expect(tree.total).toBeCloseTo(
        values.reduce((a, b) => a + b, 0),
        9,
      );
      const found = tree.find(share * tree.total);
      expect(values[found]).toBeGreaterThan(0);
      const before = values.slice(0, found).reduce((a, b) => a + b, 0);
      expect(share * tree.total).toBeGreaterThanOrEqual(before - 1e-9);
      expect(share * tree.total).toBeLessThanOrEqual(before + (values[found] as number) + 1e-9);
    }),
  );
});

it('keeps its sum over many changes, and refuses what is no priority', () => {
  const tree = new SumTree(5);
  for (let i = 0; i < 100_000; i++) tree.set(i % 5, (i % 7) * 1e6);
  for (let i = 0; i < 5; i++) tree.set(i, 0.1);
  expect(tree.total).toBeCloseTo(0.5, 12);
  expect(() => tree.set(0, Number.NaN)).toThrow(/received NaN for item 0/);
  expect(() => tree.set(0, -1)).toThrow(/≥ 0/);
});
