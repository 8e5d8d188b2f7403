/** The report: a static site of one page a study, with every table as CSV and all cells in summary.json. */
import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../core/index.js';
import type { ResultCell } from '../evaluation/index.js';
import type { Claim, Figure, StudyResult } from '../studies/index.js';
import { renderSvg, toVegaLite } from './charts.js';
import { badge, escapeHtml, page, syntheticNote } from './html.js';
import { cellFields, factTableHtml, tableCsv, tableHtml } from './tables.js';

/** A page outside the studies that the index links to, e.g. an executed notebook. */
export interface ExtraPage {
  readonly title: string;
  /** Address relative to the report's folder. */
  readonly href: string;
  readonly note: string;
}

/** What was written. */
export interface WrittenReport {
  readonly index: string;
  readonly summary: string;
}

/**
 * Writes the report below a results folder: `report/index.html`, a page a study, `report/tables/*.csv`, and `summary.json`, the list of
 * every table cell.
 */
export async function writeReport(
  results: readonly StudyResult[],
  folder: string,
  extra: readonly ExtraPage[] = [],
): Promise<WrittenReport> {
  const report = path.join(folder, 'report');
  fs.mkdirSync(report, { recursive: true });
  for (const result of results) {
    for (const table of result.tables) writeFileAtomic(path.join(report, 'tables', `${table.id}.csv`), tableCsv(table));
    writeFileAtomic(path.join(report, `${result.study}.html`), await studyPage(result));
  }
  const index = path.join(report, 'index.html');
  writeFileAtomic(index, indexPage(results, extra));
  const summary = path.join(folder, 'summary.json');
  writeFileAtomic(summary, summaryJson(results));
  return { index, summary };
}

/** Every table cell of the results, one object a cell with exactly the fields of {@link ResultCell}. */
export function summaryJson(results: readonly StudyResult[]): string {
  const cells = results.flatMap((r) => r.tables.flatMap((t) => t.cells));
  const lines = cells.map((cell) => JSON.stringify(ordered(cell)));
  return `[\n${lines.join(',\n')}\n]\n`;
}

function ordered(cell: ResultCell): Record<string, unknown> {
  return Object.fromEntries(cellFields.map((field) => [field, cell[field]]));
}

async function studyPage(result: StudyResult): Promise<string> {
  const figures = await Promise.all(result.figures.map(figureHtml));
  const sections = [
    `<h1>${escapeHtml(result.title)}</h1>`,
    ...(result.synthetic ? [`<p class="banner" role="note">${syntheticNote}</p>`] : []),
    `<p class="lead">${escapeHtml(result.summary)}</p>`,
    factsHtml(result),
    ...(result.claims.length > 0 ? [`<h2 id="claims">Claims</h2>${claimsHtml(result.claims)}`] : []),
    '<h2 id="tables">Tables</h2>',
    ...result.tables.map(
      (t) =>
        `<section id="${t.id}">${tableHtml(t)}<p class="note"><a href="tables/${t.id}.csv">CSV of this table</a></p></section>`,
    ),
    ...(figures.length > 0 ? ['<h2 id="figures">Figures</h2>', ...figures] : []),
    ...(result.facts.length > 0
      ? ['<h2 id="settings">Data and settings</h2>', ...result.facts.map(factTableHtml)]
      : []),
    ...(result.notes.length > 0
      ? [`<h2 id="notes">Notes</h2><ul>${result.notes.map((n) => `<li>${escapeHtml(n)}</li>`).join('')}</ul>`]
      : []),
  ];
  return page(
    `${result.title} · Strata`,
    sections.join('\n'),
    `<a href="${result.study}.html">${escapeHtml(result.study)}</a>`,
  );
}

function factsHtml(result: StudyResult): string {
  const facts = [
    ['data', result.data],
    ['profile', result.profile],
    ['time', `${result.seconds < 10 ? result.seconds.toFixed(1) : Math.round(result.seconds)} s`],
    ['cells in tables', String(result.tables.reduce((sum, t) => sum + t.cells.length, 0))],
  ];
  return `<dl class="facts">${facts.map(([k = '', v = '']) => `<div><dt>${k}</dt><dd>${escapeHtml(v)}</dd></div>`).join('')}</dl>`;
}

function claimsHtml(claims: readonly Claim[]): string {
  const rows = claims.map(
    (c) =>
      `<tr><th scope="row">${escapeHtml(c.id)}</th><td class="words">${escapeHtml(c.statement)}<small>printed: ${escapeHtml(c.published)}</small></td><td>${badge(c.verdict)}</td><td class="words">${escapeHtml(c.evidence)}<small>rule: ${escapeHtml(c.rule)}</small></td></tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Claims"><table><caption>What the paper states, and what these data say</caption>
<thead><tr><th scope="col">claim</th><th scope="col">statement</th><th scope="col">verdict</th><th scope="col">evidence</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

async function figureHtml(figure: Figure): Promise<string> {
  const svg = await renderSvg({ ...toVegaLite(figure), title: undefined }, { theme: 'page' });
  const labelled = svg.replace('<svg ', `<svg role="img" aria-label="${escapeHtml(figure.title)}" `);
  const note = figure.synthetic ? ` ${syntheticNote}` : '';
  return `<figure id="${figure.id}"><strong>${escapeHtml(figure.title)}</strong><div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(figure.title)}, chart">${labelled}</div><figcaption>${escapeHtml(figure.caption)}${note}</figcaption></figure>`;
}

function indexPage(results: readonly StudyResult[], extra: readonly ExtraPage[]): string {
  const cards = results.map((r) => {
    const verdicts = new Map<string, number>();
    for (const claim of r.claims) verdicts.set(claim.verdict, (verdicts.get(claim.verdict) ?? 0) + 1);
    const counted = [...verdicts].map(([v, n]) => `${n} × ${badge(v)}`).join(' ');
    return `<li><a href="${r.study}.html"><strong>${escapeHtml(r.title)}</strong></a><p class="soft">${r.tables.length} tables, ${r.figures.length} figures; data ${escapeHtml(r.data)}; profile ${r.profile}</p><p>${counted ? `Claims: ${counted}` : ''}</p></li>`;
  });
  const pages = extra.map(
    (e) =>
      `<li><a href="${escapeHtml(e.href)}"><strong>${escapeHtml(e.title)}</strong></a><p class="soft">${escapeHtml(e.note)}</p></li>`,
  );
  const synthetic = results.some((r) => r.synthetic)
    ? `<p class="banner" role="note">${syntheticNote} Set STRATA_DATA to see real ones.</p>`
    : '';
  const body = `<h1>Results</h1>${synthetic}
<p class="lead">Learning-based trading, checked: each study below reproduces tables of a paper, with intervals, beside the printed numbers.</p>
<ul class="cards">${cards.join('\n')}</ul>
${pages.length > 0 ? `<h2>Notebooks</h2><ul class="cards">${pages.join('\n')}</ul>` : ''}
<p class="note">Every number of every table: <a href="../summary.json">summary.json</a>.</p>`;
  return page('Results · Strata', body);
}
