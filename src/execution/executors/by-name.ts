/** Executors by a name, for commands and notebooks: each with its usual settings. */
import { StrataError } from '../../core/index.js';
import type { Executor } from '../executor.js';
import { oracleExecutor } from '../oracle.js';
import { almgrenChrissExecutor } from './almgren-chriss.js';
import { apExecutor } from './ap.js';
import { evenExecutor, twapExecutor } from './even.js';
import { povExecutor } from './pov.js';
import { imbalanceExecutor, immediateExecutor, randomExecutor, restThenCrossExecutor } from './simple.js';

const executors: Readonly<Record<string, () => Executor>> = {
  vwap: () => evenExecutor(),
  twap: () => twapExecutor(),
  ap: () => apExecutor(),
  pov: () => povExecutor(0.05),
  'almgren-chriss': () => almgrenChrissExecutor(2),
  immediate: () => immediateExecutor(),
  'rest-then-cross': () => restThenCrossExecutor(),
  imbalance: () => imbalanceExecutor(),
  random: () => randomExecutor(),
  oracle: () => oracleExecutor(),
};

/** Names that {@link executorByName} knows. */
export const executorNames: readonly string[] = Object.keys(executors);

/** An executor with its usual settings. @throws StrataError listing the names */
export function executorByName(name: string): Executor {
  const make = executors[name];
  if (make) return make();
  throw new StrataError(`no executor ${JSON.stringify(name)}; there are ${executorNames.join(', ')}`);
}
