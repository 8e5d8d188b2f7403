/** One policy, read by TensorFlow, by WebAssembly and by the Python reader of the documentation: the same numbers, and no training code. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generator, type Json } from '../../src/core/index.js';
import { box, discrete, multiDiscrete, type ObservationSpace } from '../../src/environment/index.js';
import { exportPolicy, type NetworkDescription, networkOf, type PolicyExport } from '../../src/learn/index.js';
import { buildLibrary } from '../support/built.js';

const root = path.resolve(import.meta.dirname, '../..');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-policies-'));
beforeAll(buildLibrary, 300_000);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const market = {
  columns: ['a', 'b'],
  dayStart: [0, 8],
  values: Array.from({ length: 16 }, (_, k) => Math.cos(k)),
};
const rows = { market: [0, 3, 0, 7], values: [0.5, -1, 2, 1, 0, -0.5] };
const window = (encoder: object): NetworkDescription =>
  ({
    kind: 'branching',
    trunk: {
      kind: 'window',
      window: 4,
      features: 2,
      encoder,
      groups: [{ numbers: 3, width: 4 }],
      outputs: 8,
    },
    branches: [3, 2],
    hidden: [4],
  }) as NetworkDescription;

async function write(
  name: string,
  network: NetworkDescription,
  options: Pick<PolicyExport, 'observation' | 'actions' | 'decision' | 'scaler'>,
): Promise<string> {
  const to = path.join(folder, name);
  const { parameters } = networkOf(network)(generator(name));
  await exportPolicy(
    to,
    { name, network, prefixes: { '': 'x' }, ...options },
    async (variable) => parameters[variable.slice(2)]?.values ?? new Float32Array(),
  );
  return to;
}

interface Printed {
  readonly backend: string;
  readonly actions: number[];
  readonly outputs: number[];
}

function act(device: string, given: Json): Printed {
  const out = execFileSync(
    process.execPath,
    [path.join(root, 'test/support/policy-outputs.mjs'), JSON.stringify(given)],
    {
      env: { ...process.env, STRATA_DEVICE: device, TF_CPP_MIN_LOG_LEVEL: '3' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  return JSON.parse(out.trim().split('\n').at(-1) ?? '') as Printed;
}

it.each([
  ['attention', { kind: 'attention', width: 8, heads: 2, feedForward: 8 }],
  ['lstm', { kind: 'lstm', width: 8 }],
  ['convolution', { kind: 'convolution', width: 8, size: 2 }],
])('gives the same on TensorFlow and WebAssembly: %s', async (name, encoder) => {
  const observationSpace = { market, values: box(3), names: ['p', 'q', 'r'] };
  const actionSpace = multiDiscrete([3, 2]);
  const to = await write(name, window(encoder), {
    observation: { space: observationSpace as unknown as ObservationSpace, window: 4 },
    actions: actionSpace,
    decision: 'greedy',
  });
  const given = { folder: to, observationSpace, actionSpace, count: 2, ...rows } as unknown as Json;
  const [native, wasm] = [act('cpu', given), act('wasm', given)];
  expect([native.backend, wasm.backend]).toEqual(['tensorflow', 'wasm']);
  expect(wasm.actions).toEqual(native.actions);
  expect(native.outputs).toHaveLength(10);
  for (const [k, value] of native.outputs.entries())
    expect(Math.abs((wasm.outputs[k] as number) - value)).toBeLessThan(1e-5);
});

it('reads in Python as the documentation says', async () => {
  const network: NetworkDescription = { kind: 'perceptron', widths: [4, 8, 9] };
  const observationSpace = { market: null, values: box(4), names: ['a', 'b', 'c', 'd'] };
  const to = await write('meta', network, {
    observation: { space: observationSpace, window: 0 },
    actions: discrete(9),
    decision: 'greedy',
    scaler: { names: ['a', 'b', 'c', 'd'], centre: [0, 1, 0, 2], scale: [1, 2, 1, 0.1], clip: 5, fittedOn: null },
  });
  const values = [0.3, -2, 1, 9];
  const ours = act('cpu', {
    folder: to,
    observationSpace,
    actionSpace: discrete(9),
    count: 1,
    market: [],
    values,
  } as unknown as Json);
  const [, reader = ''] =
    /```python\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(root, 'docs/policies.md'), 'utf8')) ?? [];
  expect(reader.trim().split('\n').length).toBeLessThanOrEqual(40);
  const script = path.join(folder, 'reader.py');
  fs.writeFileSync(script, reader);
  const theirs = JSON.parse(
    execFileSync(process.env.PYTHON ?? 'python3', [script, to, JSON.stringify(values)], { encoding: 'utf8' }),
  ) as { outputs: number[]; best: number };
  expect(theirs.best).toBe(ours.actions[0]);
  for (const [k, value] of ours.outputs.entries()) expect(theirs.outputs[k]).toBeCloseTo(value, 5);
});

it('needs no training code', () => {
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, name = ''] of fs
      .readFileSync(file, 'utf8')
      .matchAll(/^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm))
      walk(path.resolve(path.dirname(file), name.replace(/\.js$/, '.ts')));
  };
  walk(path.join(root, 'src/learn/policy/policy.ts'));
  const learn = [...seen].map((file) => path.relative(root, file)).filter((file) => file.startsWith('src/learn/'));
  expect(learn.length).toBeGreaterThan(5);
  expect(learn.filter((file) => /learn\/(algorithms|replay|training)/.test(file))).toEqual([]);
});
