/** Passive-aggressive mean reversion (Li, Zhao, Hoi and Gopalkrishnan, Machine Learning 87, 2012): PAMR, PAMR-1, PAMR-2. */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { moveAlong, type Spread, spreadOf } from './reversion.js';

/** Which of the paper's three steps: hard loss, slack capped at C, slack penalised by C. */
export type PamrVariant = 0 | 1 | 2;

export interface PamrOptions {
  /** Growth above which a day counts as too good, ε; default 0.5. */
  readonly epsilon?: number;
  /** Aggressiveness C of variants 1 and 2; default 500. */
  readonly aggressiveness?: number;
  readonly variant?: PamrVariant;
}

/**
 * w ← projection of w − η (x − mean), η = max(0, earned − ε) / Σ(x − mean)², capped (1) or damped (2) by C. What was earned is the growth
 * after costs, as in the toolbox of Li, Sahoo and Hoi (2016); a day on which all relatives are equal changes nothing. O(n) a day, no memory.
 */
export function pamr(options: PamrOptions = {}): Strategy {
  const { epsilon = 0.5, aggressiveness: c = 500, variant = 0 } = options;
  return defineStrategy({
    id: variant === 0 ? 'pamr' : `pamr${variant}`,
    name: variant === 0 ? `PAMR (ε ${epsilon})` : `PAMR-${variant} (ε ${epsilon}, C ${c})`,
    complexity: 'O(n)',
    window: 1,
    remembers: false,
    step: (n) => {
      const spread: Spread = { mean: 0, squares: 0 };
      return (w, h) => {
        const row = rowOf(h);
        spreadOf(h.relatives, row, n, spread);
        if (spread.squares === 0) return;
        let earned = h.earned ?? 0;
        if (h.earned === undefined)
          for (let i = 0; i < n; i++) earned += (w[i] as number) * (h.relatives[row + i] as number);
        const loss = Math.max(0, earned - epsilon);
        const plain = loss / (spread.squares + (variant === 2 ? 0.5 / c : 0));
        moveAlong(w, h.relatives, row, spread.mean, -(variant === 1 ? Math.min(c, plain) : plain));
      };
    },
  });
}
