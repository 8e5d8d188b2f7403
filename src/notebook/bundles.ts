/** The MIME bundles of what a cell shows: charts, result tables, tables of words, claims, passports, anything with rows. */
import type { Passport } from '../market/index.js';
import { escapeHtml, factTableHtml, renderSvg, tableHtml, tableText, type VegaLiteSpec } from '../report/index.js';
import type { Claim, FactTable, Figure, Table } from '../studies/index.js';
import { notebookChart } from './chart.js';
import { gridOf, type TableLike } from './grid.js';
import { gridHtml, gridText } from './grid-format.js';
import type { MimeBundle } from './kernel.js';

/** A chart: drawn by the front end where it knows Vega-Lite 5, a picture elsewhere, title and caption as text. */
export function figureBundle(figure: Figure): Promise<MimeBundle> {
  return specBundle(notebookChart(figure), `${figure.title}. ${figure.caption}`);
}

/** A Vega-Lite 5 specification, described by its title unless a text is given. */
export async function specBundle(spec: VegaLiteSpec, text: string = titleOf(spec)): Promise<MimeBundle> {
  return {
    data: {
      'application/vnd.vegalite.v5+json': spec,
      'image/svg+xml': await renderSvg(spec),
      'text/plain': text,
    },
    metadata: { 'image/svg+xml': { alt: text } },
  };
}

/** A table of result cells; in the text form the published value stands in brackets. */
export function tableBundle(table: Table): MimeBundle {
  return {
    data: {
      'text/html': styled(tableHtml(table), 'strata strata-table'),
      'text/plain': `${tableText(table)}\n${table.note}`,
    },
  };
}

/** A table of words. */
export function factBundle(table: FactTable): MimeBundle {
  const rows = table.rows.map((row) => Object.fromEntries(table.columns.map((column, i) => [column, row[i]])));
  const text = gridText(gridOf(rows, Math.max(1, rows.length)), table.title);
  return {
    data: {
      'text/html': styled(factTableHtml(table), 'strata strata-table strata-words'),
      'text/plain': `${text}\n${table.note}`,
    },
  };
}

/** Claims with their verdicts, and what these rest on. */
export function claimsBundle(claims: readonly Claim[]): MimeBundle {
  return factBundle({
    id: 'claims',
    title: 'Claims',
    note: `How a verdict is reached: ${[...new Set(claims.map((c) => c.rule))].join(' ')}`,
    columns: ['claim', 'statement', 'published', 'verdict', 'evidence'],
    rows: claims.map((c) => [c.id, c.statement, c.published, c.verdict, c.evidence]),
  });
}

/** Passports of data sets, one a column: origin, coverage, size, and each check that found something. */
export function passportsBundle(passports: readonly Passport[]): MimeBundle {
  const lines: readonly (readonly [string, (passport: Passport) => string])[] = [
    ['what it is', (p) => p.title],
    ['source', (p) => p.source],
    ['licence', (p) => p.licence],
    ['instruments', (p) => String(p.instruments.length)],
    ['days', (p) => `${p.coverage.from} to ${p.coverage.to} (${p.coverage.days})`],
    ['bars', (p) => p.rows.toLocaleString('en')],
    ['files', (p) => String(p.files.length)],
    ['SHA-256', (p) => `${p.hash.slice(0, 16)}…`],
    ['checks', (p) => p.checks.map((c) => c.name).join(', ')],
    ['findings', (p) => findings(p).join(', ') || 'none'],
    ['notes', (p) => p.notes.join(' ')],
  ];
  return factBundle({
    id: 'passports',
    title: passports.length === 1 ? 'Passport' : 'Passports',
    note: 'Findings are facts of the source; data that cannot be used are refused as a whole and have no passport.',
    columns: ['', ...passports.map((p) => p.dataset)],
    rows: lines.map(([name, text]) => [name, ...passports.map(text)]),
  });
}

function findings({ checks }: Passport): string[] {
  return checks.flatMap((c) => (c.count > 0 ? [`${c.name}: ${c.count.toLocaleString('en')}`] : []));
}

/** The first rows of anything with rows and columns. */
export function rowsBundle(value: TableLike, limit: number, title?: string): MimeBundle {
  const grid = gridOf(value, limit);
  return { data: { 'text/html': gridHtml(grid, title), 'text/plain': gridText(grid, title) } };
}

/** Paragraphs, below a heading where there is one. */
export function wordsBundle(paragraphs: readonly string[], title?: string): MimeBundle {
  const heading = title === undefined ? [] : [`<h3>${escapeHtml(title)}</h3>`];
  const html = [...heading, ...paragraphs.map((p) => `<p>${escapeHtml(p)}</p>`)].join('\n');
  return {
    data: { 'text/html': html, 'text/plain': [...(title === undefined ? [] : [title]), ...paragraphs].join('\n') },
  };
}

/** What the report's style sheet does for tables, in a front end that has its own rules for them. */
const style = `
.strata.strata-table .scroll { overflow-x: auto; }
.strata.strata-table caption { text-align: left; font-weight: 600; padding-bottom: 0.4em; }
.strata.strata-table th, .strata.strata-table td { text-align: right; vertical-align: top; white-space: nowrap; padding: 0.35em 0.4em; }
.strata.strata-table tbody th, .strata.strata-table td.words, .strata.strata-words thead th { text-align: left; }
.strata.strata-table td.words { white-space: normal; min-width: 4em; }
.strata.strata-table small { display: block; font-size: 0.78em; opacity: 0.75; }
.strata.strata-table .best .value { font-weight: 700; text-decoration: underline; }
.strata.strata-table .note, .strata.strata-table .soft { font-size: 0.9em; opacity: 0.8; }`;

function styled(html: string, classes: string): string {
  return `<div class="${classes}"><style>${style}</style>${html}</div>`;
}

function titleOf(spec: VegaLiteSpec): string {
  const { title } = spec as { title?: string | { text?: string | readonly string[] } };
  const text = typeof title === 'object' ? title.text : title;
  return (typeof text === 'object' ? text.join(' ') : text) ?? 'chart';
}
