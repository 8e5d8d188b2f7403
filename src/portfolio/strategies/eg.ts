/** Exponentiated gradient (Helmbold, Schapire, Singer and Warmuth, Mathematical Finance 8, 1998). */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';

/**
 * w_i ← w_i exp(η x_i / (w · x)), normalised. O(n) a day, no memory.
 * @param eta learning rate ≥ 0; 0 keeps the uniform CRP
 */
export function exponentiatedGradient(eta = 0.05): Strategy {
  return defineStrategy({
    id: 'eg',
    name: `EG (η ${eta})`,
    complexity: 'O(n)',
    window: 1,
    remembers: false,
    step: (n) => (w, h) => {
      const row = rowOf(h);
      let growth = 0;
      let most = 0;
      for (let i = 0; i < n; i++) {
        const x = h.relatives[row + i] as number;
        growth += (w[i] as number) * x;
        if (x > most) most = x;
      }
      // A common factor falls out in the sum; taken off, no exponential can overflow.
      const rate = eta / growth;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        w[i] = (w[i] as number) * Math.exp(rate * ((h.relatives[row + i] as number) - most));
        sum += w[i] as number;
      }
      for (let i = 0; i < n; i++) w[i] = (w[i] as number) / sum;
    },
  });
}
