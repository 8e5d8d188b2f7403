/** M3T's AP baseline: cross while behind the clock, rest while ahead of it, pause when far ahead (docs/papers/m3t.md, baselines). */
import { crossing, type Executor, resting, restOrKeep, steppingExecutor, waiting } from '../executor.js';

export interface ApOptions {
  /** Ledger `m3t.ap-lower`: below this ratio of filled share to time it crosses; 1.01 in earlier code. */
  readonly lower?: number;
  readonly upper?: number;
  /** Ledger `m3t.ap-band`: between the bounds a new order every step, which queues anew, or one left where it rests. */
  readonly band?: 'reissue' | 'keep';
  /** Ledger `m3t.pace-steps`: time passes along the tranche's own steps, or along 600. */
  readonly paceSteps?: 'own' | '600';
}

/** ρ = filled share / time share, the latter at least 1e-10. */
export function apExecutor(options: ApOptions = {}): Executor {
  const { lower = 1, upper = 1.1, band = 'reissue', paceSteps = 'own' } = options;
  return steppingExecutor('AP', (_pack, { span, side, shares }) => {
    const steps = paceSteps === 'own' ? span.steps : 600;
    return (view) => {
      const filled = (shares - view.leftShares) / shares;
      const pace = filled / Math.max(view.step / steps, 1e-10);
      if (pace < lower) return crossing(side);
      if (pace > upper) return waiting;
      return band === 'keep' ? restOrKeep(view) : resting(side);
    };
  });
}
