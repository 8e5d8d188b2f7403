/**
 * One folder a cell, named by the hash of its key: config.json, metrics.json, curves.parquet and further files.
 * A folder appears whole, by one rename, and carries the hash of each file, so a damaged result is seen and computed again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { hashOf, type Json, paths, publishFolder, StrataError, scratchFolder, sha256File } from '../core/index.js';
import { readParquet, writeParquet } from '../market/index.js';
import { type CellKey, type CellResult, experimentOf } from './experiment.js';
import { type Fingerprint, fingerprint } from './fingerprint.js';

/** A finished cell. */
export interface CellRecord {
  readonly id: string;
  readonly key: CellKey;
  /** Folder with all its files. */
  readonly folder: string;
  /** As read from metrics.json: numbers that JSON cannot hold (NaN, infinities) are null. */
  readonly metrics: Readonly<Record<string, Json>>;
  /** Wall-clock seconds of the run that produced it, tries before a kill not counted. */
  readonly seconds: number;
  readonly fingerprint: Fingerprint;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/** Content address of a cell: 16 hexadecimal digits over key and experiment version. */
export function cellId(key: CellKey): string {
  return hashOf({ ...key, version: experimentOf(key.experiment).version });
}

/** Where a cell's result lies, or will lie. */
export function cellFolder(key: CellKey): string {
  return path.join(paths.results(), 'cells', key.experiment, cellId(key));
}

/** Where a cell keeps its checkpoints while it runs. */
export function cellScratch(key: CellKey): string {
  return path.join(paths.results(), 'scratch', cellId(key));
}

/** The finished cell of this key, or undefined where there is none or its files do not have the hashes they were written with. */
export async function loadCell(key: CellKey): Promise<CellRecord | undefined> {
  const folder = cellFolder(key);
  const manifest = readManifest(folder);
  if (!manifest) return undefined;
  for (const [name, hash] of Object.entries(manifest.files)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || (await sha256File(file)) !== hash) return undefined;
  }
  return {
    id: cellId(key),
    key,
    folder,
    metrics: readJson(path.join(folder, 'metrics.json')) as Record<string, Json>,
    seconds: manifest.seconds,
    fingerprint: manifest.fingerprint,
    cached: true,
  };
}

/** The curves of a finished cell, column by column. */
export function loadCurves(record: CellRecord): Promise<Record<string, ArrayLike<number> | string[]>> {
  return readParquet(path.join(record.folder, 'curves.parquet'));
}

interface Manifest {
  /** SHA-256 of each file by its name. */
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly fingerprint: Fingerprint;
}

/** Files that every cell has, or may have; an experiment's own files have other names. */
const OWN_FILES: readonly string[] = ['config.json', 'metrics.json', 'curves.parquet', 'manifest.json'];

/** Publishes a cell's result; where another worker was first its result is taken, where a damaged folder lay there it is replaced. */
export async function saveCell(key: CellKey, result: CellResult, seconds: number): Promise<CellRecord> {
  const target = cellFolder(key);
  // Below the cell's scratch folder, which goes when the cell is done: a kill while writing leaves nothing behind for good.
  const aside = scratchFolder(path.join(cellScratch(key), 'result'));
  try {
    await writeCell(aside, key, result, seconds);
    if (fs.existsSync(target) && !(await loadCell(key))) setAside(target);
    const published = publishFolder(aside, target);
    const record = await loadCell(key);
    if (!record) throw new StrataError(`${target} is damaged as soon as it is written: check the disk`);
    return { ...record, cached: !published };
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

/** Removes the checkpoints of a finished cell. */
export function removeScratch(key: CellKey): void {
  fs.rmSync(cellScratch(key), { recursive: true, force: true });
}

async function writeCell(folder: string, key: CellKey, result: CellResult, seconds: number): Promise<void> {
  const write = (name: string, data: string | Uint8Array): void =>
    fs.writeFileSync(path.join(folder, name), data, { flush: true });
  write('config.json', `${JSON.stringify({ ...key, version: experimentOf(key.experiment).version }, null, 2)}\n`);
  write('metrics.json', `${JSON.stringify(result.metrics, null, 2)}\n`);
  for (const [name, data] of Object.entries(result.files ?? {})) {
    if (!plainName(name) || OWN_FILES.includes(name))
      throw new StrataError(
        `a file of a cell has a plain name other than ${OWN_FILES.join(', ')}; received ${JSON.stringify(name)}`,
      );
    write(name, data);
  }
  if (result.curves) await writeParquet(path.join(folder, 'curves.parquet'), result.curves);
  const files: Record<string, string> = {};
  for (const name of fs.readdirSync(folder).sort()) files[name] = await sha256File(path.join(folder, name));
  const manifest: Manifest = { files, seconds, fingerprint: fingerprint() };
  write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Moves a damaged result out of the way by one rename, so that nobody reads half of it while it is removed. */
function setAside(folder: string): void {
  const aside = scratchFolder(folder);
  fs.renameSync(folder, path.join(aside, 'damaged'));
  fs.rmSync(aside, { recursive: true, force: true });
}

/** The manifest, undefined where it is missing or is none. */
function readManifest(folder: string): Manifest | undefined {
  const manifest = readJson(path.join(folder, 'manifest.json')) as Partial<Manifest> | null | undefined;
  const files = Object.entries(manifest?.files ?? {});
  const whole =
    files.some(([name]) => name === 'config.json') &&
    files.some(([name]) => name === 'metrics.json') &&
    files.every(([name, hash]) => plainName(name) && typeof hash === 'string') &&
    typeof manifest?.seconds === 'number' &&
    typeof manifest.fingerprint === 'object';
  return whole ? (manifest as Manifest) : undefined;
}

/** Whether a name stays in its folder on every system. */
function plainName(name: string): boolean {
  return /^[\w][\w.+-]*$/.test(name);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
