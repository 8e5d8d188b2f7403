/** `show()`: what a cell calls to look at something. */
import { StrataError } from '../core/index.js';
import type { Passport } from '../market/index.js';
import type { VegaLiteSpec } from '../report/index.js';
import type { Claim, FactTable, Figure, StudyResult, Table } from '../studies/index.js';
import {
  claimsBundle,
  factBundle,
  figureBundle,
  passportsBundle,
  rowsBundle,
  specBundle,
  tableBundle,
  wordsBundle,
} from './bundles.js';
import { isTableLike, type TableLike } from './grid.js';
import { display, type MimeBundle } from './kernel.js';

/** What can be shown. */
export type Showable =
  | Figure
  | VegaLiteSpec
  | Table
  | FactTable
  | StudyResult
  | readonly Passport[]
  | readonly Claim[]
  | string
  | TableLike;

/** How it is shown. */
export interface ShowOptions {
  /** Rows of a data frame at most, default 20; what is left out is said below the table. */
  readonly rows?: number;
  /** Heading of a data frame. */
  readonly title?: string;
}

/**
 * Shows a chart, a table, a data frame, passports, claims, a sentence or a whole study below the cell; elsewhere prints its text.
 * Await it: a cell that ends before its picture is drawn loses the picture.
 * @throws StrataError for anything else
 */
export async function show(value: Showable, options: ShowOptions = {}): Promise<void> {
  for (const bundle of await bundlesOf(value, options)) display(bundle);
}

/** The bundles in the order in which they are shown: one, except for a study. */
export async function bundlesOf(value: Showable, options: ShowOptions = {}): Promise<MimeBundle[]> {
  if (typeof value === 'string') return [wordsBundle([value])];
  if (isStudyResult(value)) return studyBundles(value);
  if (isFigure(value)) return [await figureBundle(value)];
  if (isTable(value)) return [tableBundle(value)];
  if (isFactTable(value)) return [factBundle(value)];
  if (isSpec(value)) return [await specBundle(value)];
  if (isListOf<Passport>(value, 'dataset', 'coverage', 'checks')) return [passportsBundle(value)];
  if (isListOf<Claim>(value, 'statement', 'rule', 'verdict')) return [claimsBundle(value)];
  if (isTableLike(value)) return [rowsBundle(value, options.rows ?? 20, options.title)];
  throw new StrataError(
    `show() draws figures, Vega-Lite specifications, tables, study results, passports, claims, arquero tables, danfojs frames, lists of records and text; ` +
      `received ${described(value)}`,
  );
}

async function studyBundles(result: StudyResult): Promise<MimeBundle[]> {
  const figures: MimeBundle[] = [];
  for (const figure of result.figures) figures.push(await figureBundle(figure));
  return [
    wordsBundle([result.summary, ...result.notes], result.title),
    ...result.tables.map(tableBundle),
    ...figures,
    ...(result.claims.length > 0 ? [claimsBundle(result.claims)] : []),
    ...result.facts.map(factBundle),
  ];
}

function isStudyResult(value: unknown): value is StudyResult {
  return hasAll(value, 'study', 'summary', 'tables', 'figures', 'claims');
}

function isFigure(value: unknown): value is Figure {
  return hasAll(value, 'marks', 'x', 'data', 'caption');
}

function isTable(value: unknown): value is Table {
  return hasAll(value, 'rows', 'columns', 'cells', 'digits');
}

function isFactTable(value: unknown): value is FactTable {
  return hasAll(value, 'title', 'note', 'rows', 'columns') && !isTable(value);
}

function isSpec(value: unknown): value is VegaLiteSpec {
  const schema = hasAll(value, '$schema') ? value.$schema : undefined;
  return typeof schema === 'string' && schema.includes('vega-lite');
}

function isListOf<T>(value: unknown, ...keys: readonly string[]): value is readonly T[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => hasAll(entry, ...keys));
}

function hasAll(value: unknown, ...keys: readonly string[]): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function described(value: unknown): string {
  if (value === undefined || value === null) return `${value}; is a promise or an import missing?`;
  if (value instanceof Promise) return 'a promise; await it first';
  const name = typeof value === 'object' ? (value.constructor?.name ?? 'an object') : typeof value;
  return `${name} ${String(JSON.stringify(value)).slice(0, 80)}`;
}
