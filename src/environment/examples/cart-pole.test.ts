import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generator, memberOf } from '../../core/index.js';
import { cartPoleEnvironment } from './cart-pole.js';

const { paths } = JSON.parse(
  fs.readFileSync(new URL('../../../test/golden/cart-pole.json', import.meta.url), 'utf8'),
) as {
  paths: { start: number[]; pattern: number[]; states: number[][]; terminated: boolean }[];
};

describe('the cart-pole', () => {
  it.each(paths.map((path, k) => [k, path] as const))('moves and ends as in Gymnasium, path %i', (_, path) => {
    const { start, pattern, states, terminated } = path;
    const environment = cartPoleEnvironment(1);
    environment.reset(generator(1));
    const saved = environment.save();
    const inner = memberOf(saved, 'inner');
    environment.load({
      ...(saved as object),
      inner: { ...(inner as object), state: Float64Array.from(start) },
    } as typeof saved);
    for (const [k, expected] of states.entries()) {
      environment.step(Int32Array.of(pattern[k % pattern.length] as number));
      const ended = terminated && k === states.length - 1;
      expect(environment.terminated[0]).toBe(ended ? 1 : 0);
      const { values } = ended ? environment.finalObservation : environment.observation;
      for (const [n, value] of expected.entries()) expect(values[n]).toBeCloseTo(value, 6);
      expect(environment.rewards[0]).toBe(1);
    }
  });

  it('starts within 0.05 of rest', () => {
    const environment = cartPoleEnvironment(64);
    environment.reset(generator(2));
    const { values } = environment.observation;
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.05);
    expect(new Set(values).size).toBe(values.length);
  });
});
