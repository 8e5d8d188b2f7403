/** Tables of result cells and of words, as accessible HTML. */
import type { ResultCell } from '../evaluation/index.js';
import type { FactTable, Table } from '../studies/index.js';
import { badge, escapeHtml, syntheticNote } from './html.js';
import { intervalText, observations, publishedText, unitPlace, unitText, valueText } from './numbers.js';
import { countVerdicts } from './verdicts.js';

/** Rows from which on a table scrolls in a window of its own, its heads in place. */
const TALL = 25;

/** Caption, scopes, the value with its interval and the published one, verdicts as badges, the best cell of a column underlined. */
export function tableHtml(table: Table): string {
  const place = unitPlace(table);
  const unitOf = (part: 'row' | 'column', name: string): string =>
    place === part ? soft(unitText(table.cells.find((c) => c[part] === name)?.unit)) : '';
  const head = table.columns
    .map((column) => `<th scope="col">${escapeHtml(column)}${unitOf('column', column)}</th>`)
    .join('');
  const body = table.rows.map((row) => {
    const cells = table.columns.map((column) => cellHtml(table, findCell(table, row, column), place === 'cell'));
    return `<tr><th scope="row">${escapeHtml(row)}${unitOf('row', row)}</th>${cells.join('')}</tr>`;
  });
  const unit = place === 'caption' ? soft(unitText(table.cells[0]?.unit)) : '';
  const synthetic = table.synthetic ? ' <span class="tag">synthetic data</span>' : '';
  const note = table.synthetic ? `${syntheticNote} ${table.note}` : table.note;
  return framed(
    table.title,
    `<caption>${escapeHtml(table.title)}${unit}${synthetic}<small>${keyOf(table)}</small></caption>
<thead><tr><td></td>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>`,
    table.rows.length,
    note,
  );
}

/** A table of words. */
export function factTableHtml(table: FactTable): string {
  const head = table.columns.map((c) => `<th scope="col">${escapeHtml(c)}</th>`).join('');
  const body = table.rows.map(([first = '', ...rest]) => {
    const cells = rest.map((text) => `<td class="words${text.length > 24 ? '' : ' short'}">${escapeHtml(text)}</td>`);
    return `<tr><th scope="row">${escapeHtml(first)}</th>${cells.join('')}</tr>`;
  });
  return framed(
    table.title,
    `<caption>${escapeHtml(table.title)}</caption>
<thead><tr class="words">${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>`,
    table.rows.length,
    table.note,
  );
}

/** The cell at a row and column, if the table has one. */
export function findCell(table: Table, row: string, column: string): ResultCell | undefined {
  return table.cells.find((c) => c.row === row && c.column === column);
}

/** A table that scrolls where it is wider than its place, reached by the keyboard, with its note below. */
function framed(title: string, table: string, rows: number, note: string): string {
  const tall = rows >= TALL ? ' tall' : '';
  return `<div class="scroll${tall}" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table>
${table}</table></div>
${note ? `<p class="note">${escapeHtml(note)}</p>` : ''}`;
}

/** What stands in a cell, how many observations are behind it, and which verdicts were reached how often. */
function keyOf(table: Table): string {
  const { cells } = table;
  const parts = [
    'value',
    ...(cells.some((c) => c.low !== null) ? ['95 % interval'] : []),
    ...(cells.some((c) => c.published !== null) ? ['published value'] : []),
  ];
  const verdicts = countVerdicts(cells.map((c) => c.verdict)).map(([verdict, n]) => `${n} × ${verdict}`);
  const best = cells.some((c) => isBest(table, c)) ? [`${table.better}est of a column underlined`] : [];
  return [
    [`Each cell: ${parts.join(', ')}`, observations(cells), ...best].filter(Boolean).join('; '),
    ...(verdicts.length > 0 ? [`Verdicts: ${verdicts.join(', ')}`] : []),
  ]
    .map((sentence) => escapeHtml(`${sentence}.`))
    .join(' ');
}

function cellHtml(table: Table, cell: ResultCell | undefined, withUnit: boolean): string {
  if (!cell) return '<td></td>';
  const { digits } = table;
  const value = cell.value === null ? '<span class="soft">none</span>' : signed(valueText(cell, digits));
  const unit = withUnit ? soft(unitText(cell.unit)) : '';
  const interval = intervalText(cell, digits)?.map(signed).join(' to ');
  const published = signed(publishedText(table, cell));
  // Said once, above the table.
  const verdict = cell.verdict === 'not comparable (data)' ? null : cell.verdict;
  return [
    `<td${isBest(table, cell) ? ' class="best"' : ''}><span class="value">${value}</span>${unit}`,
    interval ? `<small>${interval}</small>` : '',
    published ? `<small>published ${published}</small>` : '',
    verdict === null ? '' : `<small>${badge(verdict)}</small>`,
    '</td>',
  ].join('');
}

function isBest(table: Table, cell: ResultCell): boolean {
  if (table.better === 'none' || cell.value === null) return false;
  const values = table.cells.flatMap((c) => (c.column === cell.column && c.value !== null ? [c.value] : []));
  if (values.length < 2) return false;
  return cell.value === (table.better === 'low' ? Math.min(...values) : Math.max(...values));
}

function signed(text: string): string {
  return escapeHtml(text.replace('-', '−'));
}

function soft(text: string): string {
  return text ? `<span class="soft">${escapeHtml(text)}</span>` : '';
}
