/** Even execution of a tranche: TWAP, and M3T's VWAP baseline when the tranches follow a volume profile (docs/papers/m3t.md, baselines). */
import type { Executor } from '../executor.js';
import { type LotForm, type PaceSteps, scheduledExecutor } from './scheduled.js';

/** Lot k of n is due at step ⌊kT/n⌋. Named VWAP, as in the paper, whose tranches follow the profile of the day. */
export function evenExecutor(form: LotForm = 'even-cross', paceSteps: PaceSteps = 'own'): Executor {
  return scheduledExecutor('VWAP', form, paceSteps, evenSteps);
}

/** The same under its own name: equal parts of an order at equal times. Over a day it is TWAP where the tranches are equal too. */
export function twapExecutor(form: LotForm = 'even-cross', paceSteps: PaceSteps = 'own'): Executor {
  return scheduledExecutor('TWAP', form, paceSteps, evenSteps);
}

function evenSteps(lots: number, steps: number): Int32Array {
  return Int32Array.from({ length: lots }, (_, k) => Math.floor((k * steps) / lots));
}
