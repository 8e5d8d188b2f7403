/** Risk parity: weights of which each contributes the same share of the portfolio's variance (Maillard, Roncalli and Teïletche, J. Portfolio Management 36, 2010). */
import type { Strategy } from '../strategy.js';
import { defineFitted, type Fit, type FitOptions } from './fitted.js';
import { toSumOne } from './holding.js';

/** Equal risk contributions w_i (Σw)_i, long only. O(n² · window + n² · rounds) at an estimate; tens of rounds. */
export function riskParity(options: FitOptions = {}): Strategy {
  return defineFitted(
    { id: 'risk-parity', title: 'risk parity', complexity: 'n² · rounds', fitter: equalRisk },
    options,
  );
}

/**
 * The minimum of ½ yᵀΣy − Σ ln y_i, scaled to the sum 1, by one coordinate after the other (Griveau-Billion, Richard and Roncalli 2013):
 * convex, so it ends at the one solution.
 */
export function equalRisk(n: number): Fit {
  const y = new Float64Array(n);
  return ({ covariance }, _days, w) => {
    for (let i = 0; i < n; i++) y[i] = 1 / Math.sqrt(n * (covariance[i * n + i] as number));
    for (let round = 0; round < 2000; round++) {
      let change = 0;
      for (let i = 0; i < n; i++) {
        const own = covariance[i * n + i] as number;
        let others = 0;
        for (let j = 0; j < n; j++) others += (covariance[i * n + j] as number) * (y[j] as number);
        others -= own * (y[i] as number);
        const root = Math.sqrt(others * others + 4 * own);
        // The form without a difference of near numbers.
        const next = others > 0 ? 2 / (others + root) : (root - others) / (2 * own);
        change = Math.max(change, Math.abs(next / (y[i] as number) - 1));
        y[i] = next;
      }
      if (change < 1e-14) break;
    }
    w.set(y);
    toSumOne(w);
  };
}
