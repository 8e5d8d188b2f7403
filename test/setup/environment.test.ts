/** environment.md says what the project's files pin, and names every pin that a user may ask about. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { requests } from '../../scripts/lib/device.mjs';
import { documented, installedVersion, pinnedVersion } from '../../scripts/lib/versions.mjs';
import { pinned } from '../../scripts/lib/wheels.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const text = fs.readFileSync(path.join(root, 'environment.md'), 'utf8');
const rows = documented(text);
const engines: { node: string } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).engines;

it.each(rows.map((row) => [row.component, row] as const))('documents the pinned version of %s', (_, row) => {
  expect(pinnedVersion(row.file, row.name)).toBe(row.version);
  expect(installedVersion(row.file, row.name) ?? row.version).toBe(row.version);
});

it('documents the components that people meet', () => {
  const names = rows.map((row) => row.name);
  const asked = [
    'tensorflow-cpu',
    'tensorflow',
    'nvidia-cudnn-cu12',
    'webgpu',
    'typescript',
    '@duckdb/node-api',
    'tslab',
  ];
  for (const name of [...asked, 'vega', 'vega-lite', 'jupyterlab', '@tensorflow/tfjs-core'])
    expect(names).toContain(name);
});

it('documents the versions of Node, the devices and the variables that are read', () => {
  expect(text.replaceAll('\\|', '|')).toContain(`| Node | ${engines.node} |`);
  expect(text).toContain(`--device ${requests.join('|')}`);
  for (const variable of variables())
    expect(text, `${variable} is read but not documented`).toContain(`\`${variable}\``);
});

it('pins every wheel by version and SHA-256, both TensorFlows alike', () => {
  const sets = ['tensorflow-cpu', 'tensorflow-gpu', 'cuda'].map((set) => pinned(set));
  expect(sets.map((set) => set.length)).toEqual([1, 1, 12]);
  expect(sets[0]?.[0]?.version).toBe(sets[1]?.[0]?.version);
  const lines = ['tensorflow-cpu', 'tensorflow-gpu', 'cuda'].flatMap((set) =>
    fs.readFileSync(path.join(root, 'scripts', 'wheels', `${set}.txt`), 'utf8').match(/^[^#\s].*$/gm),
  );
  expect(lines).toHaveLength(14);
});

/** STRATA_ variables that the library and the scripts read, but for those that one of our processes sets for another. */
function variables(): string[] {
  const folders = ['src', 'scripts', 'kernel'].map((name) => path.join(root, name));
  const files = folders.flatMap((folder) =>
    (fs.readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => /\.(ts|mjs|cjs)$/.test(name) && !name.endsWith('.test.ts'))
      .map((name) => path.join(folder, name)),
  );
  const found = files.flatMap((file) => fs.readFileSync(file, 'utf8').match(/\bSTRATA_[A-Z_]+\b/g) ?? []);
  return [...new Set(found)].filter((name) => !['STRATA_TEST_LONG', 'STRATA_NOTEBOOK_DIR'].includes(name));
}
