import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feePresets, feesOfOrder } from './fees.js';

const fill = (shares: number, price: number, maker = false) => ({ shares, price, maker });

describe('feePresets', () => {
  it('china-a-share: commission, its minimum, transfer fee, stamp duty on sells', () => {
    const fees = feePresets['china-a-share'];
    // 100 000: commission 25, transfer 1, stamp 50.
    expect(feesOfOrder(fees, 1, [fill(10_000, 10)])).toBeCloseTo(26, 10);
    expect(feesOfOrder(fees, -1, [fill(10_000, 10)])).toBeCloseTo(76, 10);
    // 1 000: commission 5 instead of 0.25, transfer 0.01.
    expect(feesOfOrder(fees, 1, [fill(100, 10)])).toBeCloseTo(5.01, 10);
    // The minimum holds for the order, not for each of its fills: 30 000 in three fills, 7.5.
    expect(feesOfOrder(fees, 1, [fill(1000, 10), fill(1000, 10), fill(1000, 10)])).toBeCloseTo(7.8, 10);
    expect(feesOfOrder(feePresets['china-a-share-2008'], -1, [fill(10_000, 10)])).toBeCloseTo(25 + 2 + 100, 10);
  });
  it('us-per-share: minimum and maximum', () => {
    const fees = feePresets['us-per-share'];
    expect(feesOfOrder(fees, 1, [fill(1000, 50)])).toBeCloseTo(5, 10);
    expect(feesOfOrder(fees, -1, [fill(10, 50)])).toBeCloseTo(1, 10);
    expect(feesOfOrder(fees, 1, [fill(1000, 0.1)])).toBeCloseTo(1, 10); // 1 % of 100
    expect(feesOfOrder(fees, 1, [fill(10, 0.5)])).toBeCloseTo(0.05, 10); // below the minimum
  });
  it('maker and taker', () => {
    expect(feesOfOrder(feePresets['us-maker-taker'], 1, [fill(100, 20, true), fill(100, 20)])).toBeCloseTo(0.1, 10);
    expect(feesOfOrder(feePresets['us-maker-taker'], 1, [fill(100, 20, true)])).toBeCloseTo(-0.2, 10);
    expect(feesOfOrder(feePresets['crypto-maker-taker'], -1, [fill(2, 5000, true)])).toBeCloseTo(2, 10);
    expect(feesOfOrder(feePresets.none, -1, [fill(2, 5000)])).toBe(0);
  });
  it('nothing is owed without a fill', () => {
    for (const fees of Object.values(feePresets)) expect(feesOfOrder(fees, 1, [])).toBe(0);
  });
  it('never fall as an order grows, rebates apart', () => {
    const schedules = Object.values(feePresets).filter((f) => f.perShare.maker >= 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...schedules),
        fc.constantFrom<1 | -1>(1, -1),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 9000 })), { minLength: 2 }),
        (fees, side, list) => {
          const fills = list.map(([shares, cents]) => fill(shares, cents / 100));
          const before = feesOfOrder(fees, side, fills.slice(1));
          expect(feesOfOrder(fees, side, fills)).toBeGreaterThanOrEqual(before - 1e-9);
        },
      ),
    );
  });
});
