/** Looking ahead, seen by truncation: over data that end earlier, everything shown before that end must be the same. */
import type { Environment } from '../environment.js';
import type { MarketTable } from '../spaces.js';
import type { Found } from './found.js';
import { differs, type Run, record, type Trace } from './trace.js';

/** The same environment over data that end early. */
export interface TruncatedEnvironment {
  make(count: number): Environment;
  /** Calls of `step` during which the data it still has are all that episodes should have seen. */
  readonly steps: number;
}

/** Compares a run with the same run over data that end early. */
export function looksAhead(
  environment: Environment,
  whole: Trace,
  shorter: TruncatedEnvironment,
  run: Run,
  found: Found,
): void {
  const other = shorter.make(whole.count);
  const steps = Math.min(shorter.steps, run.steps);
  const part = record(other, { ...run, steps });
  const at = differs(whole, part, steps + 1);
  if (at !== undefined)
    found.add(
      'look-ahead',
      `over data that end later, an observation or reward is another one after ${at} steps`,
      'compute what is shown and paid from data up to its own moment',
      at,
    );
  const [full, cut] = [environment.observationSpace.market, other.observationSpace.market];
  if (!full || !cut) return;
  for (let step = 0; step <= steps; step++)
    for (let slot = 0; slot < whole.count; slot++) {
      const row = tableProblem(full, cut, whole.market[step] as Int32Array, slot);
      if (row !== undefined) {
        found.add(
          'look-ahead',
          `over data that end later, column ${row.column} of day ${row.day}, snapshot ${row.snapshot} is another number`,
          'compute a row of the market table from snapshots up to its own',
          step,
        );
        return;
      }
    }
}

/** Compares the row an observation points at in both tables. */
function tableProblem(
  full: MarketTable,
  cut: MarketTable,
  pairs: Int32Array,
  slot: number,
): { column: string; day: number; snapshot: number } | undefined {
  const [day, snapshot] = [pairs[2 * slot] as number, pairs[2 * slot + 1] as number];
  const width = full.columns.length;
  const [a, b] = [full, cut].map((table) => ((table.dayStart[day] as number) + snapshot) * width) as [number, number];
  for (let k = 0; k < width; k++)
    if (!Object.is(full.values[a + k], cut.values[b + k])) return { column: full.columns[k] as string, day, snapshot };
  return undefined;
}
