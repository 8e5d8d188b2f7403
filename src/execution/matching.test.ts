import { describe, expect, it } from 'vitest';
import { handMadeBook, type Levels, type Snapshot } from '../../test/support/hand-made-book.js';
import { generator } from '../core/index.js';
import type { BookDay } from '../market/index.js';
import { packBooks } from './book-pack.js';
import type { EpisodeFill } from './episode-record.js';
import { type Executor, runSteps } from './executor.js';
import { almgrenChrissExecutor } from './executors/almgren-chriss.js';
import { apExecutor } from './executors/ap.js';
import { evenExecutor } from './executors/even.js';
import { povExecutor } from './executors/pov.js';
import { imbalanceExecutor, immediateExecutor, randomExecutor, restThenCrossExecutor } from './executors/simple.js';
import { type MatchingRules, m3tRules } from './rules.js';

const [atBid, atAsk, wait] = [0, 1, 2];
const calm: Snapshot = {
  bids: [
    [1000, 500],
    [999, 500],
  ],
  asks: [
    [1001, 500],
    [1002, 500],
  ],
};
const trade = (...trades: Snapshot['trades'] & {}): Snapshot => ({ ...calm, trades });

/** Fills of a sale of `shares` by fixed actions, forced ones included. */
function sell(
  snapshots: readonly Snapshot[],
  actions: readonly number[],
  rules: Partial<MatchingRules> = {},
  shares = 100,
): string[] {
  const used = { ...m3tRules, ...rules };
  const pack = packBooks([handMadeBook(snapshots)], used.tradeInterval);
  const span = { day: 0, first: 0, steps: snapshots.length };
  const { fills } = runSteps(pack, { span, side: -1, shares }, used, (view) => actions[view.step] ?? wait);
  return fills.map((f: EpisodeFill) => `${f.step}: ${f.shares} at ${f.ticks} ${f.reason}`);
}
const forced = (step: number): string[] => [`${step}: 100 at 1000 forced`];

describe('an order across the spread', () => {
  it('fills at once where a lot is shown', () => {
    expect(sell([calm], [atBid])).toEqual(['0: 100 at 1000 crossed']);
  });
  it('needs a lot, or more than one (min-fill)', () => {
    const thin = (size: number): Snapshot => ({
      ...calm,
      bids: [
        [1000, size],
        [999, 500],
      ],
    });
    expect(sell([thin(100)], [atBid])).toEqual(['0: 100 at 1000 crossed']);
    expect(sell([thin(100), calm], [atBid], { minFill: 'gt-lot' })).toEqual(['1: 100 at 1000 overtaken']);
    expect(sell([thin(90), thin(90)], [atBid])).toEqual(['1: 90 at 1000 forced', '1: 10 at 999 forced']);
  });
  it('that is not filled queues with three ahead once its price is on its own side', () => {
    const down: Snapshot = {
      bids: [
        [999, 500],
        [998, 500],
      ],
      asks: [
        [1000, 300],
        [1001, 500],
      ],
      trades: [
        [1000, 100],
        [1000, 100],
        [1000, 100],
        [1000, 100],
      ],
    };
    const thin: Snapshot = {
      ...calm,
      bids: [
        [1000, 50],
        [999, 500],
      ],
      trades: [
        [1000, 100],
        [1000, 100],
      ],
    };
    expect(sell([thin, down], [atBid])).toEqual(['1: 100 at 1000 queue']);
    expect(sell([thin, { ...down, trades: down.trades?.slice(0, 3) ?? [] }], [atBid])).toEqual([
      '1: 100 at 999 forced',
    ]);
  });
});

