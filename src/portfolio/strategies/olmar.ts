/** Moving average reversion (Li and Hoi, ICML 2012): OLMAR-1 with a simple, OLMAR-2 with an exponential moving average of prices. */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { moveAlong, type Spread, spreadOf } from './reversion.js';

/**
 * OLMAR-1. Predicted relatives are the mean price of the last `window` days over the last price; while fewer than window + 1 days are known,
 * the last relatives. The weights of the first two days are uniform. O(n · window) a day.
 * @param epsilon growth that the prediction must reach, > 1
 * @param window  days averaged, ≥ 2
 */
export function olmar1(epsilon = 10, window = 5): Strategy {
  return defineStrategy({
    id: 'olmar1',
    name: `OLMAR-1 (ε ${epsilon}, window ${window})`,
    complexity: 'O(n · window)',
    window,
    remembers: false,
    step: (n) => {
      const predicted = new Float64Array(n);
      const reach = reaching(n, epsilon);
      return (w, h) => {
        if (h.days < 2) return;
        if (h.days < window + 1) {
          const row = rowOf(h);
          for (let i = 0; i < n; i++) predicted[i] = h.relatives[row + i] as number;
        } else averagePrice(h.relatives, rowOf(h), n, window, predicted);
        reach(w, predicted);
      };
    },
  });
}

/**
 * OLMAR-2. Predicted relatives φ ← α + (1 − α) φ / x, from 1 on the first day. O(n) a day and of memory.
 * @param epsilon growth that the prediction must reach, > 1
 * @param alpha   weight of the last price, in (0, 1]
 */
export function olmar2(epsilon = 10, alpha = 0.5): Strategy {
  return defineStrategy({
    id: 'olmar2',
    name: `OLMAR-2 (ε ${epsilon}, α ${alpha})`,
    complexity: 'O(n)',
    window: 1,
    remembers: true,
    step: (n) => {
      const predicted = new Float64Array(n).fill(1);
      const reach = reaching(n, epsilon);
      return (w, h) => {
        const row = rowOf(h);
        for (let i = 0; i < n; i++)
          predicted[i] = alpha + ((1 - alpha) * (predicted[i] as number)) / (h.relatives[row + i] as number);
        reach(w, predicted);
      };
    },
  });
}

/** Mean over the last `window` prices of price / last price, from relatives alone. */
function averagePrice(x: Float64Array, lastRow: number, n: number, window: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 1;
    let since = 1;
    for (let back = 0; back < window - 1; back++) {
      since *= x[lastRow - back * n + i] as number;
      sum += 1 / since;
    }
    out[i] = sum / window;
  }
}

/** Least change of weights that makes the predicted growth reach ε. */
export function reaching(n: number, epsilon: number): (w: Float64Array, predicted: Float64Array) => void {
  const spread: Spread = { mean: 0, squares: 0 };
  return (w, predicted) => {
    spreadOf(predicted, 0, n, spread);
    if (spread.squares === 0) return;
    let expected = 0;
    for (let i = 0; i < n; i++) expected += (w[i] as number) * (predicted[i] as number);
    moveAlong(w, predicted, 0, spread.mean, Math.max(0, epsilon - expected) / spread.squares);
  };
}
