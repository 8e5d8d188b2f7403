/** Fills of a replay in columns that grow. */

/** How an order was filled: it took what was shown, trades reached it in its queue, trades or quotes went through its price, nothing was shown any more. */
export const engineFillReasons = ['crossed', 'queue', 'through', 'overtaken', 'beyond the book'] as const;
export type EngineFillReason = (typeof engineFillReasons)[number];

/** Whether a fill's order waited in the book, by the number of its reason. */
export function isMaker(reason: number): boolean {
  return reason > 0 && reason < 4;
}

/** All columns have one entry a fill, in order of time. */
export interface EngineFills {
  readonly orderId: Float64Array;
  /** Exchange time, ms after midnight. */
  readonly timeMs: Float64Array;
  /** +1 bought, −1 sold. */
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  readonly shares: Float64Array;
  /** Shares of the order that were still to do after it. */
  readonly leftShares: Float64Array;
  /** Index into {@link engineFillReasons}; all but the first and the last are maker fills. */
  readonly reason: Uint8Array;
  /** Fees and cost of impact, currency. */
  readonly fee: Float64Array;
  readonly impact: Float64Array;
}

/** Collects fills. */
export class FillLog {
  columns: EngineFills = columnsOf(256);
  count = 0;

  push(
    orderId: number,
    timeMs: number,
    side: number,
    ticks: number,
    shares: number,
    leftShares: number,
    reason: number,
    fee: number,
    impact: number,
  ): void {
    const at = this.count++;
    if (at === this.columns.orderId.length) this.columns = resized(this.columns, at, 2 * at);
    const c = this.columns;
    c.orderId[at] = orderId;
    c.timeMs[at] = timeMs;
    c.side[at] = side;
    c.ticks[at] = ticks;
    c.shares[at] = shares;
    c.leftShares[at] = leftShares;
    c.reason[at] = reason;
    c.fee[at] = fee;
    c.impact[at] = impact;
  }

  finish(): EngineFills {
    return resized(this.columns, this.count, this.count);
  }
}

function columnsOf(size: number): EngineFills {
  return {
    orderId: new Float64Array(size),
    timeMs: new Float64Array(size),
    side: new Int8Array(size),
    ticks: new Int32Array(size),
    shares: new Float64Array(size),
    leftShares: new Float64Array(size),
    reason: new Uint8Array(size),
    fee: new Float64Array(size),
    impact: new Float64Array(size),
  };
}

function resized(from: EngineFills, count: number, size: number): EngineFills {
  const to = columnsOf(size);
  for (const key of Object.keys(to) as (keyof EngineFills)[]) to[key].set(from[key].subarray(0, count));
  return to;
}
