import fs from 'node:fs';
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Generator, type GeneratorState, generator, philox4x32 } from './random.js';

type Words<N extends number> = readonly string[] & { readonly length: N };
const golden = JSON.parse(fs.readFileSync(new URL('../../test/golden/philox4x32.json', import.meta.url), 'utf8')) as {
  vectors: { name: string; counter: Words<4>; key: Words<2>; result: Words<4> }[];
};

/** Of fast-check's examples. */
const seed = 1;
const word = (hex: string): number => Number.parseInt(hex, 16);

/** Largest distance between the distribution of a sample and its cumulative distribution function, times √n. */
function kolmogorov(draw: () => number, cdf: (x: number) => number, n: number): number {
  const x = Float64Array.from({ length: n }, draw).sort();
  let most = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(x[i]!);
    most = Math.max(most, p - i / n, (i + 1) / n - p);
  }
  return most * Math.sqrt(n);
}
/** Kolmogorov's distribution lies below this with probability 0.999. */
const kolmogorovLimit = 1.95;

function chiSquare(counts: ArrayLike<number>, expected: number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) sum += (counts[i]! - expected) ** 2 / expected;
  return sum;
}

describe('Philox4x32-10', () => {
  it.each(golden.vectors)('gives the published answer for $name', ({ counter, key, result }) => {
    const out = new Uint32Array(4);
    philox4x32(
      [word(counter[0]!), word(counter[1]!), word(counter[2]!), word(counter[3]!)],
      [word(key[0]!), word(key[1]!)],
      out,
    );
    expect([...out].map((w) => w.toString(16).padStart(8, '0'))).toEqual(result);
  });

  it('is used block by block: the words of the stream are those of counters 0, 1, 2, …', () => {
    const g = generator('blocks');
    const out = new Uint32Array(4);
    const { key } = g.save();
    for (let block = 0; block < 5; block++) {
      philox4x32([block, 0, 0, 0], key, out);
      expect([...out].map(() => g.integer(2 ** 32))).toEqual([...out]);
    }
  });

  it('carries the block number into the second counter word', () => {
    const g = generator('far');
    const { key } = g.save();
    g.load({ key, block: 3 * 2 ** 32 + 7, used: 4, spare: null });
    const out = new Uint32Array(4);
    philox4x32([7, 3, 0, 0], key, out);
    expect(g.integer(2 ** 32)).toBe(out[0]);
  });
});

describe('streams', () => {
  it('are pinned: results and twins of earlier versions rest on these draws', () => {
    const g = generator('pinned');
    expect([g.uniform(), g.uniform()]).toEqual([0.7678918086452643, 0.18562422746430518]);
    for (const expected of [0.8148751429035571, -2.0184275437296426, -0.7329629524281704])
      expect(g.normal()).toBeCloseTo(expected, 14);
    expect([g.integer(7), g.integer(3_000_000_000), g.integer(2 ** 32)]).toEqual([2, 471785615, 2061597060]);
    expect([...g.permutation(8)]).toEqual([2, 1, 0, 6, 5, 7, 3, 4]);
    expect(g.gamma(0.3)).toBeCloseTo(0.5010998533740997, 14);
    expect(g.split('a').split(3).uniform()).toBe(0.10817698881887894);
  });

  it('repeat for equal seeds and differ for others', () => {
    expect(generator(7).uniform()).toBe(generator(7).uniform());
    expect(generator(7).uniform()).not.toBe(generator('7').uniform());
  });

  it('split by label alone: neither advanced by it nor changed by what was drawn before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.string(), fc.nat(50), (number, label, drawn) => {
        const a = generator(number);
        for (let i = 0; i < drawn; i++) a.normal();
        const before = a.save();
        const child = a.split(label);
        expect(a.save()).toEqual(before);
        expect(child.save()).toEqual(generator(number).split(label).save());
        expect(child.save().key).not.toEqual(a.split(`${label}'`).save().key);
      }),
      { seed },
    );
  });

  it('differ between the labels 3 and "3"', () => {
    expect(generator(1).split(3).uniform()).not.toBe(generator(1).split('3').uniform());
  });

  it('of two children are uncorrelated', () => {
    const [a, b] = [generator(1).split('a'), generator(1).split('b')];
    const n = 50_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5) * 12;
    expect(Math.abs(sum / n)).toBeLessThan(4 / Math.sqrt(n));
  });

  it('continue exactly after save and load, wherever they stood', () => {
    const draws: ((g: Generator) => unknown)[] = [
      (g) => g.uniform(),
      (g) => g.normal(),
      (g) => g.integer(1000),
      (g) => g.gamma(0.7),
      (g) => [...g.permutation(5)],
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...draws), { maxLength: 20 }), (before) => {
        const a = generator('save');
        for (const draw of before) draw(a);
        const b = generator('other');
        b.load(JSON.parse(JSON.stringify(a.save())) as GeneratorState);
        for (const draw of draws) expect(draw(b)).toEqual(draw(a));
      }),
      { seed },
    );
  });

  it('fill arrays with the same numbers as single draws', () => {
    const [a, b] = [generator('fill'), generator('fill')];
    const out = new Float64Array(7);
    a.fillUniform(out, -2, 3);
    expect([...out]).toEqual([...out].map(() => -2 + 5 * b.uniform()));
    a.fillNormal(out, 1, 2);
    expect([...out]).toEqual([...out].map(() => 1 + 2 * b.normal()));
  });
});

