/** Linear impact of Almgren and Chriss ("Optimal execution of portfolio transactions", J. Risk 3, 2001): a permanent and a temporary part. */
import { StrataError } from '../../core/index.js';
import type { ImpactModel } from './impact.js';

export interface LinearImpactWorld {
  /** γ, lasting shift of the price, currency a share for each share. */
  readonly permanentImpact: number;
  /** η, shift that a rate of one share a ms adds to a trade alone, currency × ms a share. */
  readonly temporaryImpact: number;
  /** τ, time over which one trade is spread, ms. */
  readonly intervalMs: number;
  /** ε, fixed cost a share beyond the replayed book, currency; 0 where the book's spread is walked anyway. */
  readonly fixedCost: number;
}

/**
 * The k-th trade of n_k shares pays γ Σ_{j<k} n_j + ε + η n_k / τ a share (their Eq. 2, 3 and 7, without the price's own noise).
 * @throws StrataError for coefficients below 0 or an interval of no length
 */
export function linearImpact(world: LinearImpactWorld): ImpactModel {
  const { permanentImpact, temporaryImpact, intervalMs, fixedCost } = world;
  if (!(permanentImpact >= 0 && temporaryImpact >= 0 && fixedCost >= 0 && intervalMs > 0))
    throw new StrataError(
      `linear impact needs coefficients from 0 and an interval above 0 ms; received γ ${permanentImpact}, η ${temporaryImpact}, ε ${fixedCost}, τ ${intervalMs}`,
    );
  return {
    name: 'Almgren-Chriss',
    consumesBook: false,
    start() {
      let net = 0;
      return {
        take(_timeMs, side, shares) {
          const before = net;
          net += side * shares;
          return side * permanentImpact * before + fixedCost + (temporaryImpact * shares) / intervalMs;
        },
      };
    },
  };
}
