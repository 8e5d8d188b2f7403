import { describe, expect, it } from 'vitest';
import { sampleBook } from '../../../test/support/sample-episode.js';
import { feePresets, feesOfOrder } from '../fees.js';
import { linearImpact } from '../impact/almgren-chriss.js';
import { consumedLiquidity } from '../impact/consumed-liquidity.js';
import { constantQueue } from '../queue-models/constant.js';
import { firstInFirstOutQueue } from '../queue-models/first-in-first-out.js';
import { bookFeed } from './book-feed.js';
import type { Desk } from './desk.js';
import { closesBatch, type EventFeed, eventKinds, FeedWriter } from './feed.js';
import { type EngineFills, engineFillReasons } from './fills.js';
import { orderActs, orderFeed } from './order-feed.js';
import { type ReplayOptions, replayMarket, type TradingStrategy } from './replay.js';

/** Events as text: `bid 100 500` and `ask 101 500` are levels, `buy 101 50`, `sell 100 50`, `trade 100 50`; `clock`, `pause`. One a second unless `+ms` follows. */
function feedOf(...events: readonly string[]): EventFeed {
  const writer = new FeedWriter(0.01, 1);
  let time = 0;
  for (const text of events) {
    const [word, price, shares, later] = text.split(' ');
    time += Number((later ?? '+1000').slice(1));
    const [ticks, size] = [Number(price ?? 0), Number(shares ?? 0)];
    if (word === 'bid' || word === 'ask') writer.write('depth', time, word === 'bid' ? 1 : -1, ticks, size);
    else if (word === 'clock' || word === 'pause') writer.write(word, time, 0, 0, 0);
    else writer.write('trade', time, word === 'buy' ? 1 : word === 'sell' ? -1 : 0, ticks, size);
    if (word !== 'pause') writer.close();
  }
  return writer.finish();
}

/** Bids 100 × 300 and 99 × 500, asks 101 × 200, 102 × 400 and 104 × 1000; known whole at 5000 ms. */
const calm = ['bid 100 300', 'bid 99 500', 'ask 104 1000', 'ask 102 400', 'ask 101 200'];

const printed = (fills: EngineFills): string[] =>
  Array.from(fills.orderId, (_, i) => {
    const side = (fills.side[i] as number) > 0 ? 'bought' : 'sold';
    return `${fills.timeMs[i]}: ${side} ${fills.shares[i]} at ${fills.ticks[i]} ${engineFillReasons[fills.reason[i] as number]}`;
  });

/** Does things at the n-th call of onBook or onTrade. */
const at = (steps: Readonly<Record<number, (desk: Desk) => void>>): TradingStrategy => {
  let n = 0;
  const next = (desk: Desk): void => steps[++n]?.(desk);
  return { onBook: next, onTrade: next };
};
const run = (events: readonly string[], strategy: TradingStrategy, options: ReplayOptions = {}) =>
  replayMarket(feedOf(...events), strategy, options);

