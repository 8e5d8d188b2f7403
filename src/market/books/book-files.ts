/** Files of books: which there are, whether they are whole, their hashes. */
import fs from 'node:fs';
import path from 'node:path';
import { DataError, StrataError, sha256 } from '../../core/index.js';
import { selectColumns } from '../parquet.js';
import { numberedRows, type TableSource } from '../source-table.js';
import { inspectFile } from '../store/integrity.js';
import type { BookSource } from './catalogue.js';

/** A file that was seen whole. */
export interface BookFile extends TableSource {
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  readonly lines: number;
}

/** `20200901` as an ISO day. */
export function isoDay(digits: string): string {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}

/**
 * Days by the names of their files.
 * @param pattern groups `day` (YYYYMMDD) and `instrument`, where the name tells them
 * @param files   all files of a day by the name of the one that matched
 */
export function daysByName(
  data: string,
  folder: string,
  pattern: RegExp,
  of: (match: Readonly<Record<string, string>>) => BookSource,
): BookSource[] {
  const below = path.join(data, folder);
  const names = fs.existsSync(below) ? fs.readdirSync(below).sort() : [];
  const found = names.flatMap((name) => {
    const match = pattern.exec(name);
    return match ? [of({ name: `${folder}/${name}`, ...match.groups })] : [];
  });
  if (found.length > 0) return found;
  throw new StrataError(`no file named like ${pattern.source} in ${below}; see data/README.md for the layout`);
}

/** Different values of an expression over a file's columns, in order. */
export async function valuesIn(file: string, expression: string): Promise<readonly string[]> {
  if (!fs.existsSync(file)) throw new StrataError(`${file} is not there; see data/README.md for the layout`);
  const found = await selectColumns(`SELECT DISTINCT ${expression} AS value FROM ${numberedRows(file)} ORDER BY value`);
  return found.value as string[];
}

/** Looks whether files are whole and plain text, and hashes them. @throws DataError for one that is not */
export async function inspected(data: string, names: readonly string[]): Promise<readonly BookFile[]> {
  const files: BookFile[] = [];
  for (const name of names) {
    const file = path.join(data, name);
    if (!fs.existsSync(file)) throw new StrataError(`${file} is not there; see data/README.md for the layout`);
    const { sha256: hash, lines, problems } = await inspectFile(file, name);
    if (problems.length > 0) throw new DataError(problems, `${name} was refused`);
    files.push({ path: file, name, sha256: hash, lines });
  }
  return files;
}

/** Hash of a day: over the bytes of its files, its instrument and how it was read. */
export function dayHash(files: readonly BookFile[], ...said: readonly string[]): string {
  return sha256([...files.map((f) => `${f.name} ${f.sha256}`), ...said].join('\n'));
}
