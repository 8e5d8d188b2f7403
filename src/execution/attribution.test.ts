import { describe, expect, it } from 'vitest';
import { randomBook } from '../../test/support/random-books.js';
import { sampleBook, sampleEpisode } from '../../test/support/sample-episode.js';
import { generator } from '../core/index.js';
import { type AttributedFill, arrivalMidTicks, type CostParts, costParts } from './attribution.js';
import { packBooks } from './book-pack.js';
import { runSteps, type SpanOrder } from './executor.js';
import { feePresets, feesOfOrder } from './fees.js';
import { fillRatios, implementationShortfallBp, priceAdvantageBp, realisedHalfSpreadBp } from './measures.js';
import { meanMidTicks, midTicksAt } from './mids.js';
import { m3tRules } from './rules.js';
import { arrivalSlippageBp, vwapSlippageBp } from './slippage.js';

const sum = (parts: CostParts): number =>
  parts.spread + parts.timing + parts.adverseSelection + parts.impact + parts.fees + parts.forced;

describe('costParts', () => {
  const pack = packBooks([sampleBook]);
  const order: SpanOrder = { span: { day: 0, first: 0, steps: 4 }, side: -1, shares: 300 };
  it('tells each fill of the sample episode by hand', () => {
    // Mids of the five snapshots: 1000.5, 1000.5, 1001.5, 1000.5, 1000.5. Sold at rest at 1001 in step 1, across at 1001 in step 2,
    // by force at 1000 in step 3.
    expect([0, 1, 2, 3, 4].map((t) => midTicksAt(pack, t))).toEqual([1000.5, 1000.5, 1001.5, 1000.5, 1000.5]);
    const parts = costParts(pack, order, sampleEpisode.fills, 1000.5, { rules: m3tRules, feesPaid: 0.6 });
    const bp = (ticks: number): number => (1e4 * ticks) / (3 * 1000.5);
    expect(parts.spread).toBeCloseTo(bp(-0.5 + 0.5), 9);
    expect(parts.adverseSelection).toBeCloseTo(bp(1), 9);
    expect(parts.timing).toBeCloseTo(bp(-1 - 1 + 0), 9);
    expect(parts.forced).toBeCloseTo(bp(0.5), 9);
    expect(parts.fees).toBeCloseTo(bp(0.6), 9);
    expect(parts.impact).toBe(0);
    expect(parts.total).toBeCloseTo(bp(-0.5 + 0.6), 9);
  });
  it('reads an overtaken order against the mid at which it still rested, forced ones against the book they met', () => {
    const at = (step: number, ticks: number, reason: AttributedFill['reason']) => [
      { step, ticks, shares: 100, reason },
    ];
    const bp = (ticks: number): number => (1e4 * ticks) / 1000.5;
    const rules = { liquidationBook: 'next' } as const;
    // Rested at 1001 under a mid of 1000.5, overtaken when it was 1001.5; it is 1000.5 again afterwards.
    const overtaken = costParts(pack, order, at(2, 1001, 'overtaken'), 1000.5, { rules });
    expect([overtaken.spread, overtaken.adverseSelection, overtaken.timing]).toEqual([bp(-0.5), 0, 0]);
    const last = costParts(pack, order, at(1, 1001, 'forced'), 1000.5, { rules: m3tRules });
    expect([last.forced, last.timing]).toEqual([bp(-0.5), 0]);
    const next = costParts(pack, order, at(1, 1001, 'forced'), 1000.5, { rules });
    expect([next.forced, next.timing]).toEqual([bp(0.5), bp(-1)]);
    expect(costParts(pack, order, [], 1000.5, { rules }).total).toBe(0);
    expect(() => costParts(pack, order, [], 0, { rules })).toThrow(/above 0 ticks; received 0/);
  });

  it('adds up to shortfall and slippage within 1e-9 on 100000 random episodes', () => {
    const random = generator('attribution');
    const days = Array.from({ length: 25 }, (_, d) => randomBook(random.split(d), { snapshots: 80, empty: 0.03 }));
    const random100 = packBooks(days);
    const presets = Object.values(feePresets);
    let [furthest, worked] = [0, 0];
    const reasons = new Set<string>();
    const parts = { spread: 0, timing: 0, adverseSelection: 0, impact: 0, fees: 0, forced: 0 };
    for (let k = 0; k < 100_000; k++) {
      const day = random.integer(25);
      const from = random.integer(60);
      const span = { day, first: day * 80 + from, steps: 1 + random.integer(12) };
      const side = random.integer(2) ? 1 : -1;
      const target = { span, side, shares: 50 * (1 + random.integer(14)) } as const;
      const rules = { ...m3tRules, liquidationBook: random.integer(2) ? 'last' : 'next' } as const;
      const plain = runSteps(random100, target, rules, () => Math.min(random.integer(5), 2));
      const fills = plain.fills.map((f) => ({ ...f, impactTicks: random.integer(3) ? random.uniform() - 0.2 : 0 }));
      const fees = presets[random.integer(presets.length)] as (typeof presets)[number];
      const priced = fills.map(({ shares, ticks, impactTicks, reason }) => {
        reasons.add(reason);
        const price = 0.01 * (ticks + side * impactTicks);
        return { shares, price, maker: reason === 'queue' || reason === 'overtaken' };
      });
      const own = { shares: target.shares, value: priced.reduce((all, f) => all + f.shares * f.price, 0) };
      const feesPaid = feesOfOrder(fees, side, priced);
      const perValue = (price: number): number => (1e4 * feesPaid) / (price * own.shares);

      const arrival = arrivalMidTicks(random100, target);
      const shortfall = costParts(random100, target, fills, arrival, { rules, feesPaid });
      const facts = { side, orderShares: target.shares, fills: own, arrivalPrice: 0.01 * arrival } as const;
      const end = span.first + span.steps;
      const market = {
        shares: (random100.volumeBefore[end] as number) - (random100.volumeBefore[span.first] as number),
        value: 0.01 * ((random100.valueBefore[end] as number) - (random100.valueBefore[span.first] as number)),
      };
      const errors = [
        shortfall.total - implementationShortfallBp({ ...facts, costs: feesPaid }),
        sum(shortfall) - shortfall.total,
        shortfall.total + arrivalSlippageBp(side, own, 0.01 * arrival) - perValue(0.01 * arrival),
      ];
      if (market.shares > 0) {
        const vwap = market.value / market.shares;
        const slippage = costParts(random100, target, fills, vwap / 0.01, { rules, feesPaid });
        errors.push(
          slippage.total + vwapSlippageBp(side, own, market) - perValue(vwap),
          sum(slippage) - slippage.total,
        );
        worked++;
      }
      for (const error of errors) furthest = Math.max(furthest, Math.abs(error));
      for (const key of Object.keys(parts) as (keyof typeof parts)[]) parts[key] += Math.abs(shortfall[key]);
    }
    expect(furthest).toBeLessThan(1e-9);
    expect(worked).toBeGreaterThan(90_000);
    expect([...reasons].sort()).toEqual(['crossed', 'forced', 'overtaken', 'queue']);
    expect(Math.min(...Object.values(parts)) / 100_000).toBeGreaterThan(0.1);
  }, 60_000);
});