describe('a limit order', () => {
  it('rests behind what is shown and is filled in part and in whole by trades at its price', () => {
    const ahead: number[] = [];
    const strategy = at({
      5: (d) => {
        const id = d.limit(1, 100, 80);
        strategy.onTrade = (desk) => ahead.push(desk.aheadOf(id), desk.leftShares(id));
      },
    });
    const { fills, inventoryShares, cash } = run(
      [...calm, 'sell 100 200', 'buy 101 500', 'sell 100 130', 'sell 100 20', 'sell 100 90'],
      strategy,
    );
    expect(printed(fills)).toEqual([
      '8000: bought 30 at 100 queue',
      '9000: bought 20 at 100 queue',
      '10000: bought 30 at 100 queue',
    ]);
    expect(ahead).toEqual([100, 80, 100, 80, 0, 50, 0, 30, Number.NaN, 0]);
    expect([...fills.leftShares]).toEqual([50, 30, 0]);
    expect(inventoryShares).toBe(80);
    expect(cash).toBeCloseTo(-80, 10);
  });
  it('is filled by trades through its price up to their size, best price first, each share once', () => {
    const { fills } = run(
      [...calm, 'sell 98 50', 'sell 97 100'],
      at({
        5: (d) => {
          d.limit(1, 99, 60);
          d.limit(1, 100, 30);
        },
      }),
    );
    expect(printed(fills)).toEqual([
      '6000: bought 30 at 100 through',
      '6000: bought 20 at 99 through',
      '7000: bought 40 at 99 through',
    ]);
  });
  it('is filled where the other side comes to its price, up to what is shown and once', () => {
    const { fills } = run(
      [...calm, 'bid 100 0', 'ask 100 40', 'clock', 'ask 100 10', 'ask 100 0'],
      at({ 5: (d) => d.limit(1, 100, 80) }),
    );
    expect(printed(fills)).toEqual(['7000: bought 40 at 100 overtaken', '9000: bought 10 at 100 overtaken']);
  });
  it('shares a trade with an older order of ours at the same price', () => {
    const { fills } = run(
      [...calm, 'sell 100 350', 'sell 100 30'],
      at({
        5: (d) => {
          d.limit(1, 100, 40);
          d.limit(1, 100, 40);
        },
      }),
    );
    expect(printed(fills)).toEqual([
      '6000: bought 40 at 100 queue',
      '6000: bought 10 at 100 queue',
      '7000: bought 30 at 100 queue',
    ]);
    expect([...fills.orderId].map((id, _, ids) => ids.indexOf(id))).toEqual([0, 1, 1]);
  });
  it('is not touched by trades that its own side began, and by either where nobody knows', () => {
    const order = at({ 5: (d) => d.limit(-1, 102, 10) });
    expect(run([...calm, 'sell 103 50'], order).fills.shares).toHaveLength(0);
    expect(printed(run([...calm, 'trade 103 50'], at({ 5: (d) => d.limit(-1, 102, 10) })).fills)).toEqual([
      '6000: sold 10 at 102 through',
    ]);
  });
  it('inside the spread has nothing ahead', () => {
    const wide = ['bid 99 500', 'ask 102 400', 'sell 100 25'];
    expect(printed(run(wide, at({ 2: (d) => d.limit(1, 100, 30) })).fills)).toEqual(['3000: bought 25 at 100 queue']);
  });
  it('far from all prices rests and ends with the feed', () => {
    const { fills, inventoryShares } = run([...calm, 'sell 100 9'], at({ 5: (d) => d.limit(1, 3, 30) }));
    expect([fills.shares.length, inventoryShares]).toEqual([0, 0]);
  });
});

describe('a marketable limit order', () => {
  it('takes level by level up to its limit and rests with the remainder', () => {
    const { fills } = run([...calm, 'sell 102 50'], at({ 5: (d) => d.limit(1, 102, 700) }));
    expect(printed(fills)).toEqual([
      '5000: bought 200 at 101 crossed',
      '5000: bought 400 at 102 crossed',
      '6000: bought 50 at 102 queue',
    ]);
  });
  it('sells alike', () => {
    const { fills, cash } = run(calm, at({ 5: (d) => d.limit(-1, 99, 900) }));
    expect(printed(fills)).toEqual(['5000: sold 300 at 100 crossed', '5000: sold 500 at 99 crossed']);
    expect(cash).toBeCloseTo(300 + 495, 10);
  });
});

