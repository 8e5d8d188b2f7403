import cdf from '@stdlib/stats-base-dists-normal-cdf';
import quantile from '@stdlib/stats-base-dists-normal-quantile';
import { describe, expect, it } from 'vitest';
import { normalByTable, portableExp } from './normal-table.js';
import { type Generator, generator } from './random.js';

describe('normals from a table', () => {
  it('have mean 0, variance 1, no skew and almost the normal kurtosis', () => {
    const g = generator('table');
    const n = 400_000;
    const sums = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const z = normalByTable(g);
      for (let k = 0; k < 4; k++) sums[k] = (sums[k] as number) + z ** (k + 1) / n;
    }
    expect(Math.abs(sums[0] as number)).toBeLessThan(0.008);
    expect(sums[1]).toBeCloseTo(1, 1.9);
    expect(Math.abs(sums[2] as number)).toBeLessThan(0.03);
    expect(Math.abs((sums[3] as number) - 3)).toBeLessThan(0.12);
  });

  it('have the quantiles of the normal distribution', () => {
    const g = generator('quantiles');
    const z = Float64Array.from({ length: 200_000 }, () => normalByTable(g)).sort();
    for (const p of [0.01, 0.1, 0.25, 0.5, 0.9, 0.99]) {
      expect(Math.abs((z[Math.floor(p * z.length)] as number) - quantile(p, 0, 1))).toBeLessThan(0.03);
    }
  });

  it('are the normal quantiles at every knot, and between the knots off by less than 1.5e-4 in probability', () => {
    let knot = 0;
    let between = 0;
    for (let cell = 0; cell < 1024; cell++) {
      const side = cell & 1 ? 1 : -1;
      for (let k = 0; k < 16; k++) {
        const at = k / 16;
        const z = normalByTable({ integer: () => cell, uniform: () => at } as Partial<Generator> as Generator);
        const p = 0.5 + (side * ((cell >> 1) + at)) / 1024;
        if (k === 0) knot = Math.max(knot, Math.abs(z - quantile(p, 0, 1)));
        between = Math.max(between, Math.abs(cdf(z, 0, 1) - p));
      }
    }
    expect(knot).toBeLessThan(1e-7);
    expect(between).toBeLessThan(1.5e-4);
  });

  it('are pinned: these draws are equal everywhere', () => {
    const g = generator('pinned');
    expect([normalByTable(g), normalByTable(g), normalByTable(g)]).toMatchInlineSnapshot(`
      [
        0.9894387040997479,
        -0.9579795238226794,
        0.8207482337586917,
      ]
    `);
  });

  it('portableExp agrees with the mathematical function', () => {
    for (const x of [-50, -20, -3.3, -0.5, 0, 1e-9, 0.7, 2, 11, 25, 50]) {
      expect(Math.abs(portableExp(x) / Math.exp(x) - 1)).toBeLessThan(2e-12);
    }
    expect(portableExp(1)).toMatchInlineSnapshot(`2.7182818284593133`);
  });
});
