/** The first page: what was run, on which data, how long it took, which verdicts were reached, and where to read on. */
import { fingerprint } from '../runs/index.js';
import type { StudyResult } from '../studies/index.js';
import { previewHtml } from './figures.js';
import { badge, escapeHtml, factList, page, type SitePage, syntheticBanner } from './html.js';
import { duration, studyFacts } from './study-page.js';
import { countVerdicts } from './verdicts.js';

/** A page outside the studies that the index links to, e.g. an executed notebook. */
export interface ExtraPage {
  readonly title: string;
  /** Address relative to the report's folder. */
  readonly href: string;
  readonly note: string;
}

/** @param pages those of the site */
export async function indexPage(
  results: readonly StudyResult[],
  extra: readonly ExtraPage[],
  pages: readonly SitePage[],
): Promise<string> {
  const synthetic = results.filter((r) => r.synthetic);
  const where = synthetic.length < results.length ? synthetic.map((r) => r.title).join(', ') : '';
  const studies: string[] = [];
  for (const result of results) studies.push(await studyHtml(result));
  const body = [
    '<h1>Results</h1>',
    synthetic.length > 0 ? syntheticBanner(where) : '',
    '<p class="lead">Learning-based trading, checked: each study reproduces tables of a paper, with intervals, beside the printed numbers.</p>',
    overview(results),
    ...studies,
    extra.length > 0
      ? `<h2 id="notebooks">Notebooks</h2>\n<ul class="cards">${extra.map(extraHtml).join('\n')}</ul>`
      : '',
    machine(),
  ];
  return page('Results · Strata', body.filter(Boolean).join('\n'), pages, 'index.html');
}

function overview(results: readonly StudyResult[]): string {
  const claims = countVerdicts(results.flatMap((r) => r.claims.map((c) => c.verdict)));
  const list = (values: readonly string[]): string => escapeHtml([...new Set(values)].join(', '));
  return factList([
    ['studies', String(results.length)],
    ['profile', list(results.map((r) => r.profile))],
    ['data', list(results.map((r) => r.data))],
    ['time', duration(results.reduce((sum, r) => sum + r.seconds, 0))],
    [
      'numbers in tables',
      String(results.reduce((sum, r) => sum + r.tables.reduce((n, t) => n + t.cells.length, 0), 0)),
    ],
    ...(claims.length > 0 ? [['claims', claims.map(([v, n]) => `${n} × ${badge(v)}`).join(' ')] as const] : []),
  ]);
}

async function studyHtml(result: StudyResult): Promise<string> {
  const claims = result.claims.map(
    (c) =>
      `<li>${badge(c.verdict)} <a href="${result.study}.html#claim-${escapeHtml(c.id)}">${escapeHtml(c.id)}</a> ${escapeHtml(c.statement)}</li>`,
  );
  const [figure] = result.figures;
  return `<section class="study" aria-labelledby="study-${result.study}"><div>
<h2 id="study-${result.study}"><a href="${result.study}.html">${escapeHtml(result.title)}</a></h2>
<p>${escapeHtml(firstSentences(result.summary))}</p>
${claims.length > 0 ? `<ul class="find">${claims.join('\n')}</ul>` : ''}
${factList(studyFacts(result))}
</div>${figure ? await previewHtml(figure) : ''}</section>`;
}

/** The first two sentences of a text: what is asked, and how. */
function firstSentences(text: string): string {
  return /^(?:[^.]*(?:\.(?=\S)[^.]*)*\.\s+){1,2}/.exec(`${text} `)?.[0].trim() ?? text;
}

function extraHtml(extra: ExtraPage): string {
  return `<li><a href="${escapeHtml(extra.href)}"><strong>${escapeHtml(extra.title)}</strong></a><p class="soft">${escapeHtml(extra.note)}</p></li>`;
}

/** Where these pages were written; numbers on an equal machine are equal to the last bit. */
function machine(): string {
  const f = fingerprint();
  const facts: (readonly [string, string])[] = [
    ['processor', f.processor],
    ['system', f.platform],
    ['Node', f.node],
    ['tensors', f.tensorflow],
    ['threads', f.threads],
  ];
  return `<h2 id="machine">Written on</h2>\n${factList(facts.map(([term, text]) => [term, escapeHtml(text)]))}`;
}
