/** A book kept order by order: what an order stream says becomes levels with best prices. */

/** Orders by number, shares by price on both sides; prices are ticks between `low` and `high`. */
export class OrderBook {
  private readonly orders = new Map<
    number,
    { readonly side: number; readonly ticks: number; left: number; readonly life: number }
  >();
  private readonly bids: Float64Array;
  private readonly asks: Float64Array;
  private readonly bidCounts: Int32Array;
  private readonly askCounts: Int32Array;
  /** How often a price's orders were forgotten together; orders of an earlier life are gone. */
  private readonly bidLives: Int32Array;
  private readonly askLives: Int32Array;
  /** Best prices; `low − 1` and `high + 1` where a side is empty. */
  bestBid: number;
  bestAsk: number;

  constructor(
    private readonly low: number,
    private readonly high: number,
  ) {
    const size = high - low + 1;
    [this.bids, this.asks] = [new Float64Array(size), new Float64Array(size)];
    [this.bidCounts, this.askCounts] = [new Int32Array(size), new Int32Array(size)];
    [this.bidLives, this.askLives] = [new Int32Array(size), new Int32Array(size)];
    this.bestBid = low - 1;
    this.bestAsk = high + 1;
  }

  /** An order begins to rest. @param side +1 bid, −1 ask */
  add(id: number, side: number, ticks: number, shares: number): void {
    const at = ticks - this.low;
    const [sizes, counts, lives] = this.of(side);
    this.orders.set(id, { side, ticks, left: shares, life: lives[at] as number });
    sizes[at] = (sizes[at] as number) + shares;
    counts[at] = (counts[at] as number) + 1;
    if (side > 0) this.bestBid = Math.max(this.bestBid, ticks);
    else this.bestAsk = Math.min(this.bestAsk, ticks);
  }

  /** Takes shares from an order, by a trade or by whoever sent it; all that is left by default. Unknown orders are left alone. @returns shares taken */
  take(id: number, shares: number = Number.POSITIVE_INFINITY): number {
    const order = this.orders.get(id);
    if (!order) return 0;
    const [sizes, counts, lives] = this.of(order.side);
    const at = order.ticks - this.low;
    const alive = order.life === lives[at];
    const taken = Math.min(shares, order.left);
    order.left -= taken;
    if (order.left <= 0) this.orders.delete(id);
    if (!alive) return 0;
    sizes[at] = (sizes[at] as number) - taken;
    if (order.left > 0) return taken;
    counts[at] = (counts[at] as number) - 1;
    if (counts[at] === 0) this.empty(order.side, at);
    return taken;
  }

  /** Forgets all orders of a side that are better than a price for whoever trades with them, or at it: stale ones nobody took back. */
  forget(side: number, ticks: number, including: boolean): void {
    const limit = including ? ticks : ticks + side;
    const best = (): number => (side > 0 ? this.bestBid : this.bestAsk);
    while (side * (best() - limit) >= 0 && best() >= this.low && best() <= this.high) {
      const at = best() - this.low;
      const [, counts, lives] = this.of(side);
      counts[at] = 0;
      lives[at] = (lives[at] as number) + 1;
      this.empty(side, at);
    }
  }

  /** Writes the best levels of a side, 0 where there are none. @param from first cell of the row */
  write(side: number, levels: number, ticks: Int32Array, sizes: Float64Array, orders: Int32Array, from: number): void {
    const [shares, counts] = this.of(side);
    let price = side > 0 ? this.bestBid : this.bestAsk;
    for (let l = 0; l < levels; l++) {
      while (price >= this.low && price <= this.high && counts[price - this.low] === 0) price -= side;
      if (price < this.low || price > this.high) return;
      ticks[from + l] = price;
      sizes[from + l] = shares[price - this.low] as number;
      orders[from + l] = counts[price - this.low] as number;
      price -= side;
    }
  }

  private of(side: number): readonly [Float64Array, Int32Array, Int32Array] {
    return side > 0 ? [this.bids, this.bidCounts, this.bidLives] : [this.asks, this.askCounts, this.askLives];
  }

  private empty(side: number, at: number): void {
    const [sizes, counts] = this.of(side);
    sizes[at] = 0;
    if (side > 0 && at + this.low === this.bestBid)
      while (this.bestBid >= this.low && counts[this.bestBid - this.low] === 0) this.bestBid--;
    if (side < 0 && at + this.low === this.bestAsk)
      while (this.bestAsk <= this.high && counts[this.bestAsk - this.low] === 0) this.bestAsk++;
  }
}
