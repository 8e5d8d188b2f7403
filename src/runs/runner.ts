/** Runs cells one after another in this process; finished ones are only read, failed ones do not stop the rest. */
import fs from 'node:fs';
import { generator, StrataError } from '../core/index.js';
import { type CellRecord, cellId, cellScratch, loadCell, saveCell } from './cells.js';
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
 * @throws StrataError naming every cell that failed, after all others have been run
 */
export async function runCells(keys: readonly CellKey[], options: RunOptions = {}): Promise<CellRecord[]> {
  const { onEvent = () => {}, signal = new AbortController().signal } = options;
  const records: CellRecord[] = [];
  const failures: { title: string; error: unknown }[] = [];
  for (const [index, key] of keys.entries()) {
    signal.throwIfAborted();
    const id = cellId(key);
    const title = cellTitle(key);
    const finished = await loadCell(key);
    if (finished) {
      onEvent({ kind: 'cached', id, title });
      records.push(finished);
      continue;
    }
    onEvent({ kind: 'start', id, title, index, count: keys.length });
    const started = performance.now();
    try {
      const scratch = cellScratch(key);
      fs.mkdirSync(scratch, { recursive: true });
      const result = await experimentOf(key.experiment).run({
        key,
        random: generator(`cell:${id}`),
        scratch,
        progress: (done, total, metrics = {}) => onEvent({ kind: 'progress', id, title, done, total, metrics }),
        signal,
      });
      const seconds = (performance.now() - started) / 1000;
      records.push(await saveCell(key, result, seconds));
      onEvent({ kind: 'end', id, title, seconds });
    } catch (error) {
      if (signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      onEvent({ kind: 'failed', id, title, reason });
      failures.push({ title, error });
    }
  }
  if (failures.length > 0) {
    const lines = failures.map((f) => `  ${f.title}: ${f.error instanceof Error ? f.error.message : String(f.error)}`);
    throw new StrataError(
      `${failures.length} of ${keys.length} cells failed; the others are kept\n${lines.join('\n')}`,
      {
        code: 'cells',
        cause: failures[0]?.error,
      },
    );
  }
  return records;
}

/** How a cell is named to people, e.g. `m3t.macro lstm 600000 seed 1`. */
export function cellTitle(key: CellKey): string {
  return `${key.experiment} ${key.method} ${key.instrument} seed ${key.seed}`;
}
