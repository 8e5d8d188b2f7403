/** The two simplest bets on yesterday: all wealth on the asset that rose most (Winner) or least (Loser). */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';

/**
 * All wealth on the asset with the largest last relative (Winner of ADDPG-QPL's Table I, after Liang et al., arXiv 1808.09940); equal ones share.
 * O(n) a day, no memory.
 */
export function winner(): Strategy {
  return follow('winner', 'Winner', 1);
}

/** All wealth on the asset with the smallest last relative; equal ones share. O(n) a day, no memory. */
export function loser(): Strategy {
  return follow('loser', 'Loser', -1);
}

function follow(id: string, name: string, sign: 1 | -1): Strategy {
  return defineStrategy({
    id,
    name,
    complexity: 'O(n)',
    window: 1,
    remembers: false,
    step: (n) => (w, h) => {
      const row = rowOf(h);
      let most = Number.NEGATIVE_INFINITY;
      let count = 0;
      for (let i = 0; i < n; i++) {
        const x = sign * (h.relatives[row + i] as number);
        if (x > most) count = 0;
        if (x >= most) {
          most = x;
          count++;
        }
      }
      for (let i = 0; i < n; i++) w[i] = sign * (h.relatives[row + i] as number) === most ? 1 / count : 0;
    },
  });
}
