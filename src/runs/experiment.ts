/** An experiment is a named, versioned function from a cell's key to its results; floors below register theirs. */
import { type Generator, type Json, type NumericArray, StrataError } from '../core/index.js';

/** What decides a cell's result; equal keys are the same cell. */
export interface CellKey {
  readonly experiment: string;
  readonly method: string;
  /** What it is run on, e.g. a stock code, or several joined by `+`. */
  readonly instrument: string;
  readonly seed: number;
  readonly config: Readonly<Record<string, Json>>;
  /** Content hash of the data. */
  readonly data: string;
}

/** What a running cell is given. */
export interface CellContext {
  readonly key: CellKey;
  /** Stream that derives from the key alone, so place and order of execution change nothing. */
  readonly random: Generator;
  /** Folder for checkpoints; it survives a kill and is handed out again on the next try. */
  readonly scratch: string;
  readonly progress: (done: number, total: number, metrics?: Readonly<Record<string, number>>) => void;
  readonly signal: AbortSignal;
}

/** What a cell leaves behind. */
export interface CellResult {
  readonly metrics: Readonly<Record<string, Json>>;
  /** Columns of equal length, written as curves.parquet. */
  readonly curves?: Readonly<Record<string, NumericArray | readonly string[]>>;
  /** Further files by name, e.g. `weights.safetensors`. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
}

/** A kind of cell. A new version makes old results stale and overwrites nothing. */
export interface Experiment {
  readonly id: string;
  readonly version: number;
  run(context: CellContext): Promise<CellResult>;
}

const registry = new Map<string, Experiment>();

/**
 * Makes an experiment known to runners by its id, which also names a folder. The last one registered under an id counts.
 * @throws StrataError for an id that is no plain name, or a version that is no whole number
 */
export function registerExperiment(experiment: Experiment): void {
  const { id, version } = experiment;
  if (!/^[a-z0-9][\w.-]*$/i.test(id) || !Number.isInteger(version))
    throw new StrataError(
      `an experiment has an id of letters, digits, dots and dashes and a whole version; received ${JSON.stringify(id)}, ${version}`,
    );
  registry.set(id, experiment);
}

/** Looks an experiment up. @throws StrataError naming the registered ones */
export function experimentOf(id: string): Experiment {
  const found = registry.get(id);
  if (found) return found;
  throw new StrataError(
    `experiment ${JSON.stringify(id)} is not registered; known: ${[...registry.keys()].join(', ') || 'none'}`,
  );
}
