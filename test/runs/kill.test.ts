/** A run that is killed again and again loses nothing: its result is the one of a run that was left alone, whole or not there at all. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generator, sha256File } from '../../src/core/index.js';
import { buildLibrary } from '../support/built.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-kill-'));
beforeAll(buildLibrary, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly killed: boolean;
  readonly lines: readonly string[];
}

/** Runs the cell; with `after` the process is killed as soon as it has printed that many lines, with `delayMs` so much later. */
function run(results: string, kill?: { after: number; delayMs: number }): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.resolve('test/support/counting-cell.mjs')], {
      env: { ...process.env, STRATA_RESULTS: results, STEP_MS: kill ? '3' : '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (kill && text.split('\n').length > kill.after) setTimeout(() => child.kill('SIGKILL'), kill.delayMs);
    });
    child.on('error', reject);
    child.on('close', (_, signal) => resolve({ killed: signal === 'SIGKILL', lines: text.trim().split('\n') }));
  });
}

async function hashes(results: string): Promise<Record<string, string>> {
  const cells = path.join(results, 'cells', 'test.counting');
  const [id = ''] = fs.readdirSync(cells);
  const files = fs.readdirSync(path.join(cells, id)).filter((name) => name !== 'manifest.json');
  return Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, await sha256File(path.join(cells, id, name))])),
  );
}

it('gives the same bytes after kills in training and while the result is written', async () => {
  const [calm, torn] = [path.join(folder, 'calm'), path.join(folder, 'torn')];
  await run(calm);
  const random = generator('kills');
  let kills = 0;
  // The first kills fall into the counting, the later ones around the writing of 50 files and the rename.
  for (const after of [3, 8, 12, 40, 40, 40, 40]) {
    const outcome = await run(torn, { after, delayMs: after === 40 ? random.integer(40) : random.integer(5) });
    if (outcome.killed) kills++;
    const cells = path.join(torn, 'cells', 'test.counting');
    const there = fs.existsSync(cells) ? fs.readdirSync(cells) : [];
    expect(there.every((name) => /^[0-9a-f]{16}$/.test(name))).toBe(true);
  }
  expect(kills).toBeGreaterThanOrEqual(3);
  const last = await run(torn);
  expect(last.killed).toBe(false);
  expect(await hashes(torn)).toEqual(await hashes(calm));
  expect(fs.readdirSync(path.join(torn, 'scratch'))).toEqual([]);
}, 120_000);

it('goes on from its checkpoint, not from the start', async () => {
  const results = path.join(folder, 'resumed');
  expect((await run(results, { after: 10, delayMs: 0 })).killed).toBe(true);
  const second = await run(results);
  expect(Number(second.lines[0])).toBeGreaterThan(200);
}, 60_000);
