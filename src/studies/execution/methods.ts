/** Who trades in the study, under the names its rows have: rules without a model, and the two oracles that bound them. */
import { StrataError } from '../../core/index.js';
import {
  almgrenChrissExecutor,
  apExecutor,
  type Executor,
  evenExecutor,
  imbalanceExecutor,
  immediateExecutor,
  oracleExecutor,
  povExecutor,
  randomExecutor,
  restThenCrossExecutor,
  twapExecutor,
} from '../../execution/index.js';
import type { M3tConfig } from '../../systems/index.js';

/** Settings of M3T that the paper's two rules follow. */
export type ExecutionSettings = Pick<M3tConfig, 'vwapExecution' | 'apLower' | 'apBand' | 'paceSteps'>;

export interface ExecutionMethod {
  readonly name: string;
  /** How the day's order is cut into half hours: along the mean profile of the days before, or into equal parts. */
  readonly cut: 'profile' | 'even';
  readonly make: (settings: ExecutionSettings) => Executor;
  /** What it does, in a line. */
  readonly doc: string;
}

const method = (
  name: string,
  make: ExecutionMethod['make'],
  doc: string,
  cut: ExecutionMethod['cut'] = 'profile',
): ExecutionMethod => ({ name, cut, make, doc });

/** The rows that know the future. */
export const ORACLES: readonly string[] = ['oracle without dumping', 'oracle'];

/** All methods in the order of the rows. */
export const EXECUTION_METHODS: readonly ExecutionMethod[] = [
  method(
    'VWAP',
    (c) => evenExecutor(c.vwapExecution, c.paceSteps),
    'the paper’s rule: crosses the spread at even times',
  ),
  method('VWAP, resting', () => evenExecutor('even-rest-then-cross'), 'each lot rests until the next one is due'),
  method('TWAP', () => twapExecutor(), 'equal half hours, crosses at even times', 'even'),
  method(
    'AP',
    ({ apLower: lower, apBand: band, paceSteps }) => apExecutor({ lower, band, paceSteps }),
    'the paper’s rule: crosses behind the clock, rests level with it, pauses far ahead',
  ),
  method('AP, keeping', () => apExecutor({ band: 'keep' }), 'the same without giving up its place in the queue'),
  method('POV 1 %', () => povExecutor(0.01), 'crosses a lot whenever it is one behind 1 % of the volume'),
  method('Almgren-Chriss', () => almgrenChrissExecutor(2), 'crosses along the optimal liquidation with κT = 2'),
  method('immediate', immediateExecutor, 'crosses a lot a step from the first'),
  method('rest, then cross', () => restThenCrossExecutor(), 'always rests, crosses when time gets short'),
  method('rest, then forced', () => restThenCrossExecutor('forced'), 'always rests, leaves the rest to the end'),
  method('imbalance rule', () => imbalanceExecutor(), 'rests unless the best quotes lean against it'),
  method('random', randomExecutor, 'bid, ask or nothing with equal chances'),
  method(
    'oracle without dumping',
    () => oracleExecutor({ dumping: false }),
    'the best there is with as few forced lots as can be',
  ),
  method('oracle', () => oracleExecutor(), 'the best there is: it may leave lots to the market order at the end'),
];

/** A method by the name of its row. */
export function executionMethod(name: string): ExecutionMethod {
  const found = EXECUTION_METHODS.find((m) => m.name === name);
  if (found) return found;
  throw new StrataError(`no method ${name}; there are ${EXECUTION_METHODS.map((m) => m.name).join(', ')}`);
}
