/** Tables of result cells and of words, as HTML, CSV and plain text. */
import type { ResultCell } from '../evaluation/index.js';
import type { FactTable, Table } from '../studies/index.js';
import { badge, escapeHtml, syntheticNote } from './html.js';

/** Column names of summary.json and of the CSV files, in order. */
export const cellFields: readonly (keyof ResultCell)[] = [
  'study',
  'table',
  'row',
  'column',
  'metric',
  'unit',
  'value',
  'low',
  'high',
  'n',
  'published',
  'verdict',
  'data',
  'profile',
  'inputs',
];

/** An accessible table: caption, scopes, the value with its interval and the published one, verdicts as badges, the best cell of a column underlined. */
export function tableHtml(table: Table): string {
  const head = table.columns.map((c) => `<th scope="col">${escapeHtml(c)}</th>`).join('');
  const body = table.rows
    .map((row) => {
      const cells = table.columns.map((column) => cellHtml(table, row, column)).join('');
      return `<tr><th scope="row">${escapeHtml(row)}</th>${cells}</tr>`;
    })
    .join('\n');
  const note = table.synthetic ? `${syntheticNote} ${table.note}` : table.note;
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(table.title)}"><table>
<caption>${escapeHtml(table.title)}${unitOf(table)}</caption>
<thead><tr><td></td>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>
<p class="note">${escapeHtml(note)}</p>`;
}

/** The unit in the caption, where all cells share one. */
function unitOf(table: Table): string {
  const units = new Set(table.cells.map((c) => c.unit));
  const [unit] = units;
  return units.size === 1 && unit && unit !== '1' ? ` <span class="soft">(${escapeHtml(unit)})</span>` : '';
}

function cellHtml(table: Table, row: string, column: string): string {
  const cell = findCell(table, row, column);
  if (!cell) return '<td></td>';
  const number = (v: number): string => v.toFixed(table.digits).replace('-', '−');
  const value = cell.value === null ? '<span class="soft">none</span>' : number(cell.value);
  const interval =
    cell.low === null || cell.high === null ? '' : `<small>${number(cell.low)} to ${number(cell.high)}</small>`;
  const published =
    cell.published === null ? '' : `<small>published ${String(cell.published).replace('-', '−')}</small>`;
  const verdict =
    cell.verdict === null || cell.verdict === 'not comparable (data)' ? '' : `<small>${badge(cell.verdict)}</small>`;
  const best = isBest(table, cell) ? ' class="best"' : '';
  return `<td${best}><span class="value">${value}</span>${interval}${published}${verdict}</td>`;
}

/** A published number as it was printed; means of printed numbers get four digits. */
function printed(value: number): string {
  return String(Number(value.toFixed(4)));
}

function isBest(table: Table, cell: ResultCell): boolean {
  if (table.better === 'none' || cell.value === null) return false;
  const values = table.cells.filter((c) => c.column === cell.column && c.value !== null).map((c) => c.value as number);
  if (values.length < 2) return false;
  return cell.value === (table.better === 'low' ? Math.min(...values) : Math.max(...values));
}

/** The cell at a row and column, if the table has one. */
export function findCell(table: Table, row: string, column: string): ResultCell | undefined {
  return table.cells.find((c) => c.row === row && c.column === column);
}

/** A table of words. */
export function factTableHtml(table: FactTable): string {
  const head = table.columns.map((c) => `<th scope="col">${escapeHtml(c)}</th>`).join('');
  const body = table.rows
    .map(([first = '', ...rest]) => {
      const cells = rest.map((text) => `<td class="words">${escapeHtml(text)}</td>`).join('');
      return `<tr><th scope="row">${escapeHtml(first)}</th>${cells}</tr>`;
    })
    .join('\n');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(table.title)}"><table>
<caption>${escapeHtml(table.title)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}
</tbody></table></div>
<p class="note">${escapeHtml(table.note)}</p>`;
}

/** All cells of a table, one a line, with the fields of summary.json. */
export function tableCsv(table: Table): string {
  const line = (cell: ResultCell): string => cellFields.map((field) => csvField(cell[field])).join(',');
  return `${[cellFields.join(','), ...table.cells.map(line)].join('\n')}\n`;
}

function csvField(value: ResultCell[keyof ResultCell]): string {
  if (value === null) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table for the terminal: value and, in brackets, the published one. */
export function tableText(table: Table): string {
  const text = (row: string, column: string): string => {
    const cell = findCell(table, row, column);
    if (!cell || cell.value === null) return '';
    return `${cell.value.toFixed(table.digits)}${cell.published === null ? '' : ` (${printed(cell.published)})`}`;
  };
  return gridText(
    table.title,
    ['', ...table.columns],
    table.rows.map((row) => [row, ...table.columns.map((c) => text(row, c))]),
  );
}

/** A table as Markdown: value, interval, published value. */
export function tableMarkdown(table: Table): string {
  const text = (row: string, column: string): string => {
    const cell = findCell(table, row, column);
    if (!cell || cell.value === null) return '';
    const interval =
      cell.low === null || cell.high === null
        ? ''
        : ` [${cell.low.toFixed(table.digits)}, ${cell.high.toFixed(table.digits)}]`;
    const published = cell.published === null ? '' : `; published ${printed(cell.published)}`;
    const verdict = cell.verdict === null || cell.verdict === 'not comparable (data)' ? '' : `; ${cell.verdict}`;
    return `${cell.value.toFixed(table.digits)}${interval}${published}${verdict}`;
  };
  return markdownGrid(
    ['', ...table.columns],
    table.rows.map((row) => [row, ...table.columns.map((c) => text(row, c))]),
  );
}

/** Rows of text as a Markdown table. */
export function markdownGrid(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((c) => c.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function gridText(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...all.map((r) => (r[i] ?? '').length)));
  const lines = all.map((r) =>
    r
      .map((c, i) => (i === 0 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...lines].join('\n');
}
