/**
 * One folder a cell, named by the hash of its key: config.json, metrics.json, curves.parquet and further files.
 * A folder appears whole, by one rename, and carries the hash of each file, so a damaged result is seen and computed again.
 */
import fs from 'node:fs';
import path from 'node:path';
import { hashOf, type Json, paths, publishFolder, scratchFolder, sha256File } from '../core/index.js';
import { readParquet, writeParquet } from '../market/index.js';
import { type CellKey, type CellResult, experimentOf } from './experiment.js';
import { type Fingerprint, fingerprint } from './fingerprint.js';

/** A finished cell. */
export interface CellRecord {
  readonly id: string;
  readonly key: CellKey;
  /** Folder with all its files. */
  readonly folder: string;
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
  const manifest = readJson(path.join(folder, 'manifest.json')) as Manifest | undefined;
  if (!manifest) return undefined;
  for (const [name, hash] of Object.entries(manifest.files)) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file) || (await sha256File(file)) !== hash) return undefined;
  }
  const metrics = readJson(path.join(folder, 'metrics.json')) as Record<string, Json>;
  return {
    id: cellId(key),
    key,
    folder,
    metrics,
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
  readonly files: Readonly<Record<string, string>>;
  readonly seconds: number;
  readonly fingerprint: Fingerprint;
}

/** Publishes a cell's result; where another worker was first, or a damaged folder lay there, the whole one wins. */
export async function saveCell(key: CellKey, result: CellResult, seconds: number): Promise<CellRecord> {
  const target = cellFolder(key);
  const aside = scratchFolder(target);
  const write = (name: string, data: string | Uint8Array): void => fs.writeFileSync(path.join(aside, name), data);
  write('config.json', `${JSON.stringify({ ...key, version: experimentOf(key.experiment).version }, null, 2)}\n`);
  write('metrics.json', `${JSON.stringify(result.metrics, null, 2)}\n`);
  for (const [name, data] of Object.entries(result.files ?? {})) write(name, data);
  if (result.curves) await writeParquet(path.join(aside, 'curves.parquet'), result.curves);
  const files: Record<string, string> = {};
  for (const name of fs.readdirSync(aside).sort()) files[name] = await sha256File(path.join(aside, name));
  const manifest: Manifest = { files, seconds, fingerprint: fingerprint() };
  write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  if (!publishFolder(aside, target)) {
    const other = await loadCell(key);
    if (other) return other;
    fs.rmSync(target, { recursive: true, force: true });
    return saveCell(key, result, seconds);
  }
  fs.rmSync(cellScratch(key), { recursive: true, force: true });
  return {
    id: cellId(key),
    key,
    folder: target,
    metrics: result.metrics,
    seconds,
    fingerprint: manifest.fingerprint,
    cached: false,
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