describe('ioc, post-only and market orders', () => {
  it('ioc ends with what it cannot take', () => {
    const { fills, expired } = run(
      [...calm, 'sell 101 500'],
      at({
        5: (d) => {
          d.limit(1, 101, 250, 'ioc');
          d.limit(1, 100, 10, 'ioc');
        },
      }),
    );
    expect(printed(fills)).toEqual(['5000: bought 200 at 101 crossed']);
    expect(expired).toBe(2);
  });
  it('post-only is refused where it would take and rests otherwise', () => {
    const { fills, rejected } = run(
      [...calm, 'sell 99 1'],
      at({
        5: (d) => {
          d.limit(1, 101, 250, 'post-only');
          d.limit(1, 100, 10, 'post-only');
        },
      }),
    );
    expect(printed(fills)).toEqual(['6000: bought 1 at 100 through']);
    expect(rejected).toBe(1);
  });
  it('market takes at any price; what the book does not show ends, or goes at the last level', () => {
    const order = (): TradingStrategy => at({ 5: (d) => d.market(1, 2000) });
    const whole = [
      '5000: bought 200 at 101 crossed',
      '5000: bought 400 at 102 crossed',
      '5000: bought 1000 at 104 crossed',
    ];
    const { fills, expired } = run(calm, order());
    expect(printed(fills)).toEqual(whole);
    expect(expired).toBe(1);
    expect(printed(run(calm, order(), { marketRest: 'last-level' }).fills)).toEqual([
      ...whole,
      '5000: bought 400 at 104 beyond the book',
    ]);
    expect(run(['bid 99 1'], at({ 1: (d) => d.market(1, 5) })).expired).toBe(1);
  });
});

describe('cancel and replace', () => {
  it('a cancelled order is not filled, an ended one is not cancelled', () => {
    let id = 0;
    const { fills, cancelled, sent } = run(
      [...calm, 'clock', 'sell 99 50', 'clock'],
      at({
        5: (d) => {
          id = d.limit(1, 100, 30);
          d.limit(1, 99, 30);
        },
        6: (d) => d.cancel(id),
        8: (d) => {
          expect([d.isOpen(id), d.leftShares(id), d.ticksOf(id)]).toEqual([false, 0, 0]);
          d.cancel(id);
        },
      }),
    );
    expect(printed(fills)).toEqual([]);
    expect([cancelled, sent]).toEqual([1, 2]);
  });
  it('cancelAll takes back what rests and what is on its way', () => {
    const { cancelled } = run(
      [...calm, 'clock', 'clock'],
      at({
        5: (d) => {
          for (let k = 0; k < 100; k++) d.limit(1, 90 + (k % 5), 10);
          d.cancelAll();
          d.limit(1, 98, 5);
        },
        6: (d) => d.cancelAll(),
      }),
    );
    expect(cancelled).toBe(101);
  });
  it('fewer shares keep the place, more or another price lose it', () => {
    const place = (ticks: number, shares: number): number => {
      let [id, ahead] = [0, 0];
      run(
        [...calm, 'sell 100 250', 'clock'],
        at({
          5: (d) => {
            id = d.limit(1, 100, 30);
          },
          6: (d) => d.replace(id, ticks, shares),
          7: (d) => {
            ahead = d.aheadOf(id);
            expect(d.leftShares(id)).toBe(shares);
          },
        }),
      );
      return ahead;
    };
    expect(place(100, 20)).toBe(50);
    expect(place(100, 31)).toBe(300);
    expect(place(99, 20)).toBe(500);
  });
  it('a replaced order can take', () => {
    let id = 0;
    const { fills } = run(
      calm,
      at({
        3: (d) => {
          id = d.limit(1, 99, 30);
        },
        5: (d) => d.replace(id, 101, 40),
      }),
    );
    expect(printed(fills)).toEqual(['5000: bought 40 at 101 crossed']);
  });
});

