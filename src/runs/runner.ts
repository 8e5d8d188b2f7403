/** Runs cells one after another in this process; finished ones are only read, failed ones do not stop the rest. */
import fs from 'node:fs';
import { generator, StrataError } from '../core/index.js';
import { type CellRecord, cellId, cellScratch, loadCell, removeScratch, saveCell } from './cells.js';
import type { RunEvent } from './events.js';
import { type CellKey, experimentOf } from './experiment.js';

/** How cells are run. */
export interface RunOptions {
  readonly onEvent?: (event: RunEvent) => void;
  /** Stops before the next cell, and inside one where its experiment looks at the signal. */
  readonly signal?: AbortSignal;
}

/**
 * Runs every cell that has no finished result yet.
 * @returns the records in the order of the keys
 * @throws StrataError naming every cell that failed, after all others have been run; before any is run where an experiment is unknown
 * @throws the signal's reason where it was aborted; finished cells and checkpoints are kept
 */
export async function runCells(keys: readonly CellKey[], options: RunOptions = {}): Promise<CellRecord[]> {
  const { onEvent = () => {}, signal = new AbortController().signal } = options;
  const ids = keys.map(cellId);
  const records: CellRecord[] = [];
  const failures: { title: string; error: unknown }[] = [];
  for (const [index, key] of keys.entries()) {
    signal.throwIfAborted();
    const [id, title] = [ids[index] as string, cellTitle(key)];
    const finished = await loadCell(key);
    if (finished) {
      removeScratch(key);
      onEvent({ kind: 'cached', id, title });
      records.push(finished);
      continue;
    }
    onEvent({ kind: 'start', id, title, index, count: keys.length });
    const outcome = await runCell(key, onEvent, signal).catch((error: unknown) => ({ error }));
    if ('error' in outcome) {
      const { error } = outcome;
      if (signal.aborted) throw signal.reason;
      onEvent({ kind: 'failed', id, title, reason: messageOf(error) });
      failures.push({ title, error });
    } else {
      records.push(outcome);
      onEvent({ kind: 'end', id, title, seconds: outcome.seconds });
    }
  }
  if (failures.length > 0) {
    const lines = failures.map((f) => `  ${f.title}: ${messageOf(f.error)}`);
    throw new StrataError(
      `${failures.length} of ${keys.length} cells failed; the others are kept\n${lines.join('\n')}`,
      { code: 'cells', cause: failures[0]?.error },
    );
  }
  return records;
}

async function runCell(
  key: CellKey,
  onEvent: NonNullable<RunOptions['onEvent']>,
  signal: AbortSignal,
): Promise<CellRecord> {
  const [id, title, scratch] = [cellId(key), cellTitle(key), cellScratch(key)];
  const started = performance.now();
  fs.mkdirSync(scratch, { recursive: true });
  const result = await experimentOf(key.experiment).run({
    key,
    random: generator(`cell:${id}`),
    scratch,
    progress: (done, total, metrics = {}) => onEvent({ kind: 'progress', id, title, done, total, metrics }),
    signal,
  });
  const record = await saveCell(key, result, (performance.now() - started) / 1000);
  removeScratch(key);
  return record;
}

/** How a cell is named to people, e.g. `m3t.macro lstm 600000 seed 1`. */
export function cellTitle(key: CellKey): string {
  return `${key.experiment} ${key.method} ${key.instrument} seed ${key.seed}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
