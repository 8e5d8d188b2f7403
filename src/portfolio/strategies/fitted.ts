/** Strategies that estimate the moments of returns now and then and hold what follows from them. */
import { StrataError } from '../../core/index.js';
import { type CovarianceKind, type Moments, momentsOf } from '../estimates/covariance.js';
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { drift } from './holding.js';

export interface FitOptions {
  /** Last days that an estimate reads, default 252. */
  readonly window?: number;
  /** Days known before the first estimate, from 2 to `window`, default 63; until then the uniform portfolio is held. */
  readonly least?: number;
  /** Days from one estimate to the next, default 21. In between nothing is traded: weights move with the prices. */
  readonly every?: number;
  /** Default `ledoit-wolf`, which is positive definite even with fewer days than assets. */
  readonly covariance?: CovarianceKind;
}

/** Sets weights [assets] from moments and the number of days they were estimated on. */
export type Fit = (moments: Moments, days: number, weights: Float64Array) => void;

/** What `defineFitted` needs besides the options. */
export interface FittedDefinition {
  readonly id: string;
  readonly title: string;
  /** Time of a fit without the estimate. */
  readonly complexity: string;
  readonly fitter: (assets: number) => Fit;
}

/** @throws StrataError for options out of range */
export function defineFitted(definition: FittedDefinition, options: FitOptions): Strategy {
  const { window = 252, least = Math.min(63, window), every = 21, covariance = 'ledoit-wolf' } = options;
  if (!(Number.isInteger(every) && every >= 1 && least >= 2 && least <= window))
    throw new StrataError(
      `${definition.title} needs every ≥ 1 and 2 ≤ least ≤ window days; received every ${every}, least ${least}, window ${window}`,
    );
  const { id, title, complexity, fitter } = definition;
  return defineStrategy({
    id,
    name: `${title} (${window} days, every ${every}, ${covariance})`,
    complexity: `O(n² · window + ${complexity}) every ${every} days, O(n) between`,
    window,
    remembers: false,
    step: (n) => {
      const estimate = momentsOf(n, covariance);
      const set = fitter(n);
      return (w, h) => {
        if (h.days < least || (h.days - least) % every !== 0) {
          drift(w, h.relatives, rowOf(h));
          return;
        }
        const days = Math.min(window, h.days);
        const moments = estimate(h.relatives, rowOf(h, days - 1), days);
        if (separate(moments.covariance, n)) set(moments, days, w);
        else w.fill(1 / n);
      };
    },
  });
}

/** Keeps each variance above nothing, so that an asset that never moved is one of little risk; false where no asset moved. */
function separate(covariance: Float64Array, n: number): boolean {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += covariance[i * n + i] as number;
  const floor = (1e-10 * trace) / n;
  for (let i = 0; i < n; i++) covariance[i * n + i] = Math.max(covariance[i * n + i] as number, floor);
  return trace > 0;
}
