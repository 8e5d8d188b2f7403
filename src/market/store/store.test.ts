import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { DataError } from '../../core/index.js';
import { barDatasets } from '../datasets/catalogue.js';
import type { BarDataset } from '../datasets/description.js';
import { checkDataset, sourceFiles } from './import.js';
import { openStore } from './store.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-store-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const toy: BarDataset = {
  id: 'toy',
  title: 'Two bars a day',
  market: 'SSE',
  intervalMinutes: 120,
  folder: '.',
  files: /^(\w+)\.csv(?:\.gz)?$/,
  header: ['date', 'time', 'open', 'high', 'low', 'close', 'volume'],
  columns: {
    day: 'date',
    endMs: 'CAST(epoch(TRY_CAST("time" AS TIME)) * 1000 AS INTEGER)',
    open: 'open',
    high: 'high',
    low: 'low',
    close: 'close',
    volume: 'volume',
  },
  source: 'test',
  licence: 'MIT',
  notes: [],
  tolerated: [],
};

const header = 'date,time,open,high,low,close,volume';
const good = [
  '2025-01-02,11:30:00,10,11,9,10,500',
  '2025-01-02,15:00:00,10,12,10,11,700',
  '2025-01-03,11:30:00,11,11,10,10,0',
];

let files = 0;
function source(
  lines: readonly string[],
  change: (bytes: Buffer) => Buffer = (b) => b,
  ext = '.csv',
): { path: string; name: string; instrument: string } {
  const name = `T${files++}${ext}`;
  const file = path.join(folder, name);
  fs.writeFileSync(file, change(Buffer.from(`${[header, ...lines].join('\n')}\n`)));
  return { path: file, name, instrument: 'T' };
}

async function refusal(file: ReturnType<typeof source>): Promise<string> {
  const store = openStore(path.join(folder, `store-${files}`));
  const error = await store.importFiles(toy, [file]).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DataError);
  expect(fs.existsSync(store.root) ? fs.readdirSync(path.join(store.root, 'toy')) : []).toEqual([]);
  return (error as DataError).message;
}

describe('store', () => {
  it('imports once, keeps a passport and gives the bars back', async () => {
    const store = openStore(path.join(folder, 'store'));
    const file = source(good);
    const passport = await store.importFiles(toy, [file]);
    expect(passport).toMatchObject({
      rows: 3,
      instruments: ['T'],
      coverage: { from: '2025-01-02', to: '2025-01-03', days: 2 },
    });
    expect(passport.checks.find((c) => c.name === 'missing bars')).toMatchObject({ count: 1 });
    expect(await store.importFiles(toy, [file])).toEqual(store.passport('toy'));
    const bars = await store.bars('toy', 'T');
    expect([...bars.day]).toEqual([0, 0, 1]);
    expect([...bars.endMs]).toEqual([41_400_000, 54_000_000, 41_400_000]);
    expect([...bars.close]).toEqual([10, 11, 10]);
    expect(await store.sql('SELECT sum(volume) AS v FROM {bars:toy}')).toEqual([{ v: 1200 }]);
    await expect(store.bars('toy', 'U')).rejects.toThrow(/it has T/);
  });

  it('reads a gzip file and makes the data set new when its bytes change', async () => {
    const store = openStore(path.join(folder, 'store-gz'));
    const first = await store.importFiles(toy, [source(good, zlib.gzipSync, '.csv.gz')]);
    const second = await store.importFiles(toy, [source(good.slice(0, 2), zlib.gzipSync, '.csv.gz')]);
    expect(second.hash).not.toBe(first.hash);
    expect(store.passport('toy')?.rows).toBe(2);
  });

  it.each([
    [
      'a number that is none',
      ['2025-01-02,11:30:00,10,11,9,ten,500'],
      /row 1, column close: is empty or no number \("ten"\)/,
    ],
    ['a bar that stands twice', [good[0]!, good[0]!], /row 2: this bar stands twice/],
    ['time that runs back', [good[1]!, good[0]!], /row 2: comes after 2025-01-02/],
    ['a low above the open', ['2025-01-02,11:30:00,10,11,10.5,11,500'], /row 1, column low: low is above open 10/],
    ['a negative price', ['2025-01-02,11:30:00,-1,11,-2,11,500'], /column open: a price must be above zero \("-1"\)/],
    ['a negative volume', ['2025-01-02,11:30:00,10,11,9,10,-5'], /column volume: a volume must not be negative/],
    [
      'an impossible date',
      ['2025-02-30,11:30:00,10,11,9,10,5'],
      /row 1, column date: the date cannot be read \("2025-02-30"\)/,
    ],
  ])('refuses %s', async (_, lines, message) => {
    expect(await refusal(source(lines))).toMatch(message);
  });

  it('lists all problems of a file together', async () => {
    const message = await refusal(source(['2025-01-02,11:30:00,x,11,9,10,5', '2025-01-02,15:00:00,10,11,9,y,5']));
    expect(message).toMatch(/2 problems[\s\S]*row 1, column open[\s\S]*row 2, column close/);
  });

  it.each([
    ['a byte-order mark', (b: Buffer) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), b]), /byte-order mark/],
    [
      'UTF-16',
      (b: Buffer) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(b.toString(), 'utf16le')]),
      /UTF-16/,
    ],
    ['Windows line ends', (b: Buffer) => Buffer.from(b.toString().replaceAll('\n', '\r\n')), /carriage return/],
    ['bytes that are no UTF-8', (b: Buffer) => Buffer.concat([b, Buffer.from([0xb0, 0xb1, 0x0a])]), /not valid UTF-8/],
    ['wrong columns', (b: Buffer) => Buffer.from(b.toString().replace('volume', 'vol')), /columns volume are missing/],
  ])('refuses %s', async (_, change, message) => {
    expect(await refusal(source(good, change))).toMatch(message);
  });

  it('refuses a truncated gzip file', async () => {
    const cut = (b: Buffer): Buffer => zlib.gzipSync(b).subarray(0, -12);
    expect(await refusal(source(good, cut, '.csv.gz'))).toMatch(/gzip stream is cut off/);
  });

  dataTest('finds the known defects of the real files, and no others', async () => {
    const data = process.env.STRATA_DATA as string;
    const count = async (id: string, check: string): Promise<number | undefined> => {
      const dataset = barDatasets.find((d) => d.id === id) as BarDataset;
      const report = await checkDataset(dataset, sourceFiles(dataset, data));
      expect(report.errors).toEqual([]);
      return report.checks.find((c) => c.name === check)?.count;
    };
    expect(await count('us-djia31', 'numbers')).toBe(25 + 10 + 20);
    expect(await count('us-djia31', 'ohlc')).toBe(151);
    expect(await count('cn-daily-unadjusted', 'zero volume')).toBe(4972);
    expect(await count('cn-15min', 'zero volume')).toBe(12 * 16);
    expect(await count('fx-panel', 'ohlc')).toBe(0);
    expect(await count('fx-mt4', 'duplicates')).toBe(0);
  });
});