describe('an order at rest', () => {
  const four = trade([1001, 100], [1001, 100], [1001, 100], [1001, 100]);
  it('waits for three records, then for a lot traded after them', () => {
    expect(sell([four], [atAsk])).toEqual(['0: 100 at 1001 queue']);
    expect(sell([trade([1001, 900], [1001, 900], [1001, 900])], [atAsk])).toEqual(forced(0));
    expect(sell([trade([1001, 1], [1001, 1], [1001, 1], [1001, 60], [1002, 40])], [atAsk])).toEqual([
      '0: 100 at 1001 queue',
    ]);
  });
  it('does not carry a part of a lot into the next step', () => {
    const part = trade([1001, 100], [1001, 100], [1001, 100], [1001, 60]);
    expect(sell([part, trade([1001, 60])], [atAsk])).toEqual(forced(1));
    expect(sell([part, trade([1001, 100])], [atAsk])).toEqual(['1: 100 at 1001 queue']);
  });
  it('counts the trades of the whole step where asked (head-fill)', () => {
    expect(sell([trade([1001, 900], [1001, 900], [1001, 900])], [atAsk], { headFill: 'whole-step' })).toEqual([
      '0: 100 at 1001 queue',
    ]);
  });
  it('moves by records at its price or better, or at its price only (queue-advance)', () => {
    const mixed = trade([1002, 100], [1002, 100], [1001, 100], [1001, 100]);
    expect(sell([mixed], [atAsk])).toEqual(['0: 100 at 1001 queue']);
    expect(sell([mixed], [atAsk], { queueAdvance: 'equal' })).toEqual(forced(0));
    expect(sell([trade([1000, 100], [1000, 100], [1000, 100], [1000, 100])], [atAsk])).toEqual(forced(0));
  });
  it('starts behind as many records as the constant says', () => {
    expect(sell([trade([1001, 100])], [atAsk], { queueConstant: 0 })).toEqual(['0: 100 at 1001 queue']);
    expect(sell([four], [atAsk], { queueConstant: 4 })).toEqual(forced(0));
  });
  it('keeps its place while waiting, loses it to a new order, or not (reissue)', () => {
    const two = trade([1001, 100], [1001, 100]);
    expect(sell([two, two], [atAsk, wait])).toEqual(['1: 100 at 1001 queue']);
    expect(sell([two, two], [atAsk, atAsk])).toEqual(forced(1));
    expect(sell([two, two], [atAsk, atAsk], { reissue: 'keep' })).toEqual(['1: 100 at 1001 queue']);
  });
  it('fills at its own limit where the other side has come to its price', () => {
    const up: Snapshot = {
      bids: [
        [1002, 500],
        [1001, 200],
      ],
      asks: [
        [1003, 500],
        [1004, 500],
      ],
    };
    expect(sell([calm, up], [atAsk, wait])).toEqual(['1: 100 at 1001 overtaken']);
    const gap: Snapshot = {
      bids: [
        [1002, 500],
        [1000, 200],
      ],
      asks: [
        [1003, 500],
        [1004, 500],
      ],
    };
    expect(sell([calm, gap], [atAsk, wait])).toEqual(['1: 100 at 1002 forced']);
    expect(sell([calm, gap], [atAsk, wait], { visible: 'range' })).toEqual(['1: 100 at 1001 overtaken']);
  });
  it('is left alone while its price is not displayed, or goes on queueing (off-book)', () => {
    const away: Snapshot = {
      bids: [
        [997, 500],
        [996, 500],
      ],
      asks: [
        [998, 500],
        [999, 500],
      ],
      trades: [
        [1001, 100],
        [1001, 100],
        [1001, 100],
        [1001, 100],
      ],
    };
    expect(sell([calm, away], [atAsk, wait])).toEqual(['1: 100 at 997 forced']);
    expect(sell([calm, away], [atAsk, wait], { offBook: 'match-trades' })).toEqual(['1: 100 at 1001 queue']);
  });
  it('first in its queue is filled by quotes too where asked (head-fill-source)', () => {
    const up: Snapshot = {
      bids: [
        [1001, 50],
        [1000, 200],
      ],
      asks: [
        [1003, 500],
        [1004, 500],
      ],
    };
    const rules = { queueConstant: 0, headFillSource: 'trades-or-quotes' } as const;
    expect(sell([calm, up], [atAsk, wait], rules)).toEqual(['0: 100 at 1001 queue']);
    expect(sell([calm, up], [atAsk, wait], { queueConstant: 0 })).toEqual([
      '1: 50 at 1001 forced',
      '1: 50 at 1000 forced',
    ]);
  });
  it('reads trades stamped as its snapshot is only where asked (trade-interval)', () => {
    const stamped: Snapshot = { ...calm, trades: [[1001, 100, 3000]] };
    expect(sell([stamped, calm], [wait, atAsk], { queueConstant: 0 })).toEqual(forced(1));
    expect(sell([stamped, calm], [wait, atAsk], { queueConstant: 0, tradeInterval: 'from-snapshot' })).toEqual([
      '1: 100 at 1001 queue',
    ]);
  });
});

