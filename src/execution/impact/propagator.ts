/**
 * Transient impact: each trade moves the price and its effect decays as a power of time
 * (J.-P. Bouchaud, Y. Gefen, M. Potters, M. Wyart, "Fluctuations and response in financial markets", Quant. Finance 4, 2004; J. Gatheral,
 * "No-dynamic-arbitrage and market impact", Quant. Finance 10, 2010).
 */
import { StrataError } from '../../core/index.js';
import type { ImpactModel } from './impact.js';

export interface PropagatorWorld {
  /** Shift at once of a trade of one share, currency. */
  readonly scale: number;
  /** δ of f(q) = q^δ, 0 < δ ≤ 1; 1 is linear. */
  readonly volumeExponent: number;
  /** β of G(t) = (1 + t/t₀)^(−β), ≥ 0; 0 never decays. Bouchaud et al. find about (1 − γ)/2 ≈ 0.2-0.4. */
  readonly decayExponent: number;
  /** t₀ > 0, ms. */
  readonly delayMs: number;
}

/** Σ side_i · scale · q_i^δ · (1 + (t − t_i)/t₀)^(−β) over trades before, currency: where the price stands because of them. */
export function displacement(
  world: PropagatorWorld,
  trades: readonly { readonly timeMs: number; readonly side: number; readonly shares: number }[],
  timeMs: number,
): number {
  const { scale, volumeExponent, decayExponent, delayMs } = world;
  let sum = 0;
  for (const t of trades)
    sum += t.side * scale * t.shares ** volumeExponent * (1 + (timeMs - t.timeMs) / delayMs) ** -decayExponent;
  return sum;
}

/**
 * A trade pays where the price stands because of earlier ones, and the mean of its own shift along its shares, f(q) / (1 + δ).
 *
 * The power law needs every earlier trade: a trade costs time in proportion to their number.
 * @throws StrataError for parameters out of their ranges
 */
export function propagator(world: PropagatorWorld): ImpactModel {
  const { scale, volumeExponent, decayExponent, delayMs } = world;
  if (!(scale >= 0 && volumeExponent > 0 && volumeExponent <= 1 && decayExponent >= 0 && delayMs > 0))
    throw new StrataError(
      `a propagator needs scale ≥ 0, 0 < δ ≤ 1, β ≥ 0, t₀ > 0; received ${scale}, ${volumeExponent}, ${decayExponent}, ${delayMs}`,
    );
  return {
    name: 'propagator',
    consumesBook: false,
    start() {
      const trades: { timeMs: number; side: number; shares: number }[] = [];
      return {
        take(timeMs, side, shares) {
          const own = (scale * shares ** volumeExponent) / (1 + volumeExponent);
          const cost = side * displacement(world, trades, timeMs) + own;
          trades.push({ timeMs, side, shares });
          return cost;
        },
      };
    },
  };
}
