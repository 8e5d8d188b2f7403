/** Executors along a timetable: lots fall due one by one, and each is sent across the spread or rests first. */
import { crossing, type Executor, leftLots, restOrKeep, steppingExecutor, waiting } from '../executor.js';

/** Ledger `m3t.vwap-execution`: a lot that is due crosses the spread, or rests on the own side until the next one is due. */
export type LotForm = 'even-cross' | 'even-rest-then-cross';

/** Ledger `m3t.pace-steps`: time passes along the span's own steps, or along 600, the steps of a full half hour. */
export type PaceSteps = 'own' | '600';

/**
 * Lots that were missed follow one a step; what is not due before the end is forced.
 * @param dueSteps step in which each of so many lots falls due, never falling, where time passes along so many steps [lots]
 */
export function scheduledExecutor(
  name: string,
  form: LotForm,
  paceSteps: PaceSteps,
  dueSteps: (lots: number, steps: number) => ArrayLike<number>,
): Executor {
  const full = form === 'even-cross' ? name : `${name}, resting`;
  return steppingExecutor(full, (pack, { span, side, shares }) => {
    const lots = Math.floor(shares / pack.lotShares);
    const steps = dueSteps(lots, paceSteps === 'own' ? span.steps : 600);
    let due = 0;
    return (view) => {
      while (due < lots && (steps[due] as number) <= view.step) due++;
      const behind = due - (lots - leftLots(view));
      if (behind <= 0) return waiting;
      return form === 'even-cross' || behind > 1 ? crossing(side) : restOrKeep(view);
    };
  });
}
