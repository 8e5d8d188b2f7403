/**
 * Block bootstraps of dependent series: moving blocks (Künsch 1989), circular blocks and the stationary bootstrap with geometric block
 * lengths (Politis and Romano 1992, 1994). Several columns drawn together keep what they have in common.
 */
import { type Generator, StrataError } from '../core/index.js';
import { deviation, sortedQuantile } from './moments.js';

/** Which periods a bootstrap sample is made of. */
export type BlockKind = 'moving' | 'circular' | 'stationary';

/** How samples are drawn. */
export interface BootstrapOptions {
  readonly random: Generator;
  readonly kind?: BlockKind;
  /** Periods a block, the mean of them for `stationary`; ≥ 1. */
  readonly blockLength: number;
  /** Bootstrap samples, default 2000. */
  readonly samples?: number;
  /** Coverage of the interval, default 0.95. */
  readonly coverage?: number;
}

/** A statistic with its interval. */
export interface Estimate {
  readonly value: number;
  /** Ends of the percentile interval: quantiles of the distribution. */
  readonly low: number;
  readonly high: number;
  /** Basic interval: the percentile interval reflected at the value (Davison and Hinkley 1997, 5.6). */
  readonly basic: { readonly low: number; readonly high: number };
  /** Standard deviation of the statistic over the samples. */
  readonly standardError: number;
  /** Periods. */
  readonly n: number;
  /** The statistic of each sample, ascending. */
  readonly distribution: Float64Array;
}

/**
 * Bootstrap interval of a statistic of one or several series of the same periods.
 * @param n periods
 * @param statistic function of the drawn periods (indices into the series, in the drawn order; overwritten by the next draw)
 * @throws StrataError for no periods, a block length outside [1, n], no samples, or a coverage outside (0, 1)
 */
export function bootstrap(n: number, statistic: (periods: Int32Array) => number, options: BootstrapOptions): Estimate {
  const { random, kind = 'moving', blockLength, samples = 2000, coverage = 0.95 } = options;
  if (n < 1 || !(blockLength >= 1 && blockLength <= n)) {
    throw new StrataError(`a block bootstrap needs 1 ≤ block length ≤ periods; received ${blockLength} and ${n}`);
  }
  if (!Number.isInteger(samples) || samples < 1 || !(coverage > 0 && coverage < 1)) {
    throw new StrataError(
      `a bootstrap needs samples ≥ 1 and a coverage between 0 and 1; received ${samples} and ${coverage}`,
    );
  }
  const periods = Int32Array.from({ length: n }, (_, i) => i);
  const value = statistic(periods);
  const distribution = new Float64Array(samples);
  for (let s = 0; s < samples; s++) {
    drawPeriods(periods, kind, blockLength, random);
    distribution[s] = statistic(periods);
  }
  distribution.sort();
  const outside = (1 - coverage) / 2;
  const low = sortedQuantile(distribution, outside);
  const high = sortedQuantile(distribution, 1 - outside);
  return {
    value,
    low,
    high,
    basic: { low: 2 * value - high, high: 2 * value - low },
    standardError: deviation(distribution, 0),
    n,
    distribution,
  };
}

/** Bootstrap interval of the mean of a series. */
export function bootstrapMean(values: ArrayLike<number>, options: BootstrapOptions): Estimate {
  return bootstrap(values.length, (periods) => meanAt(values, periods), options);
}

/** Bootstrap interval of the mean of a - b, both sides drawn on the same periods. */
export function bootstrapDifference(a: ArrayLike<number>, b: ArrayLike<number>, options: BootstrapOptions): Estimate {
  if (a.length !== b.length)
    throw new StrataError(`paired series must have the same periods; received ${a.length} and ${b.length}`);
  return bootstrapMean(
    Float64Array.from({ length: a.length }, (_, i) => (a[i] as number) - (b[i] as number)),
    options,
  );
}

/** Fills `out` with as many periods, drawn from all of them block by block; blocks other than `moving` go on from the last period to the first. */
export function drawPeriods(out: Int32Array, kind: BlockKind, blockLength: number, random: Generator): void {
  const n = out.length;
  if (kind === 'stationary') {
    let at = random.integer(n);
    for (let i = 0; i < n; i++) {
      out[i] = at;
      at = random.uniform() < 1 / blockLength ? random.integer(n) : (at + 1) % n;
    }
    return;
  }
  const length = Math.max(1, Math.round(blockLength));
  const starts = kind === 'moving' ? n - length + 1 : n;
  for (let i = 0; i < n; ) {
    const start = random.integer(starts);
    for (let k = 0; k < length && i < n; k++) out[i++] = (start + k) % n;
  }
}

function meanAt(values: ArrayLike<number>, periods: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < periods.length; i++) sum += values[periods[i] as number] as number;
  return sum / periods.length;
}
