/** Training samples of the Macro Trader: a tranche's shares on the previous N days and its share on the day (docs/papers/m3t.md). */
import { StrataError } from '../../core/index.js';
import type { VolumeProfile } from '../../features/index.js';

/** Half-open range of day indices. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Samples of consecutive days. Sample order is day by day, and within a day tranche by tranche.
 *
 * Histories are stored step by step ([history × samples], oldest first): the layout a recurrent network reads.
 */
export interface ProfileSamples {
  readonly count: number;
  readonly history: number;
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
}

/**
 * @param profile profiles of one instrument
 * @param range   days that are targets; the history of a day may lie before the range but never behind it
 * @param history N, days looked back on
 * @param tranche only this tranche's samples; all tranches when left out
 * @throws StrataError when a target has fewer than N days before it, or the range leaves the profile
 */
export function profileSamples(
  profile: VolumeProfile,
  range: DayRange,
  history: number,
  tranche?: number,
): ProfileSamples {
  const { shares, tranches, days } = profile;
  if (range.from < history || range.to > days.length || range.from >= range.to)
    throw new StrataError(
      `${profile.instrument}: targets on days ${range.from} to ${range.to - 1} of ${days.length} need ${history} days of history each; ` +
        `choose days within ${history} to ${days.length - 1}.`,
    );
  const wanted = tranche === undefined ? Array.from({ length: tranches }, (_, i) => i) : [tranche];
  const count = (range.to - range.from) * wanted.length;
  const inputs = new Float32Array(history * count);
  const targets = new Float32Array(count);
  let n = 0;
  for (let d = range.from; d < range.to; d++)
    for (const i of wanted) {
      for (let k = 0; k < history; k++) inputs[k * count + n] = shares[(d - history + k) * tranches + i] as number;
      targets[n++] = shares[d * tranches + i] as number;
    }
  return { count, history, inputs, targets };
}
