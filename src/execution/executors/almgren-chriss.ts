/** Optimal liquidation under linear impact (Almgren and Chriss 2001), as a trajectory, with its cost, and as an executor. */
import { StrataError } from '../../core/index.js';
import { crossing, type Executor, leftLots, steppingExecutor, waiting } from '../executor.js';

/** The model's world; any consistent units of shares, price and time. */
export interface AlmgrenChrissWorld {
  /** Shares to sell, X. */
  readonly shares: number;
  /** Number of intervals, N, and length of one, τ. */
  readonly intervals: number;
  readonly intervalLength: number;
  /** σ, price change of one unit of time. */
  readonly volatility: number;
  /** ε, half the spread with fees. */
  readonly halfSpread: number;
  /** γ, permanent impact, price per share. */
  readonly permanentImpact: number;
  /** η, temporary impact, price × time per share. */
  readonly temporaryImpact: number;
  /** λ ≥ 0; 0 sells evenly. */
  readonly riskAversion: number;
}

export interface AlmgrenChrissPlan {
  /** Shares left after each interval [N]. */
  readonly holdings: Float64Array;
  readonly expectedCost: number;
  /** Standard deviation of the cost. */
  readonly costDeviation: number;
  /** κ, how fast the plan decays, per unit of time; 0 for the even plan. */
  readonly kappa: number;
}

/**
 * x_j = X sinh(κ(T − jτ)) / sinh(κT) with cosh(κτ) = 1 + τ²λσ² / 2η̃, η̃ = η − γτ/2.
 *
 * Expected cost γX²/2 + εX + η̃/τ Σ n_j², variance σ²τ Σ x_j².
 * @throws StrataError where η̃ is not positive: the permanent impact then outweighs the temporary one
 */
export function almgrenChriss(world: AlmgrenChrissWorld): AlmgrenChrissPlan {
  const { shares, intervals: n, intervalLength: tau, volatility, halfSpread, riskAversion } = world;
  const eta = world.temporaryImpact - (world.permanentImpact * tau) / 2;
  if (!(eta > 0 && n >= 1 && tau > 0))
    throw new StrataError(
      `the plan needs η − γτ/2 > 0 and intervals of positive length; received ${eta}, ${n} intervals of ${tau}`,
    );
  const kappa = Math.acosh(1 + (tau ** 2 * riskAversion * volatility ** 2) / (2 * eta)) / tau;
  const holdings = Float64Array.from({ length: n }, (_, k) => {
    const j = k + 1;
    return kappa === 0
      ? shares * (1 - j / n)
      : (shares * Math.sinh(kappa * (n - j) * tau)) / Math.sinh(kappa * n * tau);
  });
  let [squaredSales, squaredHoldings, before] = [0, 0, shares];
  for (const x of holdings) {
    squaredSales += (before - x) ** 2;
    squaredHoldings += x ** 2;
    before = x;
  }
  return {
    holdings,
    expectedCost: (world.permanentImpact * shares ** 2) / 2 + halfSpread * shares + (eta / tau) * squaredSales,
    costDeviation: volatility * Math.sqrt(tau * squaredHoldings),
    kappa,
  };
}

/**
 * Crosses a lot whenever more is left than the plan allows.
 * @param urgency κT: how front-loaded the plan is, ≥ 0; 0 is even
 */
export function almgrenChrissExecutor(urgency: number): Executor {
  if (!(urgency >= 0)) throw new StrataError(`an urgency κT is at least 0; received ${urgency}`);
  return steppingExecutor(`Almgren-Chriss κT=${urgency}`, (pack, { span, side, shares }) => {
    const lots = Math.floor(shares / pack.lotShares);
    const planned = (step: number): number => {
      const rest = 1 - (step + 1) / span.steps;
      return lots * (urgency === 0 ? rest : Math.sinh(urgency * rest) / Math.sinh(urgency));
    };
    return (view) => (leftLots(view) > planned(view.step) ? crossing(side) : waiting);
  });
}
