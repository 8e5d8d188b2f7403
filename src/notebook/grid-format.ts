/** Writes the first rows of a table as HTML and as aligned text, and says how many rows there are. */
import { escapeHtml } from '../report/index.js';
import type { Grid } from './grid.js';

/** HTML table with escaped content; numbers stand to the right. */
export function gridHtml(grid: Grid, title?: string): string {
  const columns = textColumns(grid);
  const style = (column: TextColumn): string => ` style="text-align: ${column.numeric ? 'right' : 'left'}"`;
  const head = columns.map((c) => `<th scope="col"${style(c)}>${escapeHtml(c.name)}</th>`).join('');
  const body = grid.rows.map(
    (_, row) => `<tr>${columns.map((c) => `<td${style(c)}>${escapeHtml(c.cells[row] ?? '')}</td>`).join('')}</tr>`,
  );
  return [
    '<table>',
    ...(title ? [`<caption style="text-align: left; white-space: nowrap">${escapeHtml(title)}</caption>`] : []),
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody>`,
    '</table>',
    `<p>${escapeHtml(extent(grid))}</p>`,
  ].join('\n');
}

/** Columns aligned by spaces, numbers to the right. */
export function gridText(grid: Grid, title?: string): string {
  const columns = textColumns(grid).map(({ name, cells, numeric }) => {
    const width = Math.max(name.length, ...cells.map((cell) => cell.length));
    return [name, ...cells].map((cell) => (numeric ? cell.padStart(width) : cell.padEnd(width)));
  });
  const lines = ['', ...grid.rows].map((_, line) => columns.map((column) => column[line]).join('  '));
  return [...(title ? [title] : []), ...lines.map((line) => line.trimEnd()), extent(grid)].join('\n');
}

interface TextColumn {
  readonly name: string;
  readonly cells: readonly string[];
  readonly numeric: boolean;
}

function textColumns({ columns, rows }: Grid): TextColumn[] {
  return columns.map((name, i) => {
    const values = rows.map((row) => row[i]);
    const present = values.filter((value) => value !== null && value !== undefined);
    const numeric = present.length > 0 && present.every((value) => typeof value === 'number');
    return {
      name,
      numeric,
      cells: numeric ? numberTexts(values as (number | null | undefined)[]) : values.map(cellText),
    };
  });
}

/**
 * Numbers of one column with the same decimals: as many as give the largest six significant digits, fewer where all end in zeros.
 * From a million on thousands are grouped.
 */
function numberTexts(values: readonly (number | null | undefined)[]): string[] {
  const finite = values.filter((v): v is number => Number.isFinite(v));
  const largest = Math.max(0, ...finite.map(Math.abs));
  const most = largest > 0 ? Math.min(Math.max(5 - Math.floor(Math.log10(largest)), 0), 12) : 0;
  const decimals = Math.max(0, ...finite.map((v) => (v.toFixed(most).match(/\.(\d*?)0*$/)?.[1] ?? '').length));
  const format = new Intl.NumberFormat('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping: largest >= 1e6,
  });
  return values.map((v) => (v === null || v === undefined ? '' : Number.isFinite(v) ? format.format(v) : String(v)));
}

/** A value as it stands in a column of words: ISO dates, nothing for what is missing, lists by commas, records as JSON. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '');
  if (Array.isArray(value)) return value.map(cellText).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function extent({ rows, total }: Grid): string {
  if (rows.length < total) return `first ${rows.length} of ${total} rows`;
  return total === 1 ? '1 row' : `${total} rows`;
}
