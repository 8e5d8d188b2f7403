/** The page of one study: what was asked, on which data, what was found, every table and figure, settings, notes. */
import type { Claim, StudyResult, Table } from '../studies/index.js';
import { figureHtml } from './figures.js';
import { badge, escapeHtml, factList, page, paragraphs, type SitePage, syntheticBanner } from './html.js';
import { factTableHtml, tableHtml } from './tables.js';
import { countVerdicts } from './verdicts.js';

/** @param pages those of the site */
export async function studyPage(result: StudyResult, pages: readonly SitePage[]): Promise<string> {
  const figures: string[] = [];
  for (const figure of result.figures) figures.push(await figureHtml(figure));
  const body = [
    `<h1>${escapeHtml(result.title)}</h1>`,
    result.synthetic ? syntheticBanner() : '',
    paragraphs(result.summary, 'lead'),
    factList([...studyFacts(result), ['made again by', `<code>${escapeHtml(commandOf(result))}</code>`]]),
    contents(result),
    part('claims', 'Claims', result.claims.length > 0 ? [claimsHtml(result.claims)] : []),
    part('tables', 'Tables', result.tables.map(tableSection)),
    part('figures', 'Figures', figures),
    part(
      'settings',
      'Data and settings',
      result.facts.map((f) => `<section class="table" id="facts-${f.id}">${factTableHtml(f)}</section>`),
    ),
    part(
      'notes',
      'Notes',
      result.notes.length > 0 ? [`<ul>${result.notes.map((n) => `<li>${escapeHtml(n)}</li>`).join('')}</ul>`] : [],
    ),
  ];
  return page(`${result.title} · Strata`, body.filter(Boolean).join('\n'), pages, `${result.study}.html`);
}

/** Data, profile, time, size, and the verdicts on table cells. */
export function studyFacts(result: StudyResult): (readonly [string, string])[] {
  const cells = result.tables.flatMap((t) => t.cells);
  const verdicts = countVerdicts(cells.map((c) => c.verdict)).map(([v, n]) => `${n} × ${badge(v)}`);
  return [
    ['data', escapeHtml(result.data)],
    ['profile', escapeHtml(result.profile)],
    ['time', duration(result.seconds)],
    ['numbers in tables', String(cells.length)],
    ...(verdicts.length > 0 ? [['verdicts on them', verdicts.join(' ')] as const] : []),
  ];
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

/** What makes a result again. */
export function commandOf(result: StudyResult): string {
  return result.command ?? `node bin/strata.mjs run ${result.study} --profile ${result.profile}`;
}

function part(id: string, title: string, blocks: readonly string[]): string {
  return blocks.length > 0 ? `<h2 id="${id}">${title}</h2>\n${blocks.join('\n')}` : '';
}

function tableSection(table: Table): string {
  return `<section class="table" id="table-${table.id}">${tableHtml(table)}<p class="note"><a href="tables/${table.id}.csv">CSV of “${escapeHtml(table.title)}”</a></p></section>`;
}

function contents(result: StudyResult): string {
  const links: (readonly [string, string])[] = [
    ...(result.claims.length > 0 ? [['claims', 'Claims'] as const] : []),
    ...result.tables.map((t) => [`table-${t.id}`, t.title] as const),
    ...result.figures.map((f) => [`figure-${f.id}`, `Chart: ${f.title}`] as const),
    ...result.facts.map((f) => [`facts-${f.id}`, f.title] as const),
  ];
  if (links.length < 3) return '';
  const items = links.map(([id, title]) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`);
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join('')}</ul></nav>`;
}

function claimsHtml(claims: readonly Claim[]): string {
  const items = claims.map(
    (
      c,
    ) => `<li id="claim-${escapeHtml(c.id)}"><div class="head"><strong>${escapeHtml(c.id)}</strong> ${badge(c.verdict)}</div>
<p class="statement">${escapeHtml(c.statement)}</p>
<p class="small soft">Printed: ${escapeHtml(c.published)}</p>
<p class="small">${escapeHtml(c.evidence)}</p></li>`,
  );
  const rules = [...new Set(claims.map((c) => c.rule))].map((rule) => {
    const ids = claims.filter((c) => c.rule === rule).map((c) => c.id);
    return `<p><strong>${escapeHtml(ids.join(', '))}</strong>: ${escapeHtml(rule)}</p>`;
  });
  return `<ul class="claims">${items.join('\n')}</ul>
<details><summary>How these verdicts are reached</summary>${rules.join('\n')}</details>`;
}
