import { describe, expect, it } from 'vitest';
import { generator, philox4x32 } from './random.js';

describe('Philox4x32-10', () => {
  // Known-answer vectors of the Random123 distribution (tests/kat_vectors).
  it.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as const)('counter %j key %j', (counter, key, expected) => {
    const out = new Uint32Array(4);
    philox4x32(counter, key, out);
    expect([...out]).toEqual([...expected]);
  });
});

describe('generator', () => {
  it('repeats for equal seeds and differs for others', () => {
    expect(generator(7).uniform()).toBe(generator(7).uniform());
    expect(generator(7).uniform()).not.toBe(generator('7').uniform());
  });

  it('splits by label without advancing', () => {
    const a = generator(1);
    const before = a.save();
    const child = a.split('x').uniform();
    expect(a.save()).toEqual(before);
    a.uniform();
    expect(a.split('x').uniform()).toBe(child);
    expect(a.split('y').uniform()).not.toBe(child);
  });

  it('continues exactly after save and load, at every position in a block', () => {
    for (let drawn = 0; drawn < 9; drawn++) {
      const a = generator('save');
      for (let i = 0; i < drawn; i++) a.integer(1000);
      a.normal();
      const b = generator('other');
      b.load(JSON.parse(JSON.stringify(a.save())));
      expect([b.normal(), b.uniform(), b.integer(1e9)]).toEqual([a.normal(), a.uniform(), a.integer(1e9)]);
    }
  });

  it('has the moments of its distributions', () => {
    const g = generator(3);
    const n = 200_000;
    const moments = (draw: () => number): [number, number] => {
      let sum = 0;
      let square = 0;
      for (let i = 0; i < n; i++) {
        const x = draw();
        sum += x;
        square += x * x;
      }
      return [sum / n, square / n - (sum / n) ** 2];
    };
    const close = ([mean, variance]: [number, number], m: number, v: number): void => {
      expect(Math.abs(mean - m)).toBeLessThan(5 * Math.sqrt(v / n));
      expect(Math.abs(variance / v - 1)).toBeLessThan(0.03);
    };
    close(
      moments(() => g.uniform()),
      0.5,
      1 / 12,
    );
    close(
      moments(() => g.normal()),
      0,
      1,
    );
    close(
      moments(() => g.gamma(2.5)),
      2.5,
      2.5,
    );
    close(
      moments(() => g.gamma(0.4)),
      0.4,
      0.4,
    );
    close(
      moments(() => g.integer(6)),
      2.5,
      35 / 12,
    );
  });

  it('draws each order of three about equally often (chi-square, 5 degrees of freedom)', () => {
    const g = generator(9);
    const counts = new Map<string, number>();
    const n = 60_000;
    for (let i = 0; i < n; i++) {
      const key = g.permutation(3).join('');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    let chi = 0;
    for (const c of counts.values()) chi += (c - n / 6) ** 2 / (n / 6);
    expect(counts.size).toBe(6);
    expect(chi).toBeLessThan(20.5); // 0.999 quantile
  });

  it('puts Dirichlet draws on the simplex with the right mean', () => {
    const g = generator(5);
    const sum = [0, 0, 0];
    for (let i = 0; i < 20_000; i++) {
      const w = g.dirichlet([1, 2, 5]);
      expect(Math.abs(w[0]! + w[1]! + w[2]! - 1)).toBeLessThan(1e-12);
      for (let k = 0; k < 3; k++) sum[k]! += w[k]! / 20_000;
    }
    expect(sum[0]).toBeCloseTo(1 / 8, 2);
    expect(sum[2]).toBeCloseTo(5 / 8, 2);
  });

  it('refuses bad arguments by name', () => {
    expect(() => generator(0.5)).toThrow(/safe integer/);
    expect(() => generator(1).integer(0)).toThrow(/received 0/);
    expect(() => generator(1).gamma(-1)).toThrow(/received -1/);
  });
});
