/**
 * How much a book tells of its mid: the skill of two probes on days they were not fitted on. A synthetic book tells as much as a real one
 * where its skill lies in the band that the real days give.
 */
import { generator, StrataError } from '../core/index.js';
import type { BookDay } from '../market/index.js';
import { bootstrap } from '../statistics/index.js';
import { linearProbe } from './linear-probe.js';
import { networkProbe } from './network-probe.js';
import { type DayErrors, probeHorizons, probeWindows } from './probe-windows.js';

/** Ridge regression, or a perceptron with one hidden layer. */
export const probeKinds = ['linear', 'network'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** Skill of one probe over one horizon: 1 − squared error / squared error of the fitting days' mean; with it the 95 % band of days drawn anew. */
export interface ProbeSkill {
  readonly probe: ProbeKind;
  /** Snapshots ahead. */
  readonly horizon: number;
  readonly skill: number;
  readonly low: number;
  readonly high: number;
  readonly days: number;
}

/**
 * Fits each probe on all days but one and tests it on that one, for every day.
 * @throws StrataError for fewer than three days
 */
export async function probeSkills(
  days: readonly BookDay[],
  kinds: readonly ProbeKind[] = probeKinds,
): Promise<ProbeSkill[]> {
  if (days.length < 3) throw new StrataError(`a probe is fitted on days and tested on others; received ${days.length}`);
  const windows = days.map(probeWindows);
  const out: ProbeSkill[] = [];
  for (const probe of kinds) {
    const errors =
      probe === 'linear' ? await linearProbe(windows) : await networkProbe(windows, generator('network probe'));
    for (const [h, horizon] of probeHorizons.entries()) {
      const { value, low, high } = skillOf(errors, h);
      out.push({ probe, horizon, skill: value, low, high, days: days.length });
    }
  }
  return out;
}

function skillOf(errors: readonly DayErrors[], h: number): ReturnType<typeof bootstrap> {
  const statistic = (chosen: Int32Array): number => {
    let [forecast, mean] = [0, 0];
    for (const d of chosen) {
      forecast += errors[d]?.forecast[h] as number;
      mean += errors[d]?.mean[h] as number;
    }
    return 1 - forecast / mean;
  };
  return bootstrap(errors.length, statistic, { random: generator(`probe skill ${h}`), blockLength: 1 });
}
