import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import type { ResultCell } from '../evaluation/index.js';
import type { Passport } from '../market/index.js';
import type { Figure, StudyResult, Table } from '../studies/index.js';
import { notebookChart, wrapped } from './chart.js';
import { bundlesOf, type Showable } from './show.js';

const figure: Figure = {
  id: 'profile',
  title: 'Profile <of> a day',
  caption: 'Share of each half hour.',
  marks: ['line'],
  x: { field: 'hour', title: 'hour', type: 'quantitative' },
  y: { field: 'share', title: 'share', type: 'quantitative' },
  data: { hour: [10, 11], share: [0.4, 0.6] },
  synthetic: true,
};
const cell = {
  row: 'MA',
  column: '600000',
  value: 2.481,
  published: 2.48,
  low: 2,
  high: 3,
  unit: '1e-3',
  verdict: null,
};
const resultTable: Table = {
  id: 'table-5',
  title: 'Table V',
  note: 'Lower is better.',
  rows: ['MA'],
  columns: ['600000'],
  cells: [cell as unknown as ResultCell],
  digits: 2,
  better: 'low',
  synthetic: false,
};
const result: StudyResult = {
  study: 'sample',
  title: 'Sample <study>',
  summary: 'What was asked.',
  profile: 'smoke',
  data: 'none',
  synthetic: true,
  tables: [resultTable],
  facts: [{ id: 'facts', title: 'Facts', note: 'Why.', columns: ['what', 'value'], rows: [['days', '<20>']] }],
  figures: [figure],
  claims: [
    { id: 'C1', statement: 'Lowest', published: 'yes', rule: 'intervals', verdict: 'holds', evidence: '8 of 8' },
  ],
  notes: ['A note.'],
  seconds: 1,
};

async function only(value: Showable): Promise<Record<string, unknown>> {
  const bundles = await bundlesOf(value);
  expect(bundles).toHaveLength(1);
  return bundles[0]?.data ?? {};
}

describe('show', () => {
  it('gives a figure as one bundle of specification, picture and text', async () => {
    const data = await only(figure);
    expect(Object.keys(data)).toEqual(['application/vnd.vegalite.v5+json', 'image/svg+xml', 'text/plain']);
    expect(data['text/plain']).toBe('Profile <of> a day. Share of each half hour.');
    expect(data['image/svg+xml']).toMatch(
      /^<svg[^>]*>.*Profile &lt;of&gt; a day.*Synthetic data\. Share of each half hour\./s,
    );
  });
  it('draws a specification of the user', async () => {
    const spec = { ...notebookChart(figure), title: 'Mine' };
    const data = await only(spec);
    expect(data['application/vnd.vegalite.v5+json']).toBe(spec);
    expect(data['text/plain']).toBe('Mine');
  });
  it('gives result tables with interval and published value, and as text with the note', async () => {
    const data = await only(resultTable);
    expect(data['text/html']).toMatch(/2\.48<\/span><small>2\.00 to 3\.00<\/small><small>published 2\.48/);
    expect(data['text/plain']).toMatch(/MA +2\.48 \(2\.48\)\nLower is better\.$/);
  });
  it('gives tables of words and claims, escaped', async () => {
    const [facts] = result.facts;
    const data = await only(facts as Showable);
    expect(data['text/html']).toContain('&lt;20&gt;');
    expect(data['text/plain']).toContain('days  <20>');
    expect((await only(result.claims))['text/plain']).toMatch(/C1 +Lowest +yes +holds +8 of 8/);
  });
  it('gives passports one a column with what the checks found', async () => {
    const passport: Passport = {
      dataset: 'mine',
      title: 'My bars',
      intervalMinutes: 15,
      source: 'me',
      licence: 'MIT',
      hash: 'a',
      synthetic: false,
      files: [],
      instruments: ['A', 'B'],
      coverage: { from: '2025-01-02', to: '2025-01-03', days: 2 },
      rows: 64_000,
      checks: [
        { name: 'order', count: 0, examples: [] },
        { name: 'zero volume', count: 3, examples: [] },
      ],
      notes: [],
    };
    const text = String((await only([passport]))['text/plain']);
    expect(text).toMatch(/^Passport\n +mine\nwhat it is +My bars\n/);
    expect(text).toMatch(/days +2025-01-02 to 2025-01-03 \(2\)\nbars +64,000\n/);
    expect(text).toMatch(/checks +order, zero volume\nfindings +zero volume: 3\n/);
  });
  it('limits the rows of a data frame and says so', async () => {
    const [bundle] = await bundlesOf(table({ x: [1, 2, 3] }), { rows: 2, title: 'Numbers' });
    expect(bundle?.data['text/plain']).toBe('Numbers\nx\n1\n2\nfirst 2 of 3 rows');
  });
  it('gives a study in parts: words, tables, figures, claims, facts', async () => {
    const texts = (await bundlesOf(result)).map((b) => b.data['text/plain'].split('\n')[0]);
    expect(texts).toEqual([
      'Sample <study>',
      'Table V (× 10⁻³)',
      'Profile <of> a day. Share of each half hour.',
      'Claims',
      'Facts',
    ]);
  });
  it('gives a sentence as a paragraph', async () => {
    expect(await only('MA < LSTM')).toEqual({ 'text/html': '<p>MA &lt; LSTM</p>', 'text/plain': 'MA < LSTM' });
  });
  it('refuses what it cannot draw and says what came', async () => {
    const cases: [unknown, RegExp][] = [
      [Promise.resolve(1), /a promise; await it first/],
      [undefined, /undefined/],
      [[1, 2], /received Array \[1,2\]/],
    ];
    for (const [value, message] of cases) await expect(bundlesOf(value as Showable)).rejects.toThrow(message);
  });
});

describe('notebookChart', () => {
  it('keeps small multiples within the width of a cell', () => {
    const facet = { field: 'stock', title: 'stock', columns: 4 };
    const spec = notebookChart({ ...figure, facet, synthetic: false }) as { spec: { width: number }; columns: number };
    expect([spec.columns, spec.spec.width]).toEqual([4, 160]);
  });
});

describe('wrapped', () => {
  it('breaks between words only', () => {
    expect(wrapped('aa bbb  cc dddddddd', 6)).toEqual(['aa bbb', 'cc', 'dddddddd']);
    expect(wrapped('', 6)).toEqual([]);
  });
});
