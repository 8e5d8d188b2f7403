import { describe, expect, it } from 'vitest';
import { generator } from '../../core/index.js';
import { box, discrete, multiDiscrete, simplex } from '../../environment/index.js';
import { type Exploration, explorer, intoSpace } from './exploration.js';

const counts = { steps: 0, episodes: 0, updates: 0 };

describe('epsilon', () => {
  const take = (epsilon: number, mask: Uint8Array | null = null): Int32Array => {
    const actions = new Int32Array(2000).fill(1);
    explorer({ kind: 'epsilon', epsilon }, discrete(4), 2000, generator(1)).explore(actions, counts, mask);
    return actions;
  };
  it('departs with that chance, to every choice alike', () => {
    expect(take(0)).toEqual(new Int32Array(2000).fill(1));
    const tally = [0, 0, 0, 0];
    for (const action of take(0.4)) tally[action] = (tally[action] as number) + 1;
    for (const [choice, seen] of tally.entries()) expect(Math.abs(seen - (choice === 1 ? 1400 : 200))).toBeLessThan(60);
  });
  it('takes allowed choices alone', () => {
    const mask = Uint8Array.from({ length: 8000 }, (_, k) => Number(k % 4 === 1 || k % 4 === 3));
    expect(new Set(take(1, mask))).toEqual(new Set([1, 3]));
  });
  it('draws for each branch on its own', () => {
    const actions = new Int32Array(4000);
    explorer({ kind: 'epsilon', epsilon: 0.5 }, multiDiscrete([50, 50]), 2000, generator(1)).explore(
      actions,
      counts,
      null,
    );
    let one = 0;
    for (let i = 0; i < 2000; i++) one += Number((actions[2 * i] === 0) !== (actions[2 * i + 1] === 0));
    expect(Math.abs(one - 1000)).toBeLessThan(100);
  });
});

describe('noise', () => {
  it('is normal, and kept within bounds', () => {
    const actions = new Float32Array(4000);
    explorer({ kind: 'gaussian', deviation: 0.5 }, box(1, -1, 1), 4000, generator(1)).explore(actions, counts, null);
    const inside = [...actions].filter((x) => Math.abs(x) < 0.5).length / 4000;
    expect(Math.abs(inside - 0.6827)).toBeLessThan(0.025);
    expect(Math.max(...actions)).toBe(1);
  });

  it('of Ornstein and Uhlenbeck is the recursion, begins anew with an episode, and goes on where it was saved', () => {
    const form: Exploration = { kind: 'ornstein-uhlenbeck', sigma: 0.3, theta: 0.5, dt: 0.04 };
    const noise = explorer(form, box(1), 2, generator(5));
    const twin = generator(5);
    let [first, second] = [0, 0];
    const step = (x: number): number => x * (1 - 0.5 * 0.04) + 0.3 * 0.2 * twin.normal();
    const noted = (): number[] => {
      const actions = new Float32Array(2);
      noise.explore(actions, counts, null);
      return [...actions];
    };
    const close = (seen: number[]): void => {
      expect(seen[0]).toBeCloseTo(first, 6);
      expect(seen[1]).toBeCloseTo(second, 6);
    };
    for (let n = 0; n < 5; n++) {
      [first, second] = [step(first), step(second)];
      close(noted());
    }
    noise.begin(Uint8Array.of(1, 0));
    [first, second] = [step(0), step(second)];
    close(noted());
    const saved = noise.save();
    const went = noted();
    noise.load(saved);
    expect(noted()).toEqual(went);
  });

  it('leaves weights on the simplex', () => {
    const weights = Float32Array.of(0.5, -0.1, 0.3, -1, 0, -2);
    intoSpace(simplex(3), weights);
    expect([...weights].map((w) => Math.round(w * 1e6) / 1e6)).toEqual([0.625, 0, 0.375, 0.333333, 0.333333, 0.333333]);
  });
});

it('of choices does not suit numbers, nor noise choices', () => {
  expect(() => explorer({ kind: 'epsilon', epsilon: 1 }, box(1), 1, generator(1))).toThrow(
    /epsilon does not suit .* box/,
  );
  expect(() => explorer({ kind: 'gaussian', deviation: 1 }, discrete(2), 1, generator(1))).toThrow(/does not suit/);
});
