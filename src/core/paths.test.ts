import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StrataError } from './errors.js';
import { paths } from './paths.js';

afterEach(() => vi.unstubAllEnvs());

describe('paths', () => {
  it('find the project from wherever the library lies in it', () => {
    expect(JSON.parse(fs.readFileSync(path.join(paths.root(), 'package.json'), 'utf8'))).toMatchObject({
      name: 'strata',
    });
  });

  it('follow STRATA_RESULTS and STRATA_CACHE, else lie in the project and in the user’s cache', () => {
    vi.stubEnv('STRATA_RESULTS', '/somewhere/results');
    vi.stubEnv('STRATA_CACHE', '/somewhere/cache');
    expect([paths.results(), paths.cache()]).toEqual(['/somewhere/results', '/somewhere/cache']);
    vi.stubEnv('STRATA_RESULTS', '');
    vi.stubEnv('STRATA_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', '/xdg');
    expect([paths.results(), paths.cache()]).toEqual([path.join(paths.root(), 'results'), '/xdg/strata']);
    vi.stubEnv('XDG_CACHE_HOME', '');
    expect(paths.cache()).toBe(path.join(os.homedir(), '.cache', 'strata'));
  });

  it('refuse a market data folder that is relative, missing or a file, and say what to do', () => {
    vi.stubEnv('STRATA_DATA', undefined);
    expect(paths.data()).toBeUndefined();
    vi.stubEnv('STRATA_DATA', 'data');
    expect(() => paths.data()).toThrow(/STRATA_DATA must be an absolute path, received "data"/);
    vi.stubEnv('STRATA_DATA', path.join(os.tmpdir(), 'no-such-folder'));
    expect(() => paths.data()).toThrow(/is no folder; correct it, or unset it/);
    vi.stubEnv('STRATA_DATA', path.join(paths.root(), 'package.json'));
    expect(() => paths.data()).toThrow(StrataError);
    vi.stubEnv('STRATA_DATA', os.tmpdir());
    expect(paths.data()).toBe(os.tmpdir());
  });
});
