/** VWAP slippage of whole days: all fills of a day's tranches against all trades of the date, auctions included (docs/papers/m3t.md, objective). */
import { type BookPack, type SpanOrder, vwapSlippageBp } from '../../execution/index.js';

/** What a method came to, day by day of a pack. */
export interface DayResults {
  readonly slippageBp: Float64Array;
  /** Share of the day's order that market orders took at the end of a subgoal or tranche. */
  readonly forcedShare: Float64Array;
}

/** @param valueTicks, forcedShares of each order */
export function dayResults(
  pack: BookPack,
  orders: readonly SpanOrder[],
  valueTicks: ArrayLike<number>,
  forcedShares: ArrayLike<number>,
): DayResults {
  const slippageBp = new Float64Array(pack.days.length);
  const forcedShare = new Float64Array(pack.days.length);
  for (const [d, { tape }] of pack.days.entries()) {
    const market = { shares: 0, value: 0 };
    for (let i = 0; i < tape.sizes.length; i++) {
      market.shares += tape.sizes[i] as number;
      market.value += (tape.sizes[i] as number) * (tape.ticks[i] as number);
    }
    const own = { shares: 0, value: 0 };
    let [forced, side] = [0, 1];
    for (const [n, order] of orders.entries()) {
      if (order.span.day !== d) continue;
      own.shares += order.shares;
      own.value += valueTicks[n] as number;
      forced += forcedShares[n] as number;
      side = order.side;
    }
    slippageBp[d] = vwapSlippageBp(side, own, market);
    forcedShare[d] = own.shares > 0 ? forced / own.shares : 0;
  }
  return { slippageBp, forcedShare };
}
