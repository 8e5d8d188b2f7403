/**
 * Square-root impact of an order worked in one direction: Yσ√(Q/V)
 * (N. Torre, "BARRA Market Impact Model Handbook", 1997; B. Tóth et al., "Anomalous price impact and the critical nature of liquidity", Phys. Rev. X 1, 021006, 2011).
 */
import { StrataError } from '../../core/index.js';
import type { ImpactModel } from './impact.js';

export interface SquareRootWorld {
  /** Y, of order 1. */
  readonly coefficient: number;
  /** σ, deviation of the price over a day, currency. */
  readonly dailyVolatility: number;
  /** V, shares traded in a day. */
  readonly dailyVolume: number;
}

/** How far an order of Q shares has moved the price when it is done, currency: Yσ√(Q/V); for a relative σ the result is relative. */
export function squareRootImpact(world: SquareRootWorld, shares: number): number {
  return world.coefficient * world.dailyVolatility * Math.sqrt(shares / world.dailyVolume);
}

/**
 * The order grows share by share along the square root, so that a trade that takes it from Q to Q + q pays
 * (2/3) Yσ V^(−1/2) ((Q + q)^(3/2) − Q^(3/2)) / q a share; two thirds of the peak in all. Trades of the other side shrink it first.
 * @throws StrataError for a volume or volatility that is not positive
 */
export function squareRoot(world: SquareRootWorld): ImpactModel {
  const { coefficient, dailyVolatility, dailyVolume } = world;
  if (!(dailyVolume > 0 && dailyVolatility > 0 && coefficient >= 0))
    throw new StrataError(
      `square-root impact needs a volatility and a volume above 0 and a coefficient from 0; received ${dailyVolatility}, ${dailyVolume}, ${coefficient}`,
    );
  const scale = ((2 / 3) * coefficient * dailyVolatility) / Math.sqrt(dailyVolume);
  return {
    name: 'square root',
    consumesBook: false,
    start() {
      let net = 0; // shares bought less sold
      // Σ of the displacement from 0 to a net position; even, so that a round trip pays nothing but gets nothing either.
      const paid = (position: number): number => scale * Math.abs(position) ** 1.5;
      return {
        take(_timeMs, side, shares) {
          const before = net;
          net += side * shares;
          return (paid(net) - paid(before)) / shares;
        },
      };
    },
  };
}