describe('measures', () => {
  const pack = packBooks([sampleBook]);
  const order = { span: { day: 0, first: 0, steps: 4 }, side: -1 } as const;
  it('the implementation shortfall counts shares left over at the price of the end', () => {
    const facts = { side: 1, orderShares: 300, fills: { shares: 200, value: 2002 }, arrivalPrice: 10 } as const;
    // 200 bought a cent too dear, 1 in fees, 100 missed while the price rose five cents: 2 + 1 + 5 of 3000.
    expect(implementationShortfallBp({ ...facts, endPrice: 10.05, costs: 1 })).toBeCloseTo((1e4 * 8) / 3000, 9);
    expect(implementationShortfallBp({ ...facts, orderShares: 0 })).toBe(0);
    expect(() => implementationShortfallBp(facts)).toThrow(/100 of 300 shares are left/);
  });
  it('the price advantage is against the mean of the mids', () => {
    const mean = meanMidTicks(pack, order.span);
    expect(mean).toBe((1000.5 + 1000.5 + 1001.5 + 1000.5) / 4);
    expect(priceAdvantageBp(-1, { shares: 300, value: 300 * 1001 }, mean)).toBeCloseTo((1e4 * 0.25) / 1000.75, 9);
    expect(priceAdvantageBp(1, { shares: 300, value: 300 * 1001 }, mean)).toBeCloseTo((-1e4 * 0.25) / 1000.75, 9);
    expect(priceAdvantageBp(1, { shares: 0, value: 0 }, mean)).toBe(0);
  });
  it('fill ratios add up', () => {
    expect(fillRatios(600, sampleEpisode.fills)).toEqual({ rested: 1 / 6, crossed: 1 / 6, forced: 1 / 6, filled: 0.5 });
    expect(fillRatios(0, []).filled).toBe(0);
  });
  it('the realised half-spread is earned against the next mid', () => {
    const byHand = ((1001 - 1001.5) / 1001.5 + (1001 - 1000.5) / 1000.5 + (1000 - 1000.5) / 1000.5) / 3;
    expect(realisedHalfSpreadBp(pack, order, sampleEpisode.fills)).toBeCloseTo(1e4 * byHand, 9);
    expect(realisedHalfSpreadBp(pack, order, [])).toBe(0);
  });
  it('a mid where a side is empty is the last one of the day, or the price that is shown', () => {
    const emptied = (t: number, book = sampleBook) => ({
      ...book,
      askTicks: book.askTicks.map((ticks, k) => (Math.floor(k / 2) === t ? 0 : ticks)),
    });
    const two = packBooks([sampleBook, emptied(3, emptied(0))]);
    expect([5, 6, 7, 8].map((at) => midTicksAt(two, at))).toEqual([1000, 1000.5, 1001.5, 1001.5]);
    const dark = packBooks([{ ...emptied(0), bidTicks: sampleBook.bidTicks.map(() => 0) }]);
    expect(() => midTicksAt(dark, 0)).toThrow(/snapshot 0 of the pack .* show none/);
  });
});
