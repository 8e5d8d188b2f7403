/** A data set's passport: where it comes from, under which licence, what it covers, which checks it passed. */
import type { CheckOutcome } from './checks.js';

/** Written beside the data as passport.json. */
export interface Passport {
  readonly dataset: string;
  readonly title: string;
  /** Length of a bar, minutes. */
  readonly intervalMinutes: number;
  readonly source: string;
  readonly licence: string;
  /** SHA-256 over names and hashes of all source files, or the id of a synthetic twin. */
  readonly hash: string;
  readonly synthetic: boolean;
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly lines: number }[];
  readonly instruments: readonly string[];
  readonly coverage: { readonly from: string; readonly to: string; readonly days: number };
  readonly rows: number;
  /** Every check with the number of its findings and the first of them; a refused data set has no passport. */
  readonly checks: readonly CheckOutcome[];
  readonly notes: readonly string[];
}
