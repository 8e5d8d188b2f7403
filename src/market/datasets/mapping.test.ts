import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ConfigError } from '../../core/index.js';
import { writeParquet } from '../parquet.js';
import { openStore } from '../store/store.js';
import { type ColumnMapping, mappedDataset } from './mapping.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-mapping-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const mapping: ColumnMapping = {
  market: 'NYSE',
  intervalMinutes: 5,
  stamps: 'start',
  columns: { instrument: 'ticker', datetime: 'time', open: 'o', high: 'h', low: 'l', close: 'c', volume: 'lots' },
  priceScale: 100,
  volumeScale: 10,
};

describe("a user's own bars", () => {
  it('are read from CSV by a mapping, with scales and stamps', async () => {
    const file = path.join(folder, 'mine.csv');
    fs.writeFileSync(
      file,
      'time,ticker,o,h,l,c,lots\n2025-01-02T09:30:00,ABC,1000,1100,900,1050,7\n2025-01-02T09:35:00,ABC,1050,1060,1040,1055,1\n',
    );
    const store = openStore(path.join(folder, 'store'));
    await store.importFiles(mappedDataset('mine', mapping), [{ path: file, name: 'mine.csv', instrument: undefined }]);
    const bars = await store.bars('mine', 'ABC');
    expect([...bars.close]).toEqual([10.5, 10.55]);
    expect([...bars.volume]).toEqual([70, 10]);
    expect([...bars.endMs]).toEqual([(9 * 60 + 35) * 60_000, (9 * 60 + 40) * 60_000]);
    expect(bars.intervalMinutes).toBe(5);
  });

  it('are read from Parquet, daily, one instrument a file', async () => {
    const file = path.join(folder, 'xyz.parquet');
    await writeParquet(file, { d: ['2025-01-02', '2025-01-03'], p: Float64Array.of(1, 2) });
    const store = openStore(path.join(folder, 'store-parquet'));
    const columns = { date: 'd', open: 'p', high: 'p', low: 'p', close: 'p' };
    await store.importFiles(mappedDataset('daily', { market: 'NYSE', intervalMinutes: 1440, columns }), [
      { path: file, name: 'xyz.parquet', instrument: 'xyz' },
    ]);
    expect([...(await store.bars('daily', 'xyz')).open]).toEqual([1, 2]);
  });

  it('a wrong mapping is refused with all its faults', () => {
    const wrong = { market: 'MOON', intervalMinutes: 0, columns: { open: 'o' } } as unknown as ColumnMapping;
    let error: unknown;
    try {
      mappedDataset('x', wrong);
    } catch (e) {
      error = e;
    }
    expect((error as ConfigError).issues.length).toBeGreaterThanOrEqual(5);
    expect(String(error)).toMatch(/market/);
    const noDate = { ...mapping, columns: { ...mapping.columns, datetime: undefined } };
    expect(() => mappedDataset('x', noDate)).toThrow(/name the column with the date/);
  });
});
