/** The report: a static site of one page a study, with every table and chart as CSV and all cells in summary.json. */
import path from 'node:path';
import { writeFileAtomic } from '../core/index.js';
import type { ResultCell } from '../evaluation/index.js';
import type { StudyResult } from '../studies/index.js';
import { toVegaLite } from './charts.js';
import type { SitePage } from './html.js';
import { type ExtraPage, indexPage } from './index-page.js';
import { studyPage } from './study-page.js';
import { cellFields, figureCsv, tableCsv } from './table-text.js';

/** What was written. */
export interface WrittenReport {
  readonly index: string;
  readonly summary: string;
}

/**
 * Writes the report below a results folder: `report/index.html`, a page a study, `report/tables/*.csv`, `report/figures/*` (data and
 * Vega-Lite specifications), and `summary.json`, the list of every table cell.
 */
export async function writeReport(
  results: readonly StudyResult[],
  folder: string,
  extra: readonly ExtraPage[] = [],
): Promise<WrittenReport> {
  const report = path.join(folder, 'report');
  const write = (name: string, text: string): void => writeFileAtomic(path.join(report, name), text);
  const pages: SitePage[] = [
    { href: 'index.html', label: 'Strata' },
    ...results.map((r) => ({ href: `${r.study}.html`, label: r.title.split(':')[0] as string })),
  ];
  for (const result of results) {
    for (const table of result.tables) write(`tables/${table.id}.csv`, tableCsv(table));
    for (const figure of result.figures) {
      write(`figures/${figure.id}.csv`, figureCsv(figure));
      write(`figures/${figure.id}.vl.json`, `${JSON.stringify(toVegaLite(figure))}\n`);
    }
    write(`${result.study}.html`, await studyPage(result, pages));
  }
  write('index.html', await indexPage(results, extra, pages));
  const summary = path.join(folder, 'summary.json');
  writeFileAtomic(summary, summaryJson(results));
  return { index: path.join(report, 'index.html'), summary };
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