describe('the market order at the end', () => {
  it('walks the displayed levels, the last taken as unlimited', () => {
    const thin: Snapshot = {
      bids: [
        [1000, 150],
        [999, 100],
      ],
      asks: [
        [1001, 500],
        [1002, 500],
      ],
    };
    expect(sell([thin], [wait], {}, 420)).toEqual(['0: 150 at 1000 forced', '0: 270 at 999 forced']);
  });
  it('can be made to keep the pace of a lot a step (liquidation-pace)', () => {
    const pace = { liquidationPace: 'one-lot-a-step' } as const;
    const four = trade([1001, 100], [1001, 100], [1001, 100], [1001, 100]);
    expect(sell([calm, calm, four], [wait, atAsk, wait], {}, 250)).toEqual([
      '2: 100 at 1001 queue',
      '2: 150 at 1000 forced',
    ]);
    expect(sell([calm, calm, four], [wait, atAsk, wait], pace, 250)).toEqual([
      '1: 100 at 1000 forced',
      '2: 150 at 1000 forced',
    ]);
    expect(sell([calm, calm], [atBid, atBid], pace, 350)).toEqual(['0: 100 at 1000 forced', '1: 250 at 1000 forced']);
  });
  it('can be given the own side’s price or the next snapshot (liquidation-side, -book)', () => {
    expect(sell([calm], [wait], { liquidationSide: 'favourable' })).toEqual(['0: 100 at 1001 forced']);
    const pack = packBooks([
      handMadeBook([
        calm,
        {
          ...calm,
          bids: [
            [998, 500],
            [997, 500],
          ],
        },
      ]),
    ]);
    const order = { span: { day: 0, first: 0, steps: 1 }, side: -1, shares: 100 } as const;
    const { fills } = runSteps(pack, order, { ...m3tRules, liquidationBook: 'next' }, () => wait);
    expect(fills[0]?.ticks).toBe(998);
  });
});

/** A random walk of a book, and its mirror image around 1000.5 ticks. */
function walk(seed: number, steps: number): [BookDay, BookDay] {
  const random = generator(`walk ${seed}`);
  let bid = 1000;
  const snapshots = Array.from({ length: steps }, (): Snapshot => {
    if (random.uniform() < 0.2) bid += random.uniform() < 0.5 ? 1 : -1;
    const side = (sign: number, best: number): Levels =>
      [0, 1, 2].map((l) => [best + sign * l, 100 * random.integer(9)] as const);
    const trades = Array.from(
      { length: random.integer(4) },
      () => [bid + random.integer(2), 100 * (1 + random.integer(4))] as const,
    );
    return { bids: side(-1, bid), asks: side(1, bid + 1), trades };
  });
  const turned = (levels: Levels): Levels => levels.map(([t, s]) => [2001 - t, s] as const);
  const mirrored = snapshots.map((s) => ({
    bids: turned(s.asks),
    asks: turned(s.bids),
    trades: (s.trades ?? []).map(([t, size]) => [2001 - t, size] as const),
  }));
  return [handMadeBook(snapshots), handMadeBook(mirrored)];
}

describe('executors', () => {
  const all: readonly Executor[] = [
    evenExecutor(),
    evenExecutor('even-rest-then-cross'),
    apExecutor(),
    apExecutor({ band: 'keep', lower: 1.01 }),
    povExecutor(0.1),
    almgrenChrissExecutor(2),
    immediateExecutor(),
    restThenCrossExecutor(),
    restThenCrossExecutor('forced'),
    imbalanceExecutor(),
    randomExecutor(),
  ];
  it.each(all.map((e, k) => [k, e.name, e] as const))(
    '%i %s fills its order, and mirrored on the other side',
    (_, name, executor) => {
      for (let seed = 0; seed < 8; seed++) {
        const [day, mirror] = walk(seed, 60).map((d) => packBooks([d]));
        const span = { day: 0, first: 0, steps: 60 };
        const run = (pack: typeof day, side: 1 | -1) =>
          executor.execute(
            pack as NonNullable<typeof day>,
            { span, side, shares: 1250 },
            m3tRules,
            generator('executor'),
          );
        const sold = run(day, -1);
        expect(sold.fills.reduce((sum, f) => sum + f.shares, 0)).toBe(1250);
        if (name === 'random') continue;
        const bought = run(mirror, 1);
        expect(bought.fills.map((f) => ({ ...f, ticks: 2001 - f.ticks }))).toEqual(sold.fills);
      }
    },
  );
});
