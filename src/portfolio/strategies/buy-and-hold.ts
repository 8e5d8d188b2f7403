/** Buy and hold: weights are bought once and then move with the prices (the market strategy of Li and Hoi, 2014, for uniform weights). */
import { defineStrategy, rowOf, type Strategy, uniform } from '../strategy.js';

/**
 * O(n) a day, no memory.
 * @param first weights bought on the first day, default uniform
 */
export function buyAndHold(first?: Float64Array): Strategy {
  return defineStrategy({
    id: 'bah',
    name: first ? 'buy and hold' : 'uniform buy and hold',
    complexity: 'O(n)',
    window: 1,
    remembers: false,
    first: (assets) => first ?? uniform(assets),
    step: (n) => (w, h) => {
      const row = rowOf(h);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        w[i] = (w[i] as number) * (h.relatives[row + i] as number);
        sum += w[i] as number;
      }
      for (let i = 0; i < n; i++) w[i] = (w[i] as number) / sum;
    },
  });
}