describe('latency', () => {
  const slow = { feedMs: 300, orderMs: 1200 };
  it('an order reaches the venue after both delays, behind what is stamped until then', () => {
    const order = (): TradingStrategy => at({ 5: (d) => d.limit(1, 101, 10, 'ioc') });
    // Seen at 5300, there at 6500.
    const quotes = (price: number, later: number): string[] => [...calm, `ask ${price} 70 +${later}`, 'clock'];
    expect(printed(run(quotes(101, 1500), order(), slow).fills)).toEqual(['6500: bought 10 at 101 crossed']);
    expect(printed(run([...calm, 'ask 101 0 +1500', 'clock'], order(), slow).fills)).toEqual([]);
    expect(printed(run([...calm, 'ask 101 0 +1501', 'clock'], order(), slow).fills)).toEqual([
      '6500: bought 10 at 101 crossed',
    ]);
  });
  it('tells times as the desk knows them', () => {
    const times: number[] = [];
    run(
      [...calm, 'clock', 'clock', 'clock'],
      {
        onBook: (d) => {
          times.push(d.timeMs);
          if (times.length === 5) d.market(1, 10);
        },
        onFill: (d, f) => times.push(-d.timeMs, f.shares, f.leftShares, f.maker ? 1 : 0),
      },
      slow,
    );
    expect(times).toEqual([1300, 2300, 3300, 4300, 5300, 6300, -6800, 10, 0, 0, 7300, 8300]);
  });
  it('a cancel on its way does not save an order', () => {
    let id = 0;
    const { fills, cancelled } = run(
      [...calm, 'clock', 'clock', 'sell 99 30'],
      at({
        5: (d) => {
          id = d.limit(1, 100, 30);
        },
        7: (d) => d.cancel(id),
      }),
      slow,
    );
    expect(printed(fills)).toEqual(['8000: bought 30 at 100 through']);
    expect(cancelled).toBe(0);
  });
  it('an order that comes in a pause waits for its end', () => {
    const { fills } = run(
      [...calm, 'pause', 'ask 101 150 +60000', 'clock', 'clock'],
      at({ 5: (d) => d.market(1, 500) }),
      slow,
    );
    expect(printed(fills)).toEqual(['66000: bought 150 at 101 crossed', '66000: bought 350 at 102 crossed']);
  });
  it('a strategy that answers its own fills without delay and without end is refused', () => {
    const endless: TradingStrategy = { onBook: (d) => d.market(1, 1), onFill: (d) => d.market(1, 1) };
    expect(() => run(calm, endless)).toThrow(/give it an orderMs above 0/);
    expect(() => run(calm, {}, { orderMs: -1 })).toThrow(/at least 0 ms/);
  });
});

describe('impact and fees', () => {
  it('without impact the book is full for every order, with consumed liquidity until it is quoted anew', () => {
    const twice = (): TradingStrategy =>
      at({
        5: (d) => {
          d.market(1, 150);
          d.market(1, 150);
        },
        6: (d) => d.market(1, 150),
      });
    const events = [...calm, 'ask 101 180'];
    expect(printed(run(events, twice()).fills)).toEqual([
      '5000: bought 150 at 101 crossed',
      '5000: bought 150 at 101 crossed',
      '6000: bought 150 at 101 crossed',
    ]);
    expect(printed(run(events, twice(), { impact: consumedLiquidity }).fills)).toEqual([
      '5000: bought 150 at 101 crossed',
      '5000: bought 50 at 101 crossed',
      '5000: bought 100 at 102 crossed',
      '6000: bought 150 at 101 crossed',
    ]);
  });
  it('a model of impact charges takers', () => {
    const impact = linearImpact({ permanentImpact: 1e-4, temporaryImpact: 0, intervalMs: 1, fixedCost: 0.001 });
    const { fills, impactPaid, cash } = run(calm, at({ 4: (d) => d.market(1, 100), 5: (d) => d.market(1, 300) }), {
      impact,
    });
    // 100 × 0.001; then 300 × (0.001 + 100 × 1e-4).
    expect([...fills.impact].map((x) => Math.round(x * 1e9) / 1e9)).toEqual([0.1, 2.2, 1.1]);
    expect(impactPaid).toBeCloseTo(0.1 + 3.3, 10);
    expect(cash).toBeCloseTo(-(102 + 202 + 102 + 3.4), 10);
  });
  it('fees are those of the whole order', () => {
    const fees = feePresets['china-a-share'];
    const { fills, feesPaid, cash, equity } = run(
      [...calm, 'buy 105 40'],
      at({
        5: (d) => {
          d.limit(-1, 99, 900);
          d.market(1, 100);
        },
      }),
      { fees },
    );
    expect(feesPaid).toBeCloseTo(
      feesOfOrder(fees, -1, [
        { shares: 300, price: 1, maker: false },
        { shares: 500, price: 0.99, maker: false },
        { shares: 40, price: 0.99, maker: true },
      ]) + feesOfOrder(fees, 1, [{ shares: 100, price: 1.01, maker: false }]),
      10,
    );
    expect(fills.fee[0]).toBeCloseTo(5 + 300 * 5.1e-4, 10);
    expect(cash).toBeCloseTo(300 + 495 + 39.6 - 101 - feesPaid, 10);
    expect(equity).toBeCloseTo(cash - 740 * 1.005, 10);
  });
  it('refuses orders that are none', () => {
    const refused =
      (act: (d: Desk) => void): (() => void) =>
      () =>
        void run(calm, at({ 5: act }));
    expect(refused((d) => d.limit(1, 100.5, 10))).toThrow(/whole number of ticks above 0; received 100.5/);
    expect(refused((d) => d.market(1, 0))).toThrow(/shares above 0; received 0/);
    expect(refused((d) => d.limit(0 as 1, 100, 10))).toThrow(/received side 0/);
    const two = { maxOrders: 2 };
    expect(() =>
      run(
        calm,
        at({
          5: (d) => {
            for (let k = 0; k < 3; k++) d.limit(1, 90, 1);
          },
        }),
        two,
      ),
    ).toThrow(/raise maxOrders/);
  });
});

