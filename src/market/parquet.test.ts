import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readParquet, selectColumns, writeParquet } from './parquet.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-parquet-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('Parquet columns', () => {
  it('keeps types and values across several chunks', async () => {
    const n = 5000;
    const file = path.join(folder, 'a.parquet');
    const columns = {
      price: Float64Array.from({ length: n }, (_, i) => i / 3),
      loss: Float32Array.from({ length: n }, (_, i) => i / 7),
      ticks: Int32Array.from({ length: n }, (_, i) => -i),
      side: Int8Array.from({ length: n }, (_, i) => (i % 2 ? 1 : -1)),
      name: Array.from({ length: n }, (_, i) => `it's ${i}`),
    };
    await writeParquet(file, columns);
    const back = await readParquet(file);
    expect(Object.keys(back)).toEqual(Object.keys(columns));
    expect(back).toEqual(columns);
  });

  it('gives NaN for a missing double and doubles for 64-bit integers', async () => {
    const out = await selectColumns('SELECT * FROM (VALUES (1.5::DOUBLE, 5::BIGINT), (NULL, 7)) AS t(a, b)');
    expect(out.a).toEqual(Float64Array.of(1.5, Number.NaN));
    expect(out.b).toEqual(Float64Array.of(5, 7));
  });

  it('refuses columns of different length by name', async () => {
    const bad = { a: Float64Array.of(1, 2), b: Float64Array.of(1) };
    await expect(writeParquet(path.join(folder, 'b.parquet'), bad)).rejects.toThrow(/column b has 1 rows, a has 2/);
    expect(fs.existsSync(path.join(folder, 'b.parquet'))).toBe(false);
  });
});
