/** The `strata` command as a user types it: help, settings, a study, and what it says when something is wrong. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLibrary } from '../support/built.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-cli-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));
beforeAll(buildLibrary, 300_000);

function strata(
  args: readonly string[],
  env: Record<string, string> = {},
): { code: number | null; out: string; errors: string } {
  const run = spawnSync(process.execPath, [path.resolve('bin/strata.mjs'), ...args], {
    encoding: 'utf8',
    env: { ...process.env, STRATA_DATA: '', STRATA_RESULTS: path.join(folder, 'results'), ...env },
  });
  return { code: run.status, out: run.stdout, errors: run.stderr };
}

describe('strata', () => {
  it('lists its commands and settings', () => {
    expect(strata(['--help']).out).toMatch(/run[\s\S]*data[\s\S]*twin/);
    expect(strata(['config', 'm3t']).out).toMatch(/m3t.macroHidden = 64 .*\[m3t.macro-hidden\]/);
    expect(strata(['config', 'm3t', '--diff', '--set', 'm3t.macroHidden=128']).out).toBe(
      'm3t.macroHidden: 64 -> 128\n',
    );
    expect(strata(['twin', 'list']).out.split('\n')[0]).toMatch(/^600000 {2}twin-cn-15min@1-/);
  });

  it('runs a study on the twin, says that data are synthetic, writes the report and the summary', () => {
    const { code, out } = strata(['run', 'twins', '--profile', 'smoke']);
    expect(code).toBe(0);
    expect(out).toContain('Moments of the twins');
    const cells = JSON.parse(fs.readFileSync(path.join(folder, 'results', 'summary.json'), 'utf8')) as {
      data: string;
    }[];
    expect(cells.length).toBeGreaterThan(30);
    expect(cells.every((c) => c.data.includes('synthetic'))).toBe(true);
    expect(strata(['report', '--profile', 'smoke']).code).toBe(0);
  });

  it('replays an order over a synthetic book and writes its theatre', () => {
    const file = path.join(folder, 'replay.html');
    const { code, out } = strata(['replay', '--executor', 'ap', '--shares', '3000', '--out', file]);
    expect(code).toBe(0);
    expect(out).toMatch(/^AP: sell 3000 of 600000, 2014-06-02: -?[\d.]+ bp .*\d+ fills/);
    expect(fs.readFileSync(file, 'utf8')).toContain('Synthetic');
  });

  it('runs a strategy on prices of one’s own, says what it takes the file for, and writes a tear sheet that asks no other host', () => {
    const rows = Array.from({ length: 60 }, (_, t) => {
      const day = new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10);
      return `${day},${100 + t + (t % 3)},${50 + (t % 7) / 10 + t / 5}`;
    });
    const prices = path.join(folder, 'mine.csv');
    fs.writeFileSync(prices, `date,up,flat\n${rows.join('\n')}\n`);
    const to = path.join(folder, 'sheet.html');
    const args = ['--prices', prices, '--strategy', 'olmar', '--set', 'window=3', '--cost', '0.001', '--to', to];
    const { code, out } = strata(['backtest', ...args]);
    expect(code).toBe(0);
    expect(out).toMatch(/mine\.csv: 2 assets, 59 days, 2024-01-02 to 2024-02-29/);
    expect(out).toMatch(/numbers are prices: they are positive/);
    expect(out).toMatch(/OLMAR-1 \(ε 10, window 3\): wealth \d/);
    const page = fs.readFileSync(to, 'utf8');
    expect(page).toContain('strata backtest --prices mine.csv --strategy olmar --set window=3 --cost 0.001');
    expect(page).toContain('Returns by month');
    expect(page.match(/<svg /g)).toHaveLength(4);
    expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\//);
    expect(page).not.toContain(folder);
    const few = path.join(folder, 'few.csv');
    fs.writeFileSync(
      few,
      `date,up\n${rows
        .slice(0, 9)
        .map((r) => r.split(',').slice(0, 2).join(','))
        .join('\n')}\n`,
    );
    expect(strata(['backtest', '--prices', few, '--strategy', 'olmar']).errors).toMatch(
      /not clear what its numbers are/,
    );
    expect(strata(['backtest', '--prices', prices, '--strategy', 'olmer']).errors).toMatch(
      /no strategy olmer; there are/,
    );
  });

  it.each([
    ['a half hour without trading', ['replay', '--from', '12:00', '--to', '12:30'], {}, /no snapshots of continuous/],
    ['a book without its data', ['replay', '--book', 'cn-600519-2023-02'], {}, /set STRATA_DATA/],
    ['an unknown profile', ['run', '--profile', 'huge'], {}, /profile is one of smoke/],
    ['an unknown study', ['run', 'm4t'], {}, /no study m4t; there are m3t, m3t-trading, execution, olps, addpg, twins/],
    ['an unknown system', ['run', 'm3t', '--set', 'm3tt.macroHidden=1'], {}, /m3tt/],
    ['a wrong value', ['config', 'm3t', '--set', 'm3t.macroActivation=fly'], {}, /expected .*relu/],
    ['a relative data folder', ['data', 'check'], { STRATA_DATA: 'data' }, /STRATA_DATA must be an absolute path/],
    [
      'a data folder that is not there',
      ['data', 'check'],
      { STRATA_DATA: '/nowhere' },
      /names \/nowhere, which is no folder/,
    ],
    ['an unknown device', ['run', 'm3t', '--profile', 'smoke'], { STRATA_DEVICE: 'tpu' }, /the device is one of/],
  ])('refuses %s in one message without a stack', (_, args, env, message) => {
    const { code, errors } = strata(args, env);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
    expect(errors).not.toMatch(/\n\s+at /);
  });

  it('computes without TensorFlow: the whole M3T study on WebAssembly', () => {
    const results = path.join(folder, 'wasm');
    const run = strata(['run', 'm3t', '--profile', 'smoke'], { STRATA_DEVICE: 'wasm', STRATA_RESULTS: results });
    expect(run.errors).not.toContain('FAILED');
    expect(run.code).toBe(0);
    const cells = JSON.parse(fs.readFileSync(path.join(results, 'summary.json'), 'utf8')) as {
      row: string;
      value: number;
    }[];
    expect(cells.filter((c) => c.row === 'Macro Trader').every((c) => Number.isFinite(c.value))).toBe(true);
  }, 400_000);
});
