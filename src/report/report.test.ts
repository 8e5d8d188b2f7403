import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ResultCell } from '../evaluation/index.js';
import type { Figure, Mark, StudyResult, Table } from '../studies/index.js';
import { toVegaLite } from './charts.js';
import { publishStudy } from './publish.js';
import { writeReport } from './site.js';
import { renderSvg } from './svg.js';
import { cellFields, tableCsv, tableMarkdown, tableText } from './table-text.js';
import { tableHtml } from './tables.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-report-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function cell(row: string, column: string, value: number | null, more: Partial<ResultCell> = {}): ResultCell {
  return {
    study: 'demo',
    table: 'demo-1',
    row,
    column,
    metric: 'error',
    unit: '1e-3',
    value,
    low: value === null ? null : value - 0.1,
    high: value === null ? null : value + 0.1,
    n: 60,
    published: 2.5,
    verdict: 'not comparable (data)',
    data: 'demo, "quoted"',
    profile: 'smoke',
    inputs: ['abc', 'def'],
    ...more,
  };
}

const table: Table = {
  id: 'demo-1',
  title: 'Errors <of> two methods',
  note: 'A note & more.',
  rows: ['A', 'B'],
  columns: ['x', 'y'],
  cells: [cell('A', 'x', 1.234), cell('A', 'y', -2), cell('B', 'x', 1), cell('B', 'y', null, { verdict: 'holds' })],
  digits: 2,
  better: 'low',
  synthetic: true,
};

const figure = (marks: readonly Mark[], more: Partial<Figure> = {}): Figure => ({
  id: 'demo-figure',
  title: 'Profiles',
  caption: 'Two lines.',
  marks,
  x: { field: 't', title: 'time, h', type: 'quantitative' },
  y: { field: 'v', title: 'share', type: 'quantitative', format: '.1%' },
  interval: { low: 'low', high: 'high' },
  colour: { field: 'kind', title: 'kind' },
  data: {
    t: [1, 2, 1, 2],
    v: [0.1, 0.2, 0.2, null],
    low: [0, 0.1, 0.1, 0.1],
    high: [0.2, 0.3, 0.3, 0.3],
    kind: ['a', 'a', 'b', 'b'],
  },
  synthetic: false,
  ...more,
});

const kinds: Record<string, Figure> = {
  line: figure(['line', 'point']),
  band: figure(['band', 'line']),
  bar: figure(['bar', 'rule'], { x: { field: 'kind', title: 'kind', type: 'nominal' } }),
  heatmap: figure(['heatmap'], {
    colour: { field: 'v', title: 'share' },
    x: { field: 'kind', title: 'kind', type: 'nominal' },
    y: { field: 't', title: 't', type: 'ordinal' },
  }),
  distribution: figure(['distribution'], { x: { field: 'v', title: 'share', type: 'quantitative' } }),
  forest: figure(['rule', 'point'], {
    x: { field: 'v', title: 'difference', type: 'quantitative' },
    y: { field: 'kind', title: 'kind', type: 'nominal' },
  }),
  facet: figure(['line'], { facet: { field: 'kind', title: 'kind', columns: 2 } }),
};

describe('charts', () => {
  it.each(Object.keys(kinds))('%s: the specification is pinned and renders', async (kind) => {
    const spec = toVegaLite(kinds[kind] as Figure);
    await expect(`${JSON.stringify(spec, null, 2)}\n`).toMatchFileSnapshot(`../../test/pinned/charts/${kind}.vl.json`);
    const svg = await renderSvg(spec, { theme: 'page' });
    expect(svg).toMatch(/^<svg/);
    expect(svg).toContain('currentColor');
    expect(svg.match(/<path|<rect|<line/g)?.length ?? 0).toBeGreaterThan(5);
  });
});

describe('tables', () => {
  it('HTML escapes, names rows and columns, marks the best cell and says that data are synthetic', () => {
    const html = tableHtml(table);
    expect(html).toContain('Errors &lt;of&gt; two methods');
    expect(html).toContain('<th scope="row">A</th>');
    expect(html).toContain('published 2.5');
    expect(html.match(/class="best"/g)).toHaveLength(1 + 0); // column x; column y has one value only
    expect(html).toContain('Synthetic data');
    expect(html).toContain('<span class="badge good">holds</span>');
  });

  it('CSV quotes and keeps every field', () => {
    const lines = tableCsv(table).trim().split('\n');
    expect(lines[0]).toBe(cellFields.join(','));
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('"demo, ""quoted"""');
    expect(lines[4]).toContain(',,,'); // no value, no interval
  });

  it('plain text and Markdown show the published value', () => {
    expect(tableText(table)).toContain('1.23 (2.5)');
    expect(tableMarkdown(table)).toContain('1.23 [1.13, 1.33]; published 2.5');
  });
});

const result: StudyResult = {
  study: 'demo',
  title: 'A demonstration',
  summary: 'Nothing is shown.',
  profile: 'smoke',
  data: 'demo',
  synthetic: true,
  tables: [table],
  facts: [{ id: 'f', title: 'Settings', note: '', columns: ['a', 'b'], rows: [['1', '2']] }],
  figures: [kinds.line as Figure],
  claims: [
    { id: 'C1', statement: 'A is low', published: 'yes', rule: 'interval', verdict: 'holds', evidence: '1 of 1' },
  ],
  notes: ['One note.'],
  seconds: 1,
};

describe('the site', () => {
  it('writes pages without any address of another host, a CSV a table, and exactly the fields of summary.json', async () => {
    const { index, summary } = await writeReport([result], folder, [
      { title: '01', href: '../notebooks/01.html', note: 'executed' },
    ]);
    for (const file of [index, path.join(folder, 'report', 'demo.html')]) {
      const html = fs.readFileSync(file, 'utf8');
      expect(html.match(/(?:src|href)="https?:/g)).toBeNull();
      expect(html).toContain('Synthetic data');
    }
    expect(fs.existsSync(path.join(folder, 'report', 'tables', 'demo-1.csv'))).toBe(true);
    const cells = JSON.parse(fs.readFileSync(summary, 'utf8')) as Record<string, unknown>[];
    expect(cells).toHaveLength(4);
    for (const c of cells) expect(Object.keys(c)).toEqual([...cellFields]);
  });

  it('publishes Markdown, CSV and SVG with the command that made them', async () => {
    const file = await publishStudy(result, path.join(folder, 'docs'), 'strata run demo');
    const text = fs.readFileSync(file, 'utf8');
    expect(text).toContain('Written by `strata run demo`');
    expect(text).toContain('| C1 | A is low | yes | holds | 1 of 1 |');
    expect(fs.readFileSync(path.join(folder, 'docs', 'demo', 'demo-figure.svg'), 'utf8')).toMatch(/^<svg/);
  });
});
