import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomBook } from '../../../test/support/random-books.js';
import { generator } from '../../core/index.js';
import { type BookPack, packBooks } from '../book-pack.js';
import { matching, matchStep } from '../matching.js';
import { type MatchingRules, m3tRules } from '../rules.js';
import { matchSteps } from './match-steps.js';
import { ladders, stepIndex, stepWidth } from './step-index.js';

/** Each rule of the kernel at each of its settings. */
const anyRules: fc.Arbitrary<MatchingRules> = fc.record({
  queueConstant: fc.integer({ min: 0, max: 5 }),
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

/** Runs both kernels side by side; 64 episodes with random sides, places and actions. Returns how each order was filled. */
function compare(pack: BookPack, rules: MatchingRules, seed: number): number[] {
  const random = generator(`match steps ${seed}`);
  const count = 64;
  const [batch, single] = [matching(pack, rules, count, 1), matching(pack, rules, count, 1)];
  const index = stepIndex(pack, rules);
  const at = new Int32Array(count);
  const actions = new Int32Array(count);
  const fills = [0, 0, 0, 0];
  const steps = pack.isStep.length - 1;
  for (let i = 0; i < count; i++) {
    batch.side[i] = single.side[i] = 2 * random.integer(2) - 1;
    at[i] = random.integer(steps);
  }
  for (let step = 0; step < 60; step++) {
    for (let i = 0; i < count; i++) {
      if ((at[i] as number) >= steps) at[i] = 0;
      // Waiting is likely, so that orders grow old.
      actions[i] = Math.min(random.integer(6), 2);
      matchStep(single, i, at[i] as number, actions[i] as number);
    }
    matchSteps(batch, index, at, actions);
    expect(batch.fillTicks).toEqual(single.fillTicks);
    expect(batch.fillReason).toEqual(single.fillReason);
    expect(batch.liveTicks).toEqual(single.liveTicks);
    for (let i = 0; i < count; i++) {
      const live = (batch.liveTicks[i] as number) > 0;
      if (live) expect(batch.queueAhead[i]).toBe(single.queueAhead[i]);
      fills[batch.fillReason[i] as number] = (fills[batch.fillReason[i] as number] as number) + 1;
      at[i] = (at[i] as number) + 1;
    }
  }
  return fills;
}

describe('matchSteps', () => {
  it('does what matchStep does, by every rule, on books with gaps, empty and thin levels', () => {
    fc.assert(
      fc.property(fc.nat(), anyRules, fc.integer({ min: 1, max: 6 }), (seed, rules, levels) => {
        const book = randomBook(generator(`book ${seed}`), { snapshots: 80, levels, empty: 0.05 });
        compare(packBooks([book], rules.tradeInterval), rules, seed);
      }),
      { numRuns: 60 },
    );
  });
  it('does so by the paper’s rules in crossed and locked books too, and fills orders in every way', () => {
    const fills = [0, 0, 0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const book = randomBook(generator(`locked ${seed}`), { snapshots: 200, levels: 4 });
      for (let t = seed; t < 200; t += 9)
        for (let l = 0; l < 4; l++) {
          const k = t * 4 + l;
          if (book.askTicks[k]) book.askTicks[k] = (book.askTicks[k] as number) - 1 - (seed % 2);
        }
      compare(packBooks([book]), m3tRules, seed).forEach((n, k) => {
        fills[k] = (fills[k] as number) + n;
      });
    }
    expect(Math.min(...fills)).toBeGreaterThan(50);
  });
});

describe('stepIndex', () => {
  it('knows ladders of neighbouring ticks from books with gaps', () => {
    const book = randomBook(generator('ladders'), { snapshots: 300, levels: 3 });
    const { rows } = stepIndex(packBooks([book]), m3tRules);
    const shown = Array.from({ length: 300 }, (_, t) => rows[t * stepWidth + ladders] as number);
    const [gaps, full] = [shown.filter((x) => x < 0), shown.filter((x) => x === 3 + 65536 * 3)];
    expect(gaps.length).toBeGreaterThan(30);
    expect(full.length).toBeGreaterThan(30);
  });
});
