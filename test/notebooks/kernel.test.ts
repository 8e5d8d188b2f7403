/** The notebook kernel: types of the library survive into cells, failures are not passed over, no line is lost. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joined } from '../../src/cli/executed-notebook.js';
import { type NotebookRun, runNotebooks } from '../../src/cli/notebooks.js';
import { buildLibrary } from '../support/built.js';
import { outputsOf, writeNotebook } from '../support/executed.js';

const imports = `import { loadBars, show } from 'strata';\nimport { openStore, tranches } from 'strata/market';`;
const isAny = 'type IsAny<T> = 0 extends 1 & T ? true : false;';

const good = [
  // A member that had become any would make its line a type error.
  `${imports}
${isAny}
const spans = tranches('SSE', 8);
const start: IsAny<(typeof spans)[0]['startMs']> = false;
type Bars = Awaited<ReturnType<typeof loadBars>>[0];
const close: IsAny<Bars['close']> = false;
const price: IsAny<Bars['close'][0]> = false;
const rows: IsAny<Awaited<ReturnType<ReturnType<typeof openStore>['sql']>>> = false;
const argument: IsAny<Parameters<typeof show>[0]> = false;`,
  "for (let i = 0; i < 5000; i++) console.log('line ' + i);",
  'const eight = spans.length;',
  'console.log(JSON.stringify({ eight, spans: { eight } }));',
  // The library is built again while the kernel runs.
  `import * as fs from 'node:fs';
for (const file of ['dist/market/index.d.ts', 'dist/index.d.ts']) fs.utimesSync(file, new Date(), new Date());
fs.writeFileSync('dist/market/added.d.ts', '');
await new Promise((resolve) => setTimeout(resolve, 1000));
fs.rmSync('dist/market/added.d.ts');
await new Promise((resolve) => setTimeout(resolve, 1000));`,
  `import { progress } from 'strata';
const run = progress('Table <V>');
for (let i = 0; i < 300; i++) {
  const id = String(i);
  run.onEvent({ kind: 'start', id, title: id, index: i, count: 300 });
  if (i === 7) run.onEvent({ kind: 'failed', id, title: id, reason: 'no data' });
  else run.onEvent({ kind: 'end', id, title: id, seconds: 0.01 });
}
run.close();`,
  `import * as aq from 'arquero';
import * as dfd from 'danfojs-node';
await show(aq.table({ a: [1, 2], b: ['x', '<y>'] }));
await show(new dfd.DataFrame({ a: [1, 2] }).describe());`,
];

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-kernel-'));
let runs: readonly NotebookRun[] = [];

beforeAll(async () => {
  buildLibrary();
  const cells: Record<string, readonly string[]> = {
    'type-error': [`${imports}\nconst text: string = tranches('SSE', 8)[0].startMs;`, 'const never = 1;'],
    'late-error': [
      "setTimeout(() => Promise.reject(new Error('too late')), 10);",
      'await new Promise((r) => setTimeout(r, 3000));',
    ],
    good,
  };
  const notebooks = Object.keys(cells).map((name) => path.join(folder, `${name}.ipynb`));
  for (const file of notebooks) writeNotebook(file, cells[path.basename(file, '.ipynb')] ?? []);
  runs = await runNotebooks({ profile: 'smoke', folder: path.join(folder, 'out'), notebooks });
}, 600_000);

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const errors = (name: string): string => runs.find((run) => run.notebook === name)?.errors.join('\n') ?? 'did not run';
const outputs = (cell: number): ReturnType<typeof outputsOf>[number] =>
  outputsOf(path.join(folder, 'out', 'good.ipynb'))[cell] ?? [];

describe('kernel', () => {
  it('ends a run at a type error in a cell, and tells which', () => {
    expect(errors('type-error')).toContain("3:7 - Type 'number' is not assignable to type 'string'");
  });
  it('ends a run at a rejection outside a cell, and the next notebook runs', () => {
    expect(errors('late-error')).toMatch(/unhandledRejection: Error: too late/);
    expect(runs.map((run) => run.notebook)).toEqual(['type-error', 'late-error', 'good']);
  });
  it('knows the types of the library in cells, through strata and its sub-paths, and lives through a build', () => {
    expect(errors('good')).toBe('');
  });
  it('loses no line of a tight loop', () => {
    const lines = outputs(1)
      .map((output) => joined(output.text))
      .join('')
      .trim()
      .split('\n');
    expect(lines).toEqual(Array.from({ length: 5000 }, (_, i) => `line ${i}`));
  });
  it('reads variables of earlier cells through shorthand properties', () => {
    expect(outputs(3).map((output) => joined(output.text))).toEqual(['{"eight":8,"spans":{"eight":8}}\n']);
  });
  it('draws a run in one display that ends with its sum and every failure', () => {
    const [display, ...more] = outputs(5);
    expect(more).toEqual([]);
    expect(joined(display?.data?.['text/plain'] as string)).toBe(
      'Table <V>: 299 cells run in 3.0 s, 1 cell failed\n  failed: 7: no data',
    );
    expect(joined(display?.data?.['text/html'] as string)).toContain('Table &lt;V&gt;');
  });
  it('shows arquero tables and danfojs frames as HTML and text', () => {
    expect(outputs(6).map((output) => Object.keys(output.data ?? {}))).toEqual([
      ['text/html', 'text/plain'],
      ['text/html', 'text/plain'],
    ]);
    expect(joined(outputs(6)[0]?.data?.['text/html'] as string)).toContain('&lt;y&gt;');
  });
});