describe('bookFeed', () => {
  it('tells changes of levels, trades in their order, and snapshots without change', () => {
    const feed = bookFeed(sampleBook);
    const told = Array.from(feed.kind, (bits, e) => {
      const word = eventKinds[bits & (closesBatch - 1)];
      return `${(feed.timeMs[e] as number) - 34_200_000} ${word} ${feed.side[e]} ${feed.ticks[e]} ${feed.shares[e]}${bits & closesBatch ? '.' : ''}`;
    });
    expect(told).toEqual([
      '0 depth 1 1000 500',
      '0 depth 1 999 900',
      '0 depth -1 1001 600',
      '0 depth -1 1002 700.',
      '1500 trade 1 1001 300.',
      '1500 trade -1 1000 100.',
      '3000 depth 1 1000 400',
      '3000 depth -1 1001 200.',
      '4500 trade 1 1001 200.',
      '4500 trade 1 1002 100.',
      // 999 falls out of sight and is kept; 1001 changes sides.
      '6000 depth 1 1001 300',
      '6000 depth 1 1000 700',
      '6000 depth -1 1001 0',
      '6000 depth -1 1002 650',
      '6000 depth -1 1003 100.',
      '9000 depth 1 1001 0',
      '9000 depth 1 1000 800',
      '9000 depth -1 1001 100',
      '9000 depth -1 1002 600.',
      '10500 trade -1 1000 400.',
      // Traded, and shown again as before.
      '12000 depth 1 1000 800.',
    ]);
    const still = bookFeed({ ...sampleBook, tape: { ...sampleBook.tape, auction: new Uint8Array(5).fill(1) } });
    expect(eventKinds[(still.kind.at(-1) as number) - closesBatch]).toBe('clock');
  });
  it('pauses where trading is not continuous, and refuses a crossed book', () => {
    const phase = Uint8Array.from([2, 3, 2, 2, 2]);
    const feed = bookFeed({ ...sampleBook, phase });
    const kinds = Array.from(feed.kind, (bits) => eventKinds[bits & (closesBatch - 1)]);
    expect(kinds.indexOf('pause')).toBe(6);
    expect(kinds.filter((k) => k === 'trade')).toHaveLength(3);
    const askTicks = sampleBook.askTicks.slice();
    askTicks[4] = 1001;
    expect(() => bookFeed({ ...sampleBook, askTicks })).toThrow(/snapshot 2 has bid 1001, ask 1001/);
  });
});

