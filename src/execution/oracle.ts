/**
 * The best that can be had on replayed history: an exact dynamic programme over the step and the lots left (docs/papers/m3t.md, oracle).
 *
 * One lot is live at a time and history does not answer, so an order placed in step s is filled in a known step f(s) at a known price if
 * it is left alone. An order that is cancelled before has changed nothing: it is as good as none. So every course of actions fills what
 * some course fills that waits without an order, places one, and waits until it is filled, whatever `m3t.reissue` says; and with
 * W(s, n) the best value of what is still to come with n lots left and no order,
 *
 *   W(s, n) = max{ W(s + 1, n), v(p) + W(f(p) + 1, n − 1) over the placements p of step s },   W(T, n) = the market order for the rest.
 */
import type { BookPack } from './book-pack.js';
import { checkOrder, type Executor, runSteps, type SpanOrder, waiting } from './executor.js';
import { liquidate } from './liquidation.js';
import { cancelOrder, matching, matchStep, orderActions } from './matching.js';
import type { MatchingRules } from './rules.js';

export interface OracleOptions {
  /**
   * Whether lots may be left to the market order at the end on purpose, which is not bound to a lot a step; default true. Without, as few
   * are left as can be, and the value is the best among the courses that leave so few. Where forced orders keep the pace of a lot a step
   * (`m3t.liquidation-pace`) there is no dumping, and this changes nothing.
   */
  readonly dumping?: boolean;
}

/** The best course of actions of one order. */
export interface OraclePlan {
  /** Index into `orderActions` of each step [steps]; worked by `runSteps` it gives exactly the value below. */
  readonly actions: Int8Array;
  /** Σ ticks × shares over all fills, forced ones included: the least that a buyer can pay, the most that a seller can get. */
  readonly valueTicks: number;
  /** Shares that the market order takes, odd ones included. */
  readonly forcedShares: number;
}

/**
 * The course of actions with the best value of all. Among equals it acts early.
 * @throws StrataError for an order that `runSteps` refuses
 */
export function bestActions(
  pack: BookPack,
  order: SpanOrder,
  rules: MatchingRules,
  { dumping = true }: OracleOptions = {},
): OraclePlan {
  const { span, side, shares } = order;
  checkOrder(pack, order);
  const lot = pack.lotShares;
  const lots = Math.floor(shares / lot);
  const odd = shares - lots * lot;
  const { steps, first } = span;
  const placed = placements(pack, order, rules);
  /** What a market order in a step is worth; more is better. */
  const forced = (step: number, taken: number): number => -side * liquidate(pack, rules, first + step, side, taken);
  const steadily = rules.liquidationPace === 'one-lot-a-step';
  const fewest = dumping || steadily ? lots : lots - Math.min(lots, mostFills(placed, steps));
  /** Step from which n lots are forced out one by one. */
  const takenOver = (n: number): number => (steadily ? steps - n : steps);

  const width = lots + 1;
  const best = new Float64Array((steps + 1) * width);
  const choice = new Int8Array(steps * width).fill(waiting);
  for (let n = 0; n <= lots; n++)
    best[steps * width + n] = n <= fewest ? forced(steps - 1, n * lot + odd) : Number.NEGATIVE_INFINITY;
  for (let s = steps - 1; s >= 0; s--) {
    best[s * width] = best[(s + 1) * width] as number;
    const forcedLot = steadily && s + 1 < steps ? forced(s, lot) : 0;
    for (let n = 1; n <= lots; n++) {
      if (s >= takenOver(n)) {
        const left = s + 1 < steps ? n - 1 : n;
        best[s * width + n] = forcedLot + (best[(s + 1) * width + left] as number);
        continue;
      }
      let [most, chosen] = [best[(s + 1) * width + n] as number, waiting];
      for (let action = 0; action < 2; action++) {
        const filled = placed.filledAt[2 * s + action] as number;
        if (filled < 0 || filled >= takenOver(n)) continue;
        const value =
          (best[(filled + 1) * width + n - 1] as number) - side * lot * (placed.ticks[2 * s + action] as number);
        if (value > most || (value === most && chosen === waiting)) [most, chosen] = [value, action];
      }
      best[s * width + n] = most;
      choice[s * width + n] = chosen;
    }
  }
  return followed(order, placed, choice, lots, lot, -side * (best[lots] as number));
}

/** Works an order as well as it can be done with the whole of its span known: a bound for executors, no executor to use. */
export function oracleExecutor(options: OracleOptions = {}): Executor {
  return {
    name: options.dumping === false ? 'oracle without dumping' : 'oracle',
    execute(pack, order, rules, _random, watch) {
      const { actions } = bestActions(pack, order, rules, options);
      return runSteps(pack, order, rules, (view) => actions[view.step] as number, watch);
    },
  };
}

/** Fate of an order placed at the best bid (column 0) or ask (1) of each step and left alone [steps × 2]. */
interface Placements {
  /** Step of its fill, −1 for none within the span. */
  readonly filledAt: Int32Array;
  readonly ticks: Int32Array;
}

function placements(pack: BookPack, { span, side }: SpanOrder, rules: MatchingRules): Placements {
  const { steps, first } = span;
  const filledAt = new Int32Array(2 * steps).fill(-1);
  const ticks = new Int32Array(2 * steps);
  const m = matching(pack, rules, 1, side);
  for (let s = 0; s < steps; s++)
    for (let action = 0; action < 2; action++) {
      cancelOrder(m, 0);
      let at = s;
      let filled = matchStep(m, 0, first + at, action);
      while (!filled && m.liveTicks[0] && at + 1 < steps) filled = matchStep(m, 0, first + ++at, waiting);
      if (!filled) continue;
      filledAt[2 * s + action] = at;
      ticks[2 * s + action] = m.fillTicks[0] as number;
    }
  return { filledAt, ticks };
}

/** How many lots can be filled in all the steps. */
function mostFills({ filledAt }: Placements, steps: number): number {
  const most = new Int32Array(steps + 1);
  for (let s = steps - 1; s >= 0; s--) {
    most[s] = most[s + 1] as number;
    for (let action = 0; action < 2; action++) {
      const filled = filledAt[2 * s + action] as number;
      if (filled >= 0) most[s] = Math.max(most[s] as number, 1 + (most[filled + 1] as number));
    }
  }
  return most[0] as number;
}

function followed(
  { span, shares }: SpanOrder,
  { filledAt }: Placements,
  choice: Int8Array,
  lots: number,
  lot: number,
  valueTicks: number,
): OraclePlan {
  const actions = new Int8Array(span.steps).fill(waiting);
  let left = lots;
  for (let s = 0; s < span.steps && left > 0; s++) {
    const action = choice[s * (lots + 1) + left] as number;
    if (action >= orderActions.length - 1) continue;
    actions[s] = action;
    s = filledAt[2 * s + action] as number;
    left--;
  }
  return { actions, valueTicks, forcedShares: shares - (lots - left) * lot };
}