describe('distributions', () => {
  it('uniforms and normals have theirs (Kolmogorov-Smirnov)', () => {
    const g = generator(3);
    expect(
      kolmogorov(
        () => g.uniform(),
        (x) => x,
        100_000,
      ),
    ).toBeLessThan(kolmogorovLimit);
    expect(
      kolmogorov(
        () => g.normal(),
        (x) => normalCdf(x, 0, 1),
        100_000,
      ),
    ).toBeLessThan(kolmogorovLimit);
  });

  it('gamma draws have theirs: exponential at shape 1, chi-square with one degree of freedom at shape 1/2', () => {
    const g = generator(4);
    expect(
      kolmogorov(
        () => g.gamma(1),
        (x) => 1 - Math.exp(-x),
        50_000,
      ),
    ).toBeLessThan(kolmogorovLimit);
    expect(
      kolmogorov(
        () => g.gamma(0.5),
        (x) => 2 * normalCdf(Math.sqrt(2 * x), 0, 1) - 1,
        50_000,
      ),
    ).toBeLessThan(kolmogorovLimit);
  });

  it.each([0.4, 1, 2.5, 30])('gamma of shape %d has mean and variance equal to its shape', (shape) => {
    const g = generator(`gamma ${shape}`);
    const n = 100_000;
    const x = Float64Array.from({ length: n }, () => g.gamma(shape));
    const mean = x.reduce((a, b) => a + b) / n;
    const variance = x.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
    expect(Math.abs(mean - shape)).toBeLessThan(4 * Math.sqrt(shape / n));
    // The variance of a sample variance is (2 + excess kurtosis) σ⁴ / n, the excess kurtosis 6 / shape.
    expect(Math.abs(variance / shape - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / n));
  });

  it('integers below 6 are equally frequent, and below 3·2^30 no third is favoured (chi-square)', () => {
    const g = generator(8);
    const sixths = new Float64Array(6);
    const thirds = new Float64Array(3);
    for (let i = 0; i < 60_000; i++) {
      sixths[g.integer(6)]! += 1;
      // Without rejection the first third would be drawn twice as often as each of the others.
      thirds[Math.floor(g.integer(3 * 2 ** 30) / 2 ** 30)]! += 1;
    }
    expect(chiSquare(sixths, 10_000)).toBeLessThan(20.5); // 0.999 quantile, 5 degrees of freedom
    expect(chiSquare(thirds, 20_000)).toBeLessThan(13.8); // 2 degrees of freedom
  });

  it('integers stay in their range and equal the word modulo the bound', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.nat(), (below, number) => {
        const [g, words] = [generator(number), generator(number)];
        const limit = 2 ** 32 - (2 ** 32 % below);
        let expected = words.integer(2 ** 32);
        while (expected >= limit) expected = words.integer(2 ** 32);
        expect(g.integer(below)).toBe(expected % below);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('permutations hold every index once, each order of three about equally often (chi-square)', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(), (n, number) => {
        expect([...generator(number).permutation(n)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i),
        );
      }),
      { seed },
    );
    const g = generator(9);
    const counts = new Map<string, number>();
    for (let i = 0; i < 60_000; i++) {
      const order = g.permutation(3).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    expect(chiSquare([...counts.values()], 10_000)).toBeLessThan(20.5);
  });

  it('Dirichlet draws lie on the simplex, also where gamma draws underflow, and have the right means', () => {
    const shapes = fc.array(fc.double({ min: 1e-5, max: 100, noNaN: true }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(shapes, fc.nat(), (alpha, number) => {
        const w = generator(number).dirichlet(alpha);
        expect(Math.abs(w.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
        expect(w.every((x) => x >= 0)).toBe(true);
      }),
      { seed },
    );
    const g = generator(5);
    const alpha = [0.5, 2, 5.5];
    const w = new Float64Array(3);
    const sum = new Float64Array(3);
    const n = 40_000;
    for (let i = 0; i < n; i++) {
      g.dirichlet(alpha, w);
      for (let k = 0; k < 3; k++) sum[k]! += w[k]! / n;
    }
    alpha.forEach((a, k) => {
      const p = a / 8;
      expect(Math.abs(sum[k]! - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 9 / n));
    });
  });

  it('refuses bad arguments by name', () => {
    const g = generator(1);
    expect(() => generator(0.5)).toThrow(/safe integer/);
    expect(() => g.integer(0)).toThrow(/received 0/);
    expect(() => g.integer(2 ** 33)).toThrow(/received 8589934592/);
    expect(() => g.permutation(-1)).toThrow(/received -1/);
    expect(() => g.gamma(-1)).toThrow(/received -1/);
    expect(() => g.dirichlet([1, 0])).toThrow(/received 0/);
    expect(() => g.dirichlet([1, 1], new Float64Array(3))).toThrow(/received 3/);
    expect(() => g.load({ key: [1, 2], block: 0.5, used: 1, spare: null })).toThrow(/saved generator state/);
  });
});
