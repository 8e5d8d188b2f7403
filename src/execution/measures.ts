/** Measures of an order beside its VWAP slippage: implementation shortfall, price advantage, fill ratios, realised half-spread. */
import { StrataError } from '../core/index.js';
import type { BookPack } from './book-pack.js';
import type { EpisodeFill } from './episode-record.js';
import type { SpanOrder } from './executor.js';
import { midTicksAt } from './mids.js';
import type { Traded } from './slippage.js';

/** What an implementation shortfall is told from; prices in one unit. */
export interface ShortfallFacts {
  readonly side: 1 | -1;
  /** Shares that were to be traded. */
  readonly orderShares: number;
  readonly fills: Traded;
  /** Mid at the decision. */
  readonly arrivalPrice: number;
  /** Mid at the end, at which shares left over are counted; needed where there are some. */
  readonly endPrice?: number;
  /** Fees and other costs of the fills, in the unit of price × shares; default 0. */
  readonly costs?: number;
}

/**
 * What an order cost against a paper portfolio that trades all of it at the arrival price (Perold 1988), bp of that portfolio; positive is
 * a cost: [σ(Σ q p − A Σ q) + costs + σ(Q − Σ q)(E − A)] / AQ × 10⁴.
 * @returns 0 for an order without shares
 * @throws StrataError where shares are left and there is no price at the end
 */
export function implementationShortfallBp(facts: ShortfallFacts): number {
  const { side, orderShares, fills, arrivalPrice, endPrice, costs = 0 } = facts;
  if (!(orderShares > 0)) return 0;
  const left = orderShares - fills.shares;
  if (left !== 0 && endPrice === undefined)
    throw new StrataError(`${left} of ${orderShares} shares are left: their shortfall needs the price at the end`);
  const executed = side * (fills.value - arrivalPrice * fills.shares) + costs;
  const missed = side * left * ((endPrice ?? arrivalPrice) - arrivalPrice);
  return (1e4 * (executed + missed)) / (arrivalPrice * orderShares);
}

/**
 * Price advantage: side × (mean price − order VWAP) / mean price × 10⁴, positive is cheap (Fang et al. 2021, who sell); 0 without fills.
 * @param meanPrice mean over time of the window's price, e.g. `meanMidTicks`
 */
export function priceAdvantageBp(side: number, order: Traded, meanPrice: number): number {
  return order.shares > 0 ? (1e4 * side * (meanPrice - order.value / order.shares)) / meanPrice : 0;
}

/** Parts of an order's shares by how they were filled; they add up to `filled`. */
export interface FillRatios {
  readonly rested: number;
  readonly crossed: number;
  readonly forced: number;
  readonly filled: number;
}

/** How much of an order was filled at rest (in its queue or overtaken), across the spread, by force; zeros for an order without shares. */
export function fillRatios(orderShares: number, fills: readonly EpisodeFill[]): FillRatios {
  const shares = { rested: 0, crossed: 0, forced: 0 };
  for (const { reason, shares: q } of fills)
    shares[reason === 'crossed' || reason === 'forced' ? reason : 'rested'] += q;
  const part = (q: number): number => (orderShares > 0 ? q / orderShares : 0);
  const { rested, crossed, forced } = shares;
  return {
    rested: part(rested),
    crossed: part(crossed),
    forced: part(forced),
    filled: part(rested + crossed + forced),
  };
}

/**
 * The realised half-spread that fills earned: the mean, weighted by shares and forced ones included, of side × (mid of the next snapshot −
 * price) / that mid × 10⁴; negative where it was paid, 0 without fills (Huang and Stoll 1996).
 */
export function realisedHalfSpreadBp(
  pack: BookPack,
  { span, side }: Pick<SpanOrder, 'span' | 'side'>,
  fills: readonly EpisodeFill[],
): number {
  let [sum, shares] = [0, 0];
  for (const fill of fills) {
    const mid = midTicksAt(pack, span.first + fill.step + 1);
    sum += (fill.shares * side * (mid - fill.ticks)) / mid;
    shares += fill.shares;
  }
  return shares > 0 ? (1e4 * sum) / shares : 0;
}
