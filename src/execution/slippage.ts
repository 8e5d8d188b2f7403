/** VWAP slippage and its relatives, in basis points; positive is cheap for us (M3T Eq. 1 and 2, docs/papers/m3t.md, objective). */

/** Ledger `m3t.slippage-denominator`: relative to the market's VWAP, to the order's, or the price difference × 10⁴ as earlier code has it. */
export type SlippageDenominator = 'market' | 'order' | 'none';

/** Shares, and shares × price, of an order or of a market. */
export interface Traded {
  readonly shares: number;
  readonly value: number;
}

/**
 * side × (market VWAP − order VWAP) / market VWAP × 10⁴.
 *
 * An order without fills, or a market without trades, has slippage 0.
 * @param side  +1 bought, −1 sold
 * @param order own fills, market: trades of the window it is measured against; both values in the same unit of price
 */
export function vwapSlippageBp(
  side: number,
  order: Traded,
  market: Traded,
  denominator: SlippageDenominator = 'market',
): number {
  return slippageOf(side, order.shares, order.value, market.shares, market.value, denominator);
}

/** {@link vwapSlippageBp} of plain numbers, for loops that make no objects. */
export function slippageOf(
  side: number,
  ownShares: number,
  ownValue: number,
  marketShares: number,
  marketValue: number,
  denominator: SlippageDenominator,
): number {
  if (!(ownShares > 0 && marketShares > 0)) return 0;
  const own = ownValue / ownShares;
  const all = marketValue / marketShares;
  return (side * (all - own) * 1e4) / (denominator === 'market' ? all : denominator === 'order' ? own : 1);
}

/** side × (arrival − order VWAP) / arrival × 10⁴: minus the implementation shortfall of what was filled (Perold 1988), 0 without fills. */
export function arrivalSlippageBp(side: number, order: Traded, arrivalPrice: number): number {
  return order.shares > 0 ? (side * (arrivalPrice - order.value / order.shares) * 1e4) / arrivalPrice : 0;
}
