import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BookSide, type LevelArrays, OrderBook } from './order-book.js';

function arrays(levels: number): Required<LevelArrays> {
  return {
    levels,
    bidTicks: new Int32Array(levels),
    bidSizes: new Float64Array(levels),
    askTicks: new Int32Array(levels),
    askSizes: new Float64Array(levels),
    bidOrders: new Int32Array(levels),
    askOrders: new Int32Array(levels),
  };
}

describe('a book of single orders', () => {
  it('sums orders to levels, best first, and forgets what is empty', () => {
    const book = new OrderBook();
    book.add(1, 1, 999, 300);
    book.add(2, 1, 1000, 200);
    book.add(3, 1, 1000, 50);
    book.add(4, -1, 1002, 70);
    expect(book.take(2, 150)).toBe(50);
    const shown = arrays(2);
    book.write(shown, 0);
    expect([...shown.bidTicks, ...shown.bidSizes, ...shown.bidOrders]).toEqual([1000, 999, 100, 300, 2, 1]);
    expect([...shown.askTicks, ...shown.askSizes, ...shown.askOrders]).toEqual([1002, 0, 70, 0, 1, 0]);
    expect(book.take(2, 50) + book.take(3, 50)).toBe(0);
    expect([book.best(1), book.bestSize(1), book.depth(1), book.left(2)]).toEqual([999, 300, 1, 0]);
    expect(book.idsFrom(1, 1000)).toEqual([]);
    expect(book.idsFrom(1, 999)).toEqual([1]);
  });

  it('refuses an order that comes twice, and more taken than there is', () => {
    const book = new OrderBook();
    book.add(7, -1, 10, 5);
    expect(() => book.add(7, -1, 11, 5)).toThrow('order 7 waits already');
    expect(() => book.take(7, 6)).toThrow('6 are taken from order 7, which has 5');
    expect(() => book.take(8, 1)).toThrow('order 8, which does not wait');
    expect(() => book.add(9, 1, 9, -1)).toThrow('order 9 came with -1');
  });

  it('equals a list of its orders, whatever happens', () => {
    const act = fc.record({
      side: fc.constantFrom<BookSide>(1, -1),
      ticks: fc.integer({ min: 1, max: 200 }),
      shares: fc.integer({ min: 1, max: 9 }),
      adds: fc.boolean(),
      which: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 400 }), (acts) => {
        const book = new OrderBook();
        const list: { id: number; side: number; ticks: number; left: number }[] = [];
        for (const [id, { side, ticks, shares, adds, which }] of acts.entries()) {
          const order = list[which % Math.max(1, list.length)];
          if (adds || !order) {
            book.add(id, side, ticks, shares);
            list.push({ id, side, ticks, left: shares });
          } else {
            order.left -= Math.min(order.left, shares);
            expect(book.take(order.id, Math.min(book.left(order.id), shares))).toBe(order.left);
            if (order.left === 0) list.splice(list.indexOf(order), 1);
          }
        }
        const shown = arrays(300);
        book.write(shown, 0);
        for (const [sign, ticks, sizes] of [
          [1, shown.bidTicks, shown.bidSizes],
          [-1, shown.askTicks, shown.askSizes],
        ] as const) {
          const levels = new Map<number, number>();
          for (const o of list.filter((o) => o.side === sign)) levels.set(o.ticks, (levels.get(o.ticks) ?? 0) + o.left);
          const want = [...levels].sort((a, b) => sign * (b[0] - a[0]));
          expect([...ticks.subarray(0, want.length)]).toEqual(want.map(([price]) => price));
          expect([...sizes.subarray(0, want.length)]).toEqual(want.map(([, size]) => size));
          expect(ticks[want.length]).toBe(0);
        }
        expect(book.orders).toBe(list.length);
      }),
    );
  });
});
