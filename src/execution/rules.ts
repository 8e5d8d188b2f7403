/** Rules of the replay simulator: each open choice of M3T's trading simulator is a named option (docs/papers/m3t.md, simulator). */

/** How orders meet a replayed book. Defaults are {@link m3tRules}. */
export interface MatchingRules {
  /** Ledger `m3t.queue-constant`: trade records that must pass before an order on its own side is first in its queue. */
  readonly queueConstant: number;
  /** Ledger `m3t.queue-advance`: which records move the queue forward by one: at the order's price or better for it, or at its price only. */
  readonly queueAdvance: 'at-or-better' | 'equal';
  /** Ledger `m3t.head-fill`: trades that fill an order first in its queue: those after the ones that brought it there, or all of the step. */
  readonly headFill: 'later-trades' | 'whole-step';
  /** Ledger `m3t.head-fill-source`: with `trades-or-quotes` an order first in its queue is also filled where the next snapshot's other side has reached its price. */
  readonly headFillSource: 'trades' | 'trades-or-quotes';
  /** Ledger `m3t.trade-interval`: trades that belong to step t, those of (t, t + 1] or of [t, t + 1). The second reads what was seen before. */
  readonly tradeInterval: 'after-snapshot' | 'from-snapshot';
  /** Ledger `m3t.min-fill`: an order across the spread needs a displayed lot, or more than one. */
  readonly minFill: 'ge-lot' | 'gt-lot';
  /** Ledger `m3t.reissue`: an order at the live order's price queues anew, or changes nothing. */
  readonly reissue: 'requeue' | 'keep';
  /** Ledger `m3t.off-book`: an order whose price is not visible is left alone, or goes on queueing. */
  readonly offBook: 'frozen' | 'match-trades';
  /** Ledger `m3t.visible`: visible are the displayed prices, or every price between the outermost displayed ones. */
  readonly visible: 'exact-level' | 'range';
  /** Ledger `m3t.liquidation-side`: forced orders walk the other side of the book, or fill at the own side's best price, which nobody gets. */
  readonly liquidationSide: 'adverse' | 'favourable';
  /** Ledger `m3t.liquidation-book`: forced orders meet the last snapshot seen, or the one after it. */
  readonly liquidationBook: 'last' | 'next';
  /**
   * Ledger `m3t.liquidation-pace`: one market order takes all that is left after the last step, or (`one-lot-a-step`) market orders of a
   * lot take over as soon as there are no more steps than lots left, so that nobody ever does more than a lot a step. Left out: `sweep`.
   */
  readonly liquidationPace?: 'sweep' | 'one-lot-a-step';
}

/** The defaults: what the paper says, and where it is silent the choice that docs/papers/m3t.md argues for. */
export const m3tRules: MatchingRules = {
  queueConstant: 3,
  queueAdvance: 'at-or-better',
  headFill: 'later-trades',
  headFillSource: 'trades',
  tradeInterval: 'after-snapshot',
  minFill: 'ge-lot',
  reissue: 'requeue',
  offBook: 'frozen',
  visible: 'exact-level',
  liquidationSide: 'adverse',
  liquidationBook: 'last',
  liquidationPace: 'sweep',
};
