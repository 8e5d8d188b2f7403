/** Reference executors without a model: at once, at rest, along the book's lean, at random. */
import { crossing, type Executor, leftLots, restOrKeep, steppingExecutor } from '../executor.js';
import { orderActions } from '../matching.js';

/** Crosses in every step until done. */
export function immediateExecutor(): Executor {
  return steppingExecutor(
    'immediate',
    (_pack, { side }) =>
      () =>
        crossing(side),
  );
}

/**
 * Always rests at its own side's best price, and crosses at the end.
 * @param end `in-time` crosses a lot a step as soon as each step left is needed for one; `forced` leaves it to the market order at the end
 */
export function restThenCrossExecutor(end: 'in-time' | 'forced' = 'in-time'): Executor {
  return steppingExecutor(
    'rest, then cross',
    (_pack, { span, side }) =>
      (view) =>
        end === 'in-time' && leftLots(view) >= span.steps - view.step ? crossing(side) : restOrKeep(view),
  );
}

/**
 * Rests unless the book leans against the order: a buyer crosses where (bid size − ask size) / (bid size + ask size) at the best prices
 * is above the threshold, a seller where it is below minus the threshold. Crosses in time at the end.
 * @param threshold in [0, 1)
 */
export function imbalanceExecutor(threshold = 0.5): Executor {
  return steppingExecutor('imbalance rule', (pack, { span, side }) => (view) => {
    const best = view.at * pack.levels;
    const [bid, ask] = [pack.bidSizes[best] as number, pack.askSizes[best] as number];
    const lean = (side * (bid - ask)) / (bid + ask);
    return lean > threshold || leftLots(view) >= span.steps - view.step ? crossing(side) : restOrKeep(view);
  });
}

/** Each action with equal probability. */
export function randomExecutor(): Executor {
  return steppingExecutor('random', (_pack, _order, random) => () => random.integer(orderActions.length));
}
