/** Writes a study's tables, claims and figures as small files for docs/results: Markdown, CSV and SVG, with the command that makes them. */
import fs from 'node:fs';
import path from 'node:path';
import { writeFileAtomic } from '../core/index.js';
import type { StudyResult } from '../studies/index.js';
import { toVegaLite } from './charts.js';
import { syntheticNote } from './html.js';
import { renderSvg } from './svg.js';
import { markdownGrid, tableCsv, tableMarkdown, titleWithUnit } from './table-text.js';

/**
 * @param folder receives `<study>.md` and, in a folder of the study's name, a CSV a table and an SVG a figure
 * @param command what a reader types to get these files again
 */
export async function publishStudy(result: StudyResult, folder: string, command: string): Promise<string> {
  const files = path.join(folder, result.study);
  fs.mkdirSync(files, { recursive: true });
  const parts = [
    `# ${result.title}`,
    ...(result.synthetic ? [`**${syntheticNote}**`] : []),
    result.summary,
    `Data: ${result.data}. Profile: ${result.profile}. Written by \`${command}\`; intervals are 95 %.`,
  ];
  if (result.claims.length > 0) {
    const rows = result.claims.map((c) => [c.id, c.statement, c.published, c.verdict, c.evidence]);
    parts.push('## Claims', markdownGrid(['claim', 'statement', 'printed', 'verdict', 'evidence'], rows));
    parts.push(`Rules: ${[...new Set(result.claims.map((c) => c.rule))].join(' ')}`);
  }
  for (const table of result.tables) {
    writeFileAtomic(path.join(files, `${table.id}.csv`), tableCsv(table));
    parts.push(
      `## ${titleWithUnit(table)}`,
      tableMarkdown(table),
      table.note,
      `[CSV](${result.study}/${table.id}.csv)`,
    );
  }
  for (const figure of result.figures) {
    const svg = await renderSvg({ ...toVegaLite(figure), background: 'white' });
    writeFileAtomic(path.join(files, `${figure.id}.svg`), svg);
    parts.push(`## ${figure.title}`, `![${figure.title}](${result.study}/${figure.id}.svg)`, figure.caption);
  }
  for (const facts of result.facts)
    parts.push(`## ${facts.title}`, markdownGrid(facts.columns, facts.rows), facts.note);
  if (result.notes.length > 0) parts.push('## Notes', result.notes.map((n) => `* ${n}`).join('\n'));
  const file = path.join(folder, `${result.study}.md`);
  writeFileAtomic(file, `${parts.join('\n\n')}\n`);
  return file;
}
