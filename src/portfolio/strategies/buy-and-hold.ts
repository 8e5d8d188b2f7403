/** Buy and hold: weights are bought once and then move with the prices (the market strategy of Li and Hoi, 2014, for uniform weights). */
import { defineStrategy, rowOf, type Strategy, uniform } from '../strategy.js';
import { drift } from './holding.js';

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
    step: () => (w, h) => drift(w, h.relatives, rowOf(h)),
  });
}
