import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeSnapshot } from '../core/index.js';
import { writeParquet } from '../market/index.js';
import { curvesText, watchCommand, watchedCell } from './watch.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-watch-'));
beforeEach(() => void vi.stubEnv('STRATA_RESULTS', folder));
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true });
});

const place = (...parts: string[]): string => {
  const file = path.join(folder, ...parts);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  return file;
};

describe('strata watch', () => {
  it('reads a running cell from its checkpoint, a finished one from its result', async () => {
    const columns = { steps: Float64Array.of(10, 20, 30), loss: Float64Array.of(3, Number.NaN, 1) };
    const state = { curves: { rows: 3, columns } };
    fs.writeFileSync(place('scratch', 'aa11', 'a-note'), 'no checkpoint');
    fs.writeFileSync(
      place('scratch', 'aa11', 'checkpoint'),
      encodeSnapshot({ format: 'strata.training', version: 1, identity: 'x', state }),
    );
    expect(await watchedCell('aa')).toEqual({ id: 'aa11', finished: false, curves: columns });
    await writeParquet(place('cells', 'test', 'bb22', 'curves.parquet'), { steps: Float64Array.of(1, 2) });
    const done = await watchedCell('bb22');
    expect([done.finished, Array.from(done.curves.steps ?? [])]).toEqual([true, [1, 2]]);
  });

  it('draws known values from the least to the greatest', () => {
    const curves = { loss: Float64Array.of(0, Number.NaN, 7, 3.5), none: Float64Array.of(Number.NaN) };
    const [title, loss, none] = curvesText({ id: 'aa', finished: false, curves }, 20).split('\n');
    expect(title).toBe('aa running');
    expect(loss).toMatch(/loss +3.5 {2}▁█▅$/);
    expect(none).toMatch(/none +- {2}$/);
    expect(curvesText({ id: 'aa', finished: false, curves: {} }, 20)).toMatch(/no checkpoint with curves yet/);
  });

  it('means neighbours where more values are there than fit', () => {
    const curves = { x: Float64Array.of(0, 2, 4, 6) };
    expect(curvesText({ id: 'a', finished: true, curves }, 2)).toMatch(/▁█$/);
  });

  it('prints once what is asked for, and says what is missing or unclear', async () => {
    place('scratch', 'aa12', 'x');
    await expect(watchedCell('aa1')).rejects.toThrow(/2 cells begin with "aa1": aa11, aa12/);
    await expect(watchedCell('ff')).rejects.toThrow(/no cell .* begins with "ff"; running: aa11, aa12/);
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await watchCommand().parseAsync(['aa11', '--once'], { from: 'user' });
    expect(log.mock.calls.flat().join('\n')).toMatch(/^aa11 running\n {2}steps/);
    log.mockRestore();
  });
});
