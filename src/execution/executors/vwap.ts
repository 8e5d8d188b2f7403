/** Execution along a volume profile inside one span, where `executeDay` follows one from tranche to tranche. */
import { StrataError } from '../../core/index.js';
import type { Executor } from '../executor.js';
import { type LotForm, scheduledExecutor } from './scheduled.js';

/** Steps lost to the last binary digit of a profile's running sum. */
const FLOOR_GUARD_STEPS = 1e-9;

/**
 * Lot k of n is due when the profile's running sum reaches k/n of its total, volume being spread evenly inside a part; with one part it
 * is even execution.
 * @param profile volume expected in each of equal parts of the span, in any unit, e.g. a row of `volumeProfile`
 * @throws StrataError for a profile with a part below 0, or without volume
 */
export function vwapExecutor(profile: ArrayLike<number>, form: LotForm = 'even-cross'): Executor {
  const parts = Array.from(profile);
  const total = parts.reduce((sum, v) => sum + v, 0);
  if (!(total > 0 && Number.isFinite(total) && parts.every((v) => v >= 0)))
    throw new StrataError(`a volume profile has parts from 0 and some volume; received ${parts.join(', ')}`);
  return scheduledExecutor('VWAP along a profile', form, 'own', (lots, steps) => {
    let [part, before] = [0, 0];
    return Int32Array.from({ length: lots }, (_, k) => {
      const reached = (k / lots) * total;
      while (part + 1 < parts.length && before + (parts[part] as number) <= reached) before += parts[part++] as number;
      const inside = (reached - before) / (parts[part] as number);
      return Math.floor(((part + inside) / parts.length) * steps + FLOOR_GUARD_STEPS);
    });
  });
}