describe('FeedWriter', () => {
  it('refuses what no feed has, with the event', () => {
    const writer = new FeedWriter(0.01, 1);
    writer.write('depth', 10, 1, 100, 5);
    expect(() => writer.write('depth', 9, 1, 100, 5)).toThrow(/event 1 \(depth\) has 9 ms after 10 ms/);
    expect(() => writer.write('trade', 10, 1, 0, 5)).toThrow(/event 1 \(trade\) has 0 ticks/);
    expect(() => writer.write('depth', 10, 1, 100, -5)).toThrow(/-5 shares/);
    writer.write('depth', 10, -1, 199_999_999, 5);
    expect(() => writer.finish()).toThrow(/leave stub quotes out/);
    expect(() => new FeedWriter(0.01, 1).finish()).toThrow(/without any/);
  });
});

describe('orderFeed', () => {
  type Act = readonly [act: (typeof orderActs)[number], id: number, side: 1 | -1, ticks: number, shares: number];
  const stream = (acts: readonly Act[]) => ({
    tickSize: 0.01,
    lotShares: 1,
    timeMs: Float64Array.from(acts, (_, i) => 1000 * (i + 1)),
    act: Uint8Array.from(acts, ([act]) => orderActs.indexOf(act)),
    id: Float64Array.from(acts, ([, id]) => id),
    side: Int8Array.from(acts, ([, , side]) => side),
    ticks: Int32Array.from(acts, ([, , , ticks]) => ticks),
    shares: Float64Array.from(acts, ([, , , , shares]) => shares),
  });
  it('gives the exact queue: cancels ahead and behind, trades ahead and at us', () => {
    const feed = orderFeed(
      stream([
        ['add', 7, -1, 101, 50],
        ['add', 1, 1, 100, 40],
        ['add', 2, 1, 100, 60],
        // Ours joins here: 100 ahead.
        ['add', 3, 1, 100, 500],
        ['cancel', 3, 1, 100, 400],
        ['cancel', 2, 1, 100, 35],
        ['trade', 1, 1, 100, 40],
        ['trade', 2, 1, 100, 25],
        ['trade', 3, 1, 100, 15],
        ['trade', 3, 1, 100, 85],
      ]),
    );
    const ahead: number[] = [];
    let id = 0;
    const strategy = (): TradingStrategy => {
      let n = 0;
      return {
        onBook: (d) => {
          if (++n === 3) id = d.limit(1, 100, 20);
          else if (n > 3) ahead.push(d.aheadOf(id));
        },
      };
    };
    expect(printed(replayMarket(feed, strategy(), { queue: firstInFirstOutQueue }).fills)).toEqual([
      '9000: bought 15 at 100 queue',
      '10000: bought 5 at 100 queue',
    ]);
    expect(ahead).toEqual([100, 100, 65, 25, 0, 0, Number.NaN]);
    // Seen from outside it takes longer or shorter.
    expect(printed(replayMarket(feed, strategy(), { queue: constantQueue(1) }).fills)[0]).toBe(
      '8000: bought 20 at 100 queue',
    );
  });
  it('refuses a stream that does not add up', () => {
    expect(() => orderFeed(stream([['cancel', 1, 1, 100, 5]]))).toThrow(
      /act 0 takes 5 from order 1, which has never been added/,
    );
    expect(() =>
      orderFeed(
        stream([
          ['add', 1, 1, 100, 5],
          ['trade', 1, 1, 100, 6],
        ]),
      ),
    ).toThrow(/which has 5/);
    expect(() =>
      orderFeed(
        stream([
          ['add', 1, 1, 100, 5],
          ['add', 1, 1, 99, 6],
        ]),
      ),
    ).toThrow(/adds order 1 again/);
  });
});
