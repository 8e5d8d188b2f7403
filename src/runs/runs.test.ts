import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { cellFolder, cellId, loadCell, loadCurves } from './cells.js';
import type { RunEvent } from './events.js';
import { type CellContext, type CellKey, registerExperiment } from './experiment.js';
import { profileOf } from './profiles.js';
import { runCells } from './runner.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-runs-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
let fresh = 0;
let calls: string[] = [];
beforeEach(() => {
  vi.stubEnv('STRATA_RESULTS', path.join(folder, String(fresh++)));
  calls = [];
});

const key = (method: string, seed = 1): CellKey => ({
  experiment: 'test',
  method,
  instrument: 'X',
  seed,
  config: { a: 1 },
  data: 'd',
});

registerExperiment({
  id: 'test',
  version: 1,
  async run(context: CellContext) {
    calls.push(context.key.method);
    const note = path.join(context.scratch, 'checkpoint');
    if (context.key.method === 'dies once' && !fs.existsSync(note)) {
      fs.writeFileSync(note, 'half way');
      throw new Error('killed');
    }
    if (context.key.method === 'fails') throw new Error('no luck');
    context.progress(1, 2, { loss: 0.5 });
    const draw = context.random.uniform();
    const resumed = fs.existsSync(note) ? fs.readFileSync(note, 'utf8') : '';
    return {
      metrics: { draw, resumed },
      curves: { step: Int32Array.of(1, 2), loss: Float64Array.of(0.5, 0.25) },
      files: { 'note.txt': 'hello' },
    };
  },
});

describe('cells', () => {
  it('run once, keep their files and are only read afterwards', async () => {
    const events: RunEvent[] = [];
    const [first] = await runCells([key('a')], { onEvent: (e) => events.push(e) });
    expect(events.map((e) => e.kind)).toEqual(['start', 'progress', 'end']);
    const [again] = await runCells([key('a')], { onEvent: (e) => events.push(e) });
    expect(events.at(-1)?.kind).toBe('cached');
    expect(calls).toEqual(['a']);
    expect(again?.metrics).toEqual(first?.metrics);
    expect([first?.cached, again?.cached]).toEqual([false, true]);
    expect(fs.readFileSync(path.join(cellFolder(key('a')), 'note.txt'), 'utf8')).toBe('hello');
    expect((await loadCurves(again as NonNullable<typeof again>)).loss).toEqual(Float64Array.of(0.5, 0.25));
  });

  it('draw from their key alone: order changes nothing, a seed does', async () => {
    const forwards = await runCells([key('a'), key('b'), key('a', 2)]);
    vi.stubEnv('STRATA_RESULTS', path.join(folder, 'backwards'));
    const backwards = await runCells([key('a', 2), key('b'), key('a')]);
    expect(backwards.map((r) => r.metrics.draw).reverse()).toEqual(forwards.map((r) => r.metrics.draw));
    expect(forwards[0]?.metrics.draw).not.toBe(forwards[2]?.metrics.draw);
    expect(cellId(key('a'))).not.toBe(cellId({ ...key('a'), config: { a: 2 } }));
  });

  it('with a damaged file are computed again', async () => {
    await runCells([key('a')]);
    fs.writeFileSync(path.join(cellFolder(key('a')), 'metrics.json'), '{"draw": 7}');
    expect(await loadCell(key('a'))).toBeUndefined();
    const [mended] = await runCells([key('a')]);
    expect(calls).toEqual(['a', 'a']);
    expect(mended?.metrics.draw).not.toBe(7);
    expect(await loadCell(key('a'))).toBeDefined();
  });

  it('that fail do not stop the others, and say why', async () => {
    await expect(runCells([key('fails'), key('b')])).rejects.toThrow(
      /1 of 2 cells failed.*\n.*test fails X seed 1: no luck/,
    );
    expect(calls).toEqual(['fails', 'b']);
    expect(await loadCell(key('b'))).toBeDefined();
    expect(fs.existsSync(cellFolder(key('fails')))).toBe(false);
  });

  it('find their checkpoints again after a kill, and leave none behind', async () => {
    await expect(runCells([key('dies once')])).rejects.toThrow(/killed/);
    const [record] = await runCells([key('dies once')]);
    expect(record?.metrics.resumed).toBe('half way');
    expect(fs.readdirSync(path.join(process.env.STRATA_RESULTS as string, 'scratch'))).toEqual([]);
  });

  it('stop before the next one when asked to', async () => {
    const abort = new AbortController();
    const events: RunEvent[] = [];
    const stop = (e: RunEvent): void => {
      events.push(e);
      if (e.kind === 'end') abort.abort(new Error('enough'));
    };
    await expect(runCells([key('a'), key('b')], { onEvent: stop, signal: abort.signal })).rejects.toThrow(/enough/);
    expect(calls).toEqual(['a']);
  });

  it('name unknown experiments and profiles', async () => {
    await expect(runCells([{ ...key('a'), experiment: 'none' }])).rejects.toThrow(/not registered; known: test/);
    expect(() => profileOf('huge')).toThrow(/smoke, quick, standard, extended, full; received "huge"/);
  });
});
