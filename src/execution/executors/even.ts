/** Even execution of a tranche, the VWAP baseline of M3T when the tranches follow a volume profile (docs/papers/m3t.md, baselines). */
import { crossing, type Executor, leftLots, restOrKeep, steppingExecutor, waiting } from '../executor.js';

/**
 * Lot k of n is due at step ⌊kT/n⌋; lots that were missed follow one a step.
 *
 * Ledger `m3t.vwap-execution`: `even-cross` sends each across the spread, `even-rest-then-cross` lets it rest on the own side until the next
 * is due.
 */
export function evenExecutor(form: 'even-cross' | 'even-rest-then-cross' = 'even-cross'): Executor {
  return steppingExecutor(form === 'even-cross' ? 'VWAP' : 'VWAP, resting', (pack, { span, side, shares }) => {
    const lots = Math.floor(shares / pack.lotShares);
    /** Lots due by the end of a step: those k with ⌊kT/n⌋ ≤ step. */
    const due = (step: number): number => Math.min(lots, Math.ceil(((step + 1) * lots) / span.steps));
    return (view) => {
      const behind = due(view.step) - (lots - leftLots(view));
      if (behind <= 0) return waiting;
      return form === 'even-cross' || behind > 1 ? crossing(side) : restOrKeep(view);
    };
  });
}
