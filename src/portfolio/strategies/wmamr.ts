/** Weighted moving average mean reversion (Gao and Zhang, ICCIS 2013): the passive-aggressive step of PAMR on a mean of relatives. */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { moveAlong, type Spread, spreadOf } from './reversion.js';

/**
 * w ← projection of w − η (x̄ − mean x̄), η = max(0, w · x̄ − ε) / Σ(x̄ − mean x̄)², x̄ the mean of the last `window` relatives, fewer in the
 * first days (as in universal-portfolios). O(n · window) a day, no memory.
 * @param epsilon growth above which the mean counts as too good, default 0.5
 * @param window  days averaged, ≥ 1
 */
export function wmamr(epsilon = 0.5, window = 5): Strategy {
  return defineStrategy({
    id: 'wmamr',
    name: `WMAMR (ε ${epsilon}, window ${window})`,
    complexity: 'O(n · window)',
    window,
    remembers: false,
    step: (n) => {
      const average = new Float64Array(n);
      const spread: Spread = { mean: 0, squares: 0 };
      return (w, h) => {
        const days = Math.min(window, h.days);
        average.fill(0);
        for (let back = 0; back < days; back++) {
          const row = rowOf(h, back);
          for (let i = 0; i < n; i++) average[i] = (average[i] as number) + (h.relatives[row + i] as number) / days;
        }
        spreadOf(average, 0, n, spread);
        if (spread.squares === 0) return;
        let expected = 0;
        for (let i = 0; i < n; i++) expected += (w[i] as number) * (average[i] as number);
        moveAlong(w, average, 0, spread.mean, -Math.max(0, expected - epsilon) / spread.squares);
      };
    },
  });
}
