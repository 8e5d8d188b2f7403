/** What `policy.json` holds: everything beside the weights that is needed to act, and to know what may be acted on. */
import * as v from 'valibot';
import { type Json, StrataError } from '../../core/index.js';
import type { ActionSpace, Scaler } from '../../environment/index.js';
import type { FittedOn } from '../../features/index.js';
import type { NetworkDescription } from '../networks/description.js';

/** Version of the file; another one is refused. */
export const policyVersion = 1;

/** How the network's numbers become an action: the best choice of each branch, weights by softmax, or low + (high − low)(1 + tanh) / 2. */
export type Decision = 'greedy' | 'softmax' | 'bounded';

export interface PolicyRecord {
  readonly format: 'strata.policy';
  readonly version: typeof policyVersion;
  readonly name: string;
  readonly observation: {
    /** Private numbers in their order, with units. */
    readonly names: readonly string[];
    /** Columns of the market table; null where the policy looks at no market. */
    readonly columns: readonly string[] | null;
    /** Rows of the market that are seen; 0 for none. */
    readonly window: number;
  };
  /** Applied to private numbers before the network; null where they come scaled. */
  readonly scaler: Scaler | null;
  readonly actions: ActionSpace;
  readonly decision: Decision;
  readonly network: NetworkDescription;
  /** What must be equal in the place where it acts, by name: `tickCny`, `lotShares`, `assets` … */
  readonly fits: Readonly<Record<string, Json>>;
  /** First and last day of the data it was trained on; null where there are no days. */
  readonly trainedOn: FittedOn | null;
  /** Content hashes, e.g. of `config` and `data`. */
  readonly hashes: Readonly<Record<string, string>>;
  /** Machine and libraries of the training. */
  readonly fingerprint: Readonly<Record<string, string>>;
  readonly weights: { readonly file: string; readonly sha256: string };
}

const texts = v.array(v.string());
const numbers = v.array(v.number());
const days = v.nullable(v.object({ from: v.string(), to: v.string() }));
const actions = v.variant('kind', [
  v.object({ kind: v.literal('discrete'), choices: v.number() }),
  v.object({ kind: v.literal('multi-discrete'), branches: numbers }),
  v.object({ kind: v.literal('box'), low: numbers, high: numbers }),
  v.object({ kind: v.literal('simplex'), size: v.number() }),
]);
const scaler = v.object({
  names: texts,
  centre: numbers,
  scale: numbers,
  clip: v.nullable(v.number()),
  fittedOn: days,
});
const schema = v.object({
  format: v.literal('strata.policy'),
  version: v.literal(policyVersion),
  name: v.string(),
  observation: v.object({ names: texts, columns: v.nullable(texts), window: v.number() }),
  scaler: v.nullable(scaler),
  actions,
  decision: v.picklist(['greedy', 'softmax', 'bounded']),
  network: v.looseObject({ kind: v.string() }),
  fits: v.record(v.string(), v.any()),
  trainedOn: days,
  hashes: v.record(v.string(), v.string()),
  fingerprint: v.record(v.string(), v.string()),
  weights: v.object({ file: v.string(), sha256: v.string() }),
});

/** The record in a text. @throws StrataError naming every member that is not as it should be */
export function parseRecord(text: string, file: string): PolicyRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new StrataError(`${file} is no JSON; export the policy again`, { cause });
  }
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output as unknown as PolicyRecord;
  const issues = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'policy'}: ${issue.message}`);
  throw new StrataError(`${file} is no policy of version ${policyVersion}:\n  ${issues.join('\n  ')}`);
}
