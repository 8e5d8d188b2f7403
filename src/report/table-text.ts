/** Tables of result cells as CSV, as plain text for the terminal, and as Markdown. */
import type { ResultCell } from '../evaluation/index.js';
import type { Figure, Table } from '../studies/index.js';
import { intervalText, publishedText, unitPlace, unitText, valueText } from './numbers.js';
import { findCell } from './tables.js';

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

/** All cells of a table, one a line, with the fields of summary.json at full precision; hashes are parted by spaces. */
export function tableCsv(table: Table): string {
  return csv(
    cellFields,
    table.cells.map((cell) => cellFields.map((field) => cell[field])),
  );
}

/** The columns of a figure's data. */
export function figureCsv(figure: Figure): string {
  const names = Object.keys(figure.data);
  const rows = Array.from({ length: figure.data[names[0] ?? '']?.length ?? 0 }, (_, i) =>
    names.map((name) => figure.data[name]?.[i] ?? null),
  );
  return csv(names, rows);
}

type CsvValue = string | number | null | readonly string[];

/** Comma-separated values after RFC 4180, with line feeds. */
function csv(columns: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return `${[columns, ...rows].map((row) => row.map(csvField).join(',')).join('\n')}\n`;
}

function csvField(value: CsvValue): string {
  if (value === null) return '';
  const text = Array.isArray(value) ? value.join(' ') : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table for the terminal: value and, in brackets, the published one. */
export function tableText(table: Table): string {
  const text = (cell: ResultCell | undefined): string => {
    if (!cell) return '';
    const published = publishedText(table, cell);
    return `${valueText(cell, table.digits)}${published ? ` (${published})` : ''}`;
  };
  const { columns, rows } = namesWithUnits(table);
  const grid = rows.map(([name, row]) => [name, ...table.columns.map((c) => text(findCell(table, row, c)))]);
  const synthetic = table.synthetic ? ' [synthetic data]' : '';
  return [`${titleWithUnit(table)}${synthetic}`, ...aligned([['', ...columns], ...grid])].join('\n');
}

/** A table as Markdown: value, interval, published value, verdict. */
export function tableMarkdown(table: Table): string {
  const text = (cell: ResultCell | undefined): string => {
    if (!cell || cell.value === null) return '';
    const interval = intervalText(cell, table.digits);
    const published = publishedText(table, cell);
    const verdict = cell.verdict === 'not comparable (data)' ? null : cell.verdict;
    return [
      `${valueText(cell, table.digits)}${interval ? ` [${interval.join(', ')}]` : ''}`,
      ...(published ? [`published ${published}`] : []),
      ...(verdict ? [verdict] : []),
    ].join('; ');
  };
  const { columns, rows } = namesWithUnits(table);
  return markdownGrid(
    ['', ...columns],
    rows.map(([name, row]) => [name, ...table.columns.map((c) => text(findCell(table, row, c)))]),
  );
}

/** The title of a table with its unit, where all cells share one. */
export function titleWithUnit(table: Table): string {
  return `${table.title}${unitPlace(table) === 'caption' ? unitText(table.cells[0]?.unit) : ''}`;
}

/** Rows of text as a Markdown table. */
export function markdownGrid(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((c) => c.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')).join(' | ')} |`;
  return [line(columns), `|${columns.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function namesWithUnits(table: Table): { columns: string[]; rows: (readonly [shown: string, row: string])[] } {
  const place = unitPlace(table);
  const unit = (part: 'row' | 'column', name: string): string =>
    place === part ? unitText(table.cells.find((c) => c[part] === name)?.unit) : '';
  return {
    columns: table.columns.map((c) => `${c}${unit('column', c)}`),
    rows: table.rows.map((r) => [`${r}${unit('row', r)}`, r] as const),
  };
}

/** Lines of a grid, the first column to the left and the others to the right. */
function aligned(grid: readonly (readonly string[])[]): string[] {
  const widths = (grid[0] ?? []).map((_, i) => Math.max(...grid.map((row) => (row[i] ?? '').length)));
  return grid.map((row) =>
    row
      .map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
