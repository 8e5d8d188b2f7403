import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cellFolder, cellScratch, loadCell, saveCell } from './cells.js';
import type { RunEvent } from './events.js';
import { type CellKey, type CellResult, registerExperiment } from './experiment.js';
import { runCells } from './runner.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-cells-'));
let fresh = 0;
beforeEach(() => void vi.stubEnv('STRATA_RESULTS', path.join(folder, String(fresh++))));
afterEach(() => void vi.unstubAllEnvs());
afterAll(() => fs.rmSync(folder, { recursive: true }));

const key = (method: string): CellKey => ({
  experiment: 'test.cells',
  method,
  instrument: 'X',
  seed: 1,
  config: {},
  data: 'd',
});

let result: CellResult = { metrics: {} };
let runs = 0;
registerExperiment({
  id: 'test.cells',
  version: 1,
  run: async ({ signal, key: { method } }) => {
    runs++;
    if (method === 'waits') await new Promise((_, reject) => signal.addEventListener('abort', () => reject('stopped')));
    return result;
  },
});

const plain: CellResult = {
  metrics: { a: 1 },
  curves: { x: Float64Array.of(1) },
  files: { 'w.bin': Uint8Array.of(7) },
};

describe('a damaged result', () => {
  const damages: Record<string, (file: (name: string) => string) => void> = {
    'a changed byte': (file) => fs.writeFileSync(file('w.bin'), Uint8Array.of(8)),
    'a truncated file': (file) => fs.truncateSync(file('curves.parquet'), 10),
    'a missing file': (file) => fs.rmSync(file('metrics.json')),
    'no manifest': (file) => fs.rmSync(file('manifest.json')),
    'an empty manifest': (file) => fs.writeFileSync(file('manifest.json'), '{}'),
    'a manifest that is cut': (file) => fs.truncateSync(file('manifest.json'), 40),
    'a manifest of null': (file) => fs.writeFileSync(file('manifest.json'), 'null'),
    'a manifest that names files elsewhere': (file) =>
      fs.writeFileSync(
        file('manifest.json'),
        fs.readFileSync(file('manifest.json'), 'utf8').replace('"w.bin"', '"../w.bin"'),
      ),
  };

  it.each(Object.keys(damages))('(%s) counts as none and is replaced by a whole one', async (kind) => {
    result = plain;
    const [first] = await runCells([key('a')]);
    const before = runs;
    damages[kind]?.((name) => path.join(cellFolder(key('a')), name));
    expect(await loadCell(key('a'))).toBeUndefined();
    const [again] = await runCells([key('a')]);
    expect(runs).toBe(before + 1);
    expect(again?.cached).toBe(false);
    expect(again?.metrics).toEqual(first?.metrics);
    expect(fs.readdirSync(path.dirname(cellFolder(key('a'))))).toEqual([again?.id]);
  });
});

describe('a result', () => {
  it('has the same metrics fresh and read again; what JSON cannot hold is null', async () => {
    result = { metrics: { sharpe: Number.NaN, most: Number.POSITIVE_INFINITY, one: 1 } };
    const [first] = await runCells([key('nan')]);
    const [again] = await runCells([key('nan')]);
    expect(first?.metrics).toEqual({ sharpe: null, most: null, one: 1 });
    expect(again?.metrics).toEqual(first?.metrics);
  });

  it.each(['../out.txt', 'sub/out.txt', 'manifest.json', 'metrics.json', '.hidden', ''])(
    'may not have a file named %j',
    async (name) => {
      result = { metrics: {}, files: { [name]: 'x' } };
      await expect(runCells([key('files')])).rejects.toThrow(/a file of a cell has a plain name/);
      expect(await loadCell(key('files'))).toBeUndefined();
      expect(fs.existsSync(path.dirname(cellFolder(key('files'))))).toBe(false);
    },
  );

  it('of two workers is the first one’s; the second takes it over', async () => {
    const [first, second] = [
      await saveCell(key('two'), { metrics: { who: 1 } }, 1),
      await saveCell(key('two'), { metrics: { who: 2 } }, 1),
    ];
    expect([first.cached, first.metrics]).toEqual([false, { who: 1 }]);
    expect([second.cached, second.metrics]).toEqual([true, { who: 1 }]);
  });

  it('whose columns differ in length is a failure that leaves no folder', async () => {
    result = { metrics: {}, curves: { x: Float64Array.of(1, 2), y: Float64Array.of(1) } };
    await expect(runCells([key('curves')])).rejects.toThrow(/column y has 1 rows/);
    expect(fs.existsSync(cellFolder(key('curves')))).toBe(false);
    expect(fs.readdirSync(cellScratch(key('curves')))).toEqual([]);
  });
});

describe('a run', () => {
  it('that is aborted inside a cell ends with the reason, keeps the checkpoints, and calls nothing a failure', async () => {
    const abort = new AbortController();
    const events: RunEvent['kind'][] = [];
    const run = runCells([key('waits'), key('next')], {
      signal: abort.signal,
      onEvent: (e) => {
        events.push(e.kind);
        if (e.kind === 'start') setImmediate(() => abort.abort(new Error('interrupted')));
      },
    });
    await expect(run).rejects.toThrow('interrupted');
    expect(events).toEqual(['start']);
    expect(fs.existsSync(cellScratch(key('waits')))).toBe(true);
  });

  it('with an unknown experiment starts nothing', async () => {
    const before = runs;
    const unknown = { ...key('a'), experiment: 'test.none' };
    await expect(runCells([key('never'), unknown])).rejects.toThrow(/"test.none" is not registered/);
    expect(runs).toBe(before);
  });

  it('refuses an experiment whose id is no plain name', () => {
    const run = async (): Promise<CellResult> => plain;
    expect(() => registerExperiment({ id: '../x', version: 1, run })).toThrow(/an experiment has an id of letters/);
    expect(() => registerExperiment({ id: 'x', version: 1.5, run })).toThrow(/whole version/);
  });
});
