/**
 * How sure a Sharpe ratio is: the probabilistic Sharpe ratio (Bailey and López de Prado 2012) and the deflated one (2014), which asks
 * whether the best of many trials is more than luck.
 */
import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import { StrataError } from '../core/index.js';
import { deviation, mean, standardisedMoment } from './moments.js';

/** A Sharpe ratio with what its error depends on. Nothing is annualised. */
export interface SharpeSample {
  /** Mean over standard deviation of a period's excess return. */
  readonly sharpe: number;
  readonly periods: number;
  /** Third standardised moment, 0 for the normal distribution. */
  readonly skewness: number;
  /** Fourth standardised moment, 3 for the normal distribution: not the excess. */
  readonly kurtosis: number;
}

/**
 * Sharpe ratio of returns with the moments of their distribution.
 * @param returns  of single periods
 * @param riskFree of a period, taken from each return
 * @throws StrataError for fewer than two returns or returns that are all equal
 */
export function sharpeSample(returns: ArrayLike<number>, riskFree = 0): SharpeSample {
  const spread = deviation(returns);
  if (!(spread > 0))
    throw new StrataError(`a Sharpe ratio needs two returns that differ; received ${returns.length} with none`);
  return {
    sharpe: (mean(returns) - riskFree) / spread,
    periods: returns.length,
    skewness: standardisedMoment(returns, 3),
    kurtosis: standardisedMoment(returns, 4),
  };
}

/**
 * Probability that the true Sharpe ratio exceeds a benchmark's: Φ((SR − SR₀) √(T − 1) / √(1 − γ₃ SR + (γ₄ − 1)/4 SR²)).
 * @param benchmark Sharpe ratio of a period
 * @throws StrataError where the moments leave no positive variance
 */
export function probabilisticSharpe(sample: SharpeSample, benchmark = 0): number {
  const { sharpe, periods, skewness, kurtosis } = sample;
  const spread = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
  if (!(spread > 0 && periods > 1))
    throw new StrataError(
      `the variance of a Sharpe ratio must be positive; received ${spread} from Sharpe ${sharpe}, skewness ${skewness}, kurtosis ${kurtosis} and ${periods} periods`,
    );
  return normalCdf(((sharpe - benchmark) * Math.sqrt(periods - 1)) / Math.sqrt(spread), 0, 1);
}

const eulerGamma = 0.5772156649015329;

/**
 * Sharpe ratio that the best of N trials without any skill is expected to have: √V ((1 − γ) z(1 − 1/N) + γ z(1 − 1/(N e))).
 * @param trials         N, how many were tried, those that were forgotten included; 1 gives 0
 * @param sharpeVariance V, variance of the trials' Sharpe ratios, of a period
 */
export function luckySharpe(trials: number, sharpeVariance: number): number {
  if (!(trials >= 1 && sharpeVariance >= 0))
    throw new StrataError(`the best of N trials needs N ≥ 1 and a variance; received ${trials} and ${sharpeVariance}`);
  if (trials === 1) return 0;
  const z = (p: number): number => normalQuantile(p, 0, 1);
  return Math.sqrt(sharpeVariance) * ((1 - eulerGamma) * z(1 - 1 / trials) + eulerGamma * z(1 - 1 / (trials * Math.E)));
}

/** Probability that a Sharpe ratio chosen as the best of N trials is above what luck alone gives. @see luckySharpe */
export function deflatedSharpe(sample: SharpeSample, trials: number, sharpeVariance: number): number {
  return probabilisticSharpe(sample, luckySharpe(trials, sharpeVariance));
}
