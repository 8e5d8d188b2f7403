/** Both sides of a book as dense columns of shares by price, with their best prices. */
import type { EventFeed } from './feed.js';

/** Prices are indices: 0 and `size − 1` stand for everything below and above the feed's prices. */
export class Ladder {
  readonly size: number;
  /** Ticks of index 0. */
  readonly origin: number;
  readonly bids: Float64Array;
  readonly asks: Float64Array;
  /** What we took from a level since it was quoted last. */
  readonly usedBids: Float64Array;
  readonly usedAsks: Float64Array;
  /** Index of the best level, −1 and `size` where the side is empty. */
  bestBid = -1;
  bestAsk: number;

  constructor(feed: EventFeed) {
    this.origin = feed.lowTicks - 1;
    this.size = feed.highTicks - feed.lowTicks + 3;
    this.bids = new Float64Array(this.size);
    this.asks = new Float64Array(this.size);
    this.usedBids = new Float64Array(this.size);
    this.usedAsks = new Float64Array(this.size);
    this.bestAsk = this.size;
  }

  /** Index of any price. */
  indexOf(ticks: number): number {
    return Math.min(Math.max(ticks - this.origin, 0), this.size - 1);
  }

  /** Shows shares at a level; returns what it showed before. */
  setBid(at: number, shares: number): number {
    const before = this.bids[at] as number;
    this.bids[at] = shares;
    this.usedBids[at] = 0;
    if (shares > 0) {
      if (at > this.bestBid) this.bestBid = at;
    } else if (at === this.bestBid) {
      let best = at - 1;
      while (best >= 0 && this.bids[best] === 0) best--;
      this.bestBid = best;
    }
    return before;
  }

  /** Mirror of {@link setBid}. */
  setAsk(at: number, shares: number): number {
    const before = this.asks[at] as number;
    this.asks[at] = shares;
    this.usedAsks[at] = 0;
    if (shares > 0) {
      if (at < this.bestAsk) this.bestAsk = at;
    } else if (at === this.bestAsk) {
      let best = at + 1;
      while (best < this.size && this.asks[best] === 0) best++;
      this.bestAsk = best;
    }
    return before;
  }
}
