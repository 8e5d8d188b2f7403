/** WebAssembly trains what TensorFlow trains: five updates of every algorithm give the same numbers. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildLibrary } from '../support/built.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-wasm-'));
beforeAll(buildLibrary, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Written {
  readonly backend: string;
  readonly found: Readonly<Record<string, number[] | string>>;
}

function trained(device: string): Written {
  const file = path.join(folder, device);
  execFileSync(process.execPath, [path.resolve('test/support/wasm-training.mjs'), file], {
    env: { ...process.env, STRATA_DEVICE: device, TF_CPP_MIN_LOG_LEVEL: '3' },
    stdio: 'ignore',
  });
  return JSON.parse(fs.readFileSync(file, 'utf8')) as Written;
}

it('reaches the same parameters and outputs', () => {
  const [native, wasm] = [trained('cpu'), trained('wasm')];
  expect([native.backend, wasm.backend]).toEqual(['tensorflow', 'wasm']);
  expect(Object.keys(native.found).length).toBeGreaterThan(10);
  for (const [name, wanted] of Object.entries(native.found)) {
    const got = wasm.found[name];
    expect(got, name).toHaveLength(wanted.length);
    let worst = 0;
    for (const [k, value] of (wanted as number[]).entries())
      worst = Math.max(worst, Math.abs(((got as number[])[k] as number) - value) / Math.max(1, Math.abs(value)));
    expect(worst, name).toBeLessThan(1e-5);
  }
}, 120_000);
