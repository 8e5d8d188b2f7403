/** One cell of a result table, as written to results/summary.json: value, interval, published value and computed verdict. */

import type { Profile } from '../runs/index.js';
import type { CellVerdict, ClaimVerdict, OrderVerdict } from './verdicts.js';

/** Any computed verdict. */
export type Verdict = CellVerdict | OrderVerdict | ClaimVerdict;

/** One number of a table with everything a sceptical reader asks for. */
export interface ResultCell {
  readonly study: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  readonly metric: string;
  readonly unit: string;
  /** Null where the number could not be computed; the table's note says why. */
  readonly value: number | null;
  /** Lower end of the 95 % interval. */
  readonly low: number | null;
  /** Upper end of the 95 % interval. */
  readonly high: number | null;
  /** Observations behind the value, e.g. seeds × days. */
  readonly n: number;
  /** The published value, null where there is none. */
  readonly published: number | null;
  readonly verdict: Verdict | null;
  /** Name of the data, e.g. `cn-15min` or `twin-cn-15min@1 (synthetic)`. */
  readonly data: string;
  readonly profile: Profile;
  /** Hashes of the data, configurations and cells the value was computed from. */
  readonly inputs: readonly string[];
}
