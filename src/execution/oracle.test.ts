import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBook } from '../../test/support/random-books.js';
import { generator } from '../core/index.js';
import { type BookPack, packBooks } from './book-pack.js';
import { runSteps, type SpanOrder } from './executor.js';
import { apExecutor } from './executors/ap.js';
import { evenExecutor } from './executors/even.js';
import { imbalanceExecutor, immediateExecutor, restThenCrossExecutor } from './executors/simple.js';
import { liquidate } from './liquidation.js';
import { matching, matchStep } from './matching.js';
import { bestActions, oracleExecutor } from './oracle.js';
import { type MatchingRules, m3tRules } from './rules.js';

/** Any rules of the kernel. */
const anyRules: fc.Arbitrary<MatchingRules> = fc.record({
  queueConstant: fc.integer({ min: 0, max: 4 }),
  queueAdvance: fc.constantFrom('at-or-better', 'equal'),
  headFill: fc.constantFrom('later-trades', 'whole-step'),
  headFillSource: fc.constantFrom('trades', 'trades-or-quotes'),
  tradeInterval: fc.constantFrom('after-snapshot', 'from-snapshot'),
  minFill: fc.constantFrom('ge-lot', 'gt-lot'),
  reissue: fc.constantFrom('requeue', 'keep'),
  offBook: fc.constantFrom('frozen', 'match-trades'),
  visible: fc.constantFrom('exact-level', 'range'),
  liquidationSide: fc.constantFrom('adverse', 'favourable'),
  liquidationBook: fc.constantFrom('last', 'next'),
});

/**
 * The best value by the lots left at the end, over all 3^steps sequences of actions: the kernel is asked at every node of their tree, and
 * nothing is known of placements, cancellations or their fate.
 * @returns side × value, −Infinity where so many lots cannot be left [lots + 1]
 */
function everySequence(pack: BookPack, { span, side, shares }: SpanOrder, rules: MatchingRules): number[] {
  const lot = pack.lotShares;
  const lots = Math.floor(shares / lot);
  const best = new Array<number>(lots + 1).fill(Number.NEGATIVE_INFINITY);
  const m = matching(pack, rules, 1, side);
  const walk = (step: number, left: number, value: number): void => {
    if (step === span.steps || left < lot) {
      const all = value - side * liquidate(pack, rules, span.first + span.steps - 1, side, left);
      const n = Math.floor(left / lot);
      best[n] = Math.max(best[n] as number, all);
      return;
    }
    const [live, ahead] = [m.liveTicks[0] as number, m.queueAhead[0] as number];
    for (let action = 0; action < 3; action++) {
      m.liveTicks[0] = live;
      m.queueAhead[0] = ahead;
      if (matchStep(m, 0, span.first + step, action))
        walk(step + 1, left - lot, value - side * lot * (m.fillTicks[0] as number));
      else walk(step + 1, left, value);
    }
  };
  walk(0, shares, 0);
  return best;
}

/** An order on a random book of 12 steps. */
function toy(seed: number, side: 1 | -1, shares: number, rules: MatchingRules): [BookPack, SpanOrder] {
  const book = randomBook(generator(`toy ${seed}`), { snapshots: 13, levels: 2, empty: 0.05 });
  return [packBooks([book], rules.tradeInterval), { span: { day: 0, first: 0, steps: 12 }, side, shares }];
}

function worked(pack: BookPack, order: SpanOrder, rules: MatchingRules, dumping: boolean): number {
  const plan = bestActions(pack, order, rules, { dumping });
  const done = runSteps(pack, order, rules, (view) => plan.actions[view.step] as number);
  expect(done.valueTicks).toBe(plan.valueTicks);
  expect(done.forcedShares).toBe(plan.forcedShares);
  expect(done.fills.reduce((sum, f) => sum + f.shares, 0)).toBe(order.shares);
  return plan.valueTicks;
}

describe('the oracle', () => {
  const sides = fc.constantFrom<1 | -1>(1, -1);
  it('has the value of the best of all 3^12 sequences of actions, under any rules, and its actions have it too', () => {
    const forcedLots = new Set<number>();
    fc.assert(
      fc.property(fc.nat(), sides, fc.integer({ min: 0, max: 1540 }), anyRules, (seed, side, shares, rules) => {
        const [pack, order] = toy(seed, side, shares, rules);
        const byLots = everySequence(pack, order, rules);
        expect(-side * worked(pack, order, rules, true)).toBe(Math.max(...byLots));
        const fewest = byLots.findIndex(Number.isFinite);
        forcedLots.add(fewest);
        expect(-side * worked(pack, order, rules, false)).toBe(byLots[fewest]);
        expect(bestActions(pack, order, rules, { dumping: false }).forcedShares).toBe(
          fewest * 100 + (order.shares % 100),
        );
      }),
      { numRuns: 24, seed: 4 },
    );
    expect(forcedLots.size).toBeGreaterThan(1);
  });

  it('keeps the pace of a lot a step where forced orders do (liquidation-pace)', () => {
    const paced = fc.tuple(anyRules, fc.constantFrom(3, 7, 8)).map(([rules, steps]) => {
      return [{ ...rules, liquidationPace: 'one-lot-a-step' as const }, steps] as const;
    });
    fc.assert(
      fc.property(fc.nat(), sides, fc.integer({ min: 0, max: 640 }), paced, (seed, side, shares, [rules, steps]) => {
        const [pack, { span }] = toy(seed, side, shares, rules);
        const order = { span: { ...span, steps }, side, shares };
        let best = Number.NEGATIVE_INFINITY;
        for (let code = 0; code < 3 ** steps; code++) {
          const action = (step: number): number => Math.floor(code / 3 ** step) % 3;
          best = Math.max(best, -side * runSteps(pack, order, rules, (view) => action(view.step)).valueTicks);
        }
        expect(-side * worked(pack, order, rules, true)).toBe(best);
        expect(worked(pack, order, rules, false)).toBe(worked(pack, order, rules, true));
      }),
      { numRuns: 24, seed: 7 },
    );
  });

  it('is at least as good as every executor, on a tranche of 600 steps and 150 lots', () => {
    const pack = packBooks([randomBook(generator('tranche'), { snapshots: 601, levels: 10 })]);
    const executors = [evenExecutor(), apExecutor(), immediateExecutor(), restThenCrossExecutor(), imbalanceExecutor()];
    for (const side of [1, -1] as const) {
      const order = { span: { day: 0, first: 0, steps: 600 }, side, shares: 15_000 };
      const best = worked(pack, order, m3tRules, true);
      for (const executor of executors) {
        const { valueTicks } = executor.execute(pack, order, m3tRules, generator(1));
        expect(side * (valueTicks - best), executor.name).toBeGreaterThan(0);
      }
      expect(oracleExecutor().execute(pack, order, m3tRules, generator(1)).valueTicks).toBe(best);
      expect(side * (worked(pack, order, m3tRules, false) - best)).toBeGreaterThanOrEqual(0);
    }
  });

  it('refuses what runSteps refuses', () => {
    const [pack, order] = toy(1, 1, 100, m3tRules);
    expect(() => bestActions(pack, { ...order, shares: -1 }, m3tRules)).toThrow(/shares from 0; received -1/);
    expect(() => bestActions(pack, { ...order, span: { ...order.span, steps: 0 } }, m3tRules)).toThrow(/needs steps/);
  });
});
