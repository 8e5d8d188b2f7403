/**
 * What trading costs where a book tells nothing: against the window's own VWAP an executor then loses what its fills paid for the spread,
 * and nothing else. Where the mid is a martingale and volumes do not depend on it both have the same mean, whatever the executor does.
 */
import { generator, StrataError } from '../core/index.js';
import {
  almgrenChrissExecutor,
  apExecutor,
  type Executor,
  evenExecutor,
  imbalanceExecutor,
  immediateExecutor,
  m3tRules,
  packBooks,
  povExecutor,
  randomExecutor,
  realisedHalfSpreadBp,
  restThenCrossExecutor,
  stepSpans,
  vwapSlippageBp,
} from '../execution/index.js';
import {
  type BookDay,
  bookTwinDay,
  bookTwinInstruments,
  bookTwinParameters,
  drawDays,
  type TwinDayFacts,
  tranches,
} from '../market/index.js';
import { deviation, mean } from '../statistics/index.js';

/** An executor's means over days, each the mean of eight half hours, bought and sold; bp, positive is cheap. */
export interface SpreadBalance {
  readonly executor: string;
  readonly days: number;
  /** Against the VWAP of the half hour. */
  readonly slippageBp: number;
  /** Earned by fills against the next snapshot's mid; negative where the spread was paid. */
  readonly halfSpreadBp: number;
  /** slippage − half-spread, and its standard error over days. */
  readonly differenceBp: number;
  readonly standardErrorBp: number;
}

/** Each kind of executor there is. */
function everyExecutor(): readonly Executor[] {
  return [
    evenExecutor(),
    evenExecutor('even-rest-then-cross'),
    apExecutor(),
    povExecutor(0.01),
    almgrenChrissExecutor(2),
    immediateExecutor(),
    restThenCrossExecutor(),
    { ...restThenCrossExecutor('forced'), name: 'rest, then forced' },
    imbalanceExecutor(),
    randomExecutor(),
  ];
}

/** Synthetic days without information: `perStock` of each stock's drawn days, stock by stock within a day. */
export function* nullDays(perStock: number): Generator<BookDay> {
  const stocks = bookTwinInstruments().map(bookTwinParameters);
  const drawn = stocks.map((p) => drawDays(p, perStock));
  for (let k = 0; k < perStock; k++)
    for (const [s, p] of stocks.entries()) yield bookTwinDay(p, drawn[s]?.[k] as TwinDayFacts, 'null');
}

/**
 * Works an order in each half hour of each day, once bought and once sold: on the same path much of what the mid does cancels.
 * @param shares of each half hour
 * @throws StrataError for fewer than two days
 */
export function spreadBalances(
  days: Iterable<BookDay>,
  executors: readonly Executor[] = everyExecutor(),
  shares = 15_000,
): SpreadBalance[] {
  const root = generator('spread balance');
  const found = executors.map(() => ({ slippage: [] as number[], halfSpread: [] as number[] }));
  for (const book of days) {
    const pack = packBooks([book]);
    const spans = stepSpans(pack, 0, tranches('SSE', 8));
    const label = `${book.instrument} ${book.day}`;
    for (const [e, executor] of executors.entries()) {
      let [slippage, halfSpread] = [0, 0];
      for (const [i, span] of spans.entries()) {
        const [first, end] = [span.first, span.first + span.steps];
        const market = {
          shares: (pack.volumeBefore[end] as number) - (pack.volumeBefore[first] as number),
          value: (pack.valueBefore[end] as number) - (pack.valueBefore[first] as number),
        };
        for (const side of [1, -1] as const) {
          const order = { span, side, shares };
          const done = executor.execute(pack, order, m3tRules, root.split(`${label} ${executor.name} ${i} ${side}`));
          slippage += vwapSlippageBp(side, { shares, value: done.valueTicks }, market);
          halfSpread += realisedHalfSpreadBp(pack, order, done.fills);
        }
      }
      found[e]?.slippage.push(slippage / (2 * spans.length));
      found[e]?.halfSpread.push(halfSpread / (2 * spans.length));
    }
  }
  return found.map(({ slippage, halfSpread }, e) => {
    const n = slippage.length;
    if (n < 2) throw new StrataError(`a standard error needs two days; received ${n}`);
    const differences = slippage.map((s, k) => s - (halfSpread[k] as number));
    return {
      executor: executors[e]?.name ?? '',
      days: n,
      slippageBp: mean(slippage),
      halfSpreadBp: mean(halfSpread),
      differenceBp: mean(differences),
      standardErrorBp: deviation(differences) / Math.sqrt(n),
    };
  });
}
