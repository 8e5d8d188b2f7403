/** How numbers of a table are written: fixed digits, no negative zero, p-values that round to zero, units. */
import type { ResultCell } from '../evaluation/index.js';
import type { Table } from '../studies/index.js';

/** A number with fixed digits, from ten million on as a power of ten; what rounds to zero has no sign. */
export function fixed(value: number, digits: number): string {
  if (Math.abs(value) >= 1e7) return value.toExponential(4).replace('e+', 'e');
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** The value of a cell, empty where there is none. A p-value that would round to zero is written as less than the last digit. */
export function valueText(cell: ResultCell, digits: number): string {
  if (cell.value === null) return '';
  const smallest = 10 ** -digits;
  if (/(^|_)p(_?value)?$/.test(cell.metric) && cell.value < smallest / 2) return `<${smallest.toFixed(digits)}`;
  return fixed(cell.value, digits);
}

/** The 95 % interval of a cell as its two ends, undefined where it has none. */
export function intervalText(cell: ResultCell, digits: number): readonly [string, string] | undefined {
  return cell.low === null || cell.high === null ? undefined : [fixed(cell.low, digits), fixed(cell.high, digits)];
}

/**
 * The published value of a cell, empty where there is none: as many digits as the longest of its column, so that 3.4 beside 3.41 is 3.40.
 * Means of printed numbers have four digits at most.
 */
export function publishedText(table: Table, cell: ResultCell): string {
  if (cell.published === null) return '';
  const column = table.cells.filter((c) => c.column === cell.column && c.metric === cell.metric);
  const digits = Math.max(...column.map((c) => (c.published === null ? 0 : decimals(c.published))));
  return fixed(cell.published, digits);
}

function decimals(value: number): number {
  return /\.(\d+)$/.exec(String(Number(value.toFixed(4))))?.[1]?.length ?? 0;
}

/** Where a table says the units of its cells: in the caption, by row, by column, or in each cell. Cells of unit 1 have none. */
export function unitPlace(table: Table): 'caption' | 'row' | 'column' | 'cell' {
  const { cells } = table;
  const shared = (part: (cell: ResultCell) => string): boolean =>
    cells.every((cell) => cell.unit === cells.find((c) => part(c) === part(cell))?.unit);
  if (shared(() => '')) return 'caption';
  if (shared((c) => c.row)) return 'row';
  return shared((c) => c.column) ? 'column' : 'cell';
}

/** A unit as read beside a name: ` (bp)`, ` (× 10⁻³)`; empty for plain numbers. */
export function unitText(unit: string | undefined): string {
  if (!unit || unit === '1') return '';
  const power = /^1e([+-]?\d+)$/.exec(unit)?.[1];
  return power === undefined ? ` (${unit})` : ` (× 10${superscript(power)})`;
}

function superscript(power: string): string {
  const signs: Readonly<Record<string, string>> = { '-': '⁻', '+': '' };
  return [...power].map((c) => signs[c] ?? '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)]).join('');
}

/** How many observations stand behind the cells: `n = 60` or `n = 55 to 60`. */
export function observations(cells: readonly ResultCell[]): string {
  const counts = cells.filter((c) => c.value !== null).map((c) => c.n);
  if (counts.length === 0) return '';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? `n = ${least}` : `n = ${least} to ${most}`;
}
