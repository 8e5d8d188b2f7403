/** Estimated against realised volume profiles on held-out days, and their error (docs/papers/m3t.md, Measures). */
import { StrataError } from '../../core/index.js';
import type { FittedOn, VolumeProfile } from '../../features/index.js';
import type { DayRange } from './macro-samples.js';
import { longMeanProfiles, movingAverageProfile } from './moving-average.js';

/** Estimates of one method for one instrument. */
export interface ProfileForecast {
  readonly instrument: string;
  readonly tranches: number;
  /** Days estimated, ISO, ascending. */
  readonly days: readonly string[];
  /** Row-major [days × tranches]. */
  readonly estimates: Float64Array;
  readonly realised: Float64Array;
  /** Days that weights and the choice of an epoch have seen; null for an average, which is fitted to nothing. */
  readonly fittedOn: FittedOn | null;
}

/** Estimates each day of the range from the N days before it. */
export function forecastProfiles(
  profile: VolumeProfile,
  range: DayRange,
  historyDays: number,
  estimate: (history: Float64Array, tranches: number) => Float64Array,
  fittedOn: FittedOn | null,
): ProfileForecast {
  const { tranches, shares } = profile;
  const estimates = new Float64Array((range.to - range.from) * tranches);
  for (let d = range.from; d < range.to; d++)
    estimates.set(
      estimate(shares.subarray((d - historyDays) * tranches, d * tranches), tranches),
      (d - range.from) * tranches,
    );
  return forecast(profile, range, estimates, fittedOn);
}

/** The moving average MA of the paper. */
export function movingAverageForecast(profile: VolumeProfile, range: DayRange, historyDays: number): ProfileForecast {
  return forecastProfiles(profile, range, historyDays, movingAverageProfile, null);
}

/** The mean of all earlier days, our reference outside the paper. */
export function longMeanForecast(profile: VolumeProfile, range: DayRange): ProfileForecast {
  const { tranches, shares } = profile;
  const all = longMeanProfiles(shares.subarray(0, range.to * tranches), tranches);
  return forecast(profile, range, all.slice(range.from * tranches), null);
}

/** Estimates of each day divided by their sum (ledger `m3t.profile-normalise` = on). */
export function normalised(f: ProfileForecast): ProfileForecast {
  const estimates = f.estimates.slice();
  for (let d = 0; d < f.days.length; d++) {
    const row = estimates.subarray(d * f.tranches, (d + 1) * f.tranches);
    const sum = row.reduce((total, u) => total + u, 0);
    for (let i = 0; i < f.tranches; i++) row[i] = (row[i] as number) / sum;
  }
  return { ...f, estimates };
}

/**
 * Squared error of each day, the mean over its tranches; the mean over days is the paper's profile error.
 *
 * @param options.leak measure all the same where the estimator has seen the days, to find out how much that flatters
 * @throws StrataError when the method was fitted to one of the days it is measured on, or an estimate is not finite
 */
export function dailySquaredErrors(f: ProfileForecast, options: { readonly leak?: boolean } = {}): Float64Array {
  const first = f.days[0];
  if (!options.leak && f.fittedOn && first !== undefined && f.fittedOn.to >= first)
    throw new StrataError(
      `${f.instrument}: the estimator was fitted on ${f.fittedOn.from} to ${f.fittedOn.to}, the errors begin on ${first}: ` +
        'measure on days after the fitted ones only.',
      { code: 'fit-scope' },
    );
  return Float64Array.from(f.days, (day, d) => {
    let sum = 0;
    for (let n = d * f.tranches; n < (d + 1) * f.tranches; n++)
      sum += ((f.estimates[n] as number) - (f.realised[n] as number)) ** 2;
    if (!Number.isFinite(sum))
      throw new StrataError(`${f.instrument}, ${day}: an estimated or realised share is not finite.`);
    return sum / f.tranches;
  });
}

function forecast(
  profile: VolumeProfile,
  range: DayRange,
  estimates: Float64Array,
  fittedOn: FittedOn | null,
): ProfileForecast {
  return {
    instrument: profile.instrument,
    tranches: profile.tranches,
    days: profile.days.slice(range.from, range.to),
    estimates,
    realised: profile.shares.slice(range.from * profile.tranches, range.to * profile.tranches),
    fittedOn,
  };
}
