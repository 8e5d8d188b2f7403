/** A training that is killed again and again ends with the bits of one that was left alone: parameters, optimiser, memory, curves. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generator } from '../../src/core/index.js';
import { buildLibrary } from '../support/built.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-training-kill-'));
beforeAll(buildLibrary, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Run {
  readonly killed: boolean;
  readonly lines: readonly string[];
}

/** Trains; with `kill` the process is killed once it has written so many checkpoints, and so much later. */
function run(checkpoint: string, kill?: { after: number; delayMs: number }): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.resolve('test/support/training-run.mjs')], {
      env: { ...process.env, CHECKPOINT: checkpoint, TF_CPP_MIN_LOG_LEVEL: '3' },
      stdio: ['ignore', 'pipe', 'ignore'],
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

it('ends with the same bits after kills while it acts, learns and writes', async () => {
  const calm = await run(path.join(folder, 'calm'));
  const torn = path.join(folder, 'torn');
  const random = generator('kills');
  let kills = 0;
  for (const after of [2, 9, 11]) {
    const { killed } = await run(torn, { after, delayMs: random.integer(20) });
    if (killed) kills++;
  }
  expect(kills).toBe(3);
  const last = await run(torn);
  // It went on from a checkpoint: the first one it wrote itself is a late one.
  expect(Number(last.lines[0])).toBeGreaterThan(100 * 8);
  expect(last.lines.at(-1)).toMatch(/^\{"learner":"[0-9a-f]{64}"/);
  expect(last.lines.at(-1)).toBe(calm.lines.at(-1));
}, 120_000);
