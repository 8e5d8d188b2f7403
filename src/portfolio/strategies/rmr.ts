/** Robust median reversion (Huang, Zhou, Li, Hoi and Zhou, IJCAI 2013): OLMAR with the L1 median of prices in place of their mean. */
import { l1Median } from '../solvers/l1-median.js';
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { reaching } from './olmar.js';

const large = 2 ** 300;

/**
 * Prices are counted from 1 on the first day, which decides how assets weigh in the median. While fewer than window + 1 days are known the
 * last relatives are the prediction. O(n · window · iterations) a day, O(n · window) memory.
 * @param epsilon growth that the prediction must reach, > 1
 * @param window  prices in the median, ≥ 2
 */
export function rmr(epsilon = 5, window = 5): Strategy {
  return defineStrategy({
    id: 'rmr',
    name: `RMR (ε ${epsilon}, window ${window})`,
    complexity: 'O(n · window · iterations of the median)',
    window: 1,
    remembers: true,
    step: (n) => {
      const prices = new Float64Array(window * n);
      const predicted = new Float64Array(n);
      const median = l1Median(window, n);
      const reach = reaching(n, epsilon);
      return (w, h) => {
        const row = rowOf(h);
        prices.copyWithin(0, n);
        const last = (window - 1) * n;
        let most = 0;
        for (let i = 0; i < n; i++) {
          const before = h.days === 1 ? 1 : (prices[last + i] as number) * (h.relatives[row + i] as number);
          prices[last + i] = before;
          if (before > most) most = before;
        }
        // A power of two for all prices changes no relation between them and keeps long histories finite.
        if (most > large || most < 1 / large) {
          const scale = most > large ? 1 / large : large;
          for (let at = 0; at < prices.length; at++) prices[at] = (prices[at] as number) * scale;
        }
        if (h.days < window + 1) {
          for (let i = 0; i < n; i++) predicted[i] = h.relatives[row + i] as number;
        } else {
          median(prices, predicted);
          for (let i = 0; i < n; i++) predicted[i] = (predicted[i] as number) / (prices[last + i] as number);
        }
        reach(w, predicted);
      };
    },
  });
}
