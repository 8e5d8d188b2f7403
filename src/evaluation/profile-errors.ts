/** How hard a stock's half-hour profile is to forecast: squared errors by day of the 20-day average and of linear autoregressions. */
import { Matrix, solve } from 'ml-matrix';
import type { BarDay } from './bar-days.js';

/** Days whose profiles a forecast looks at. */
export const forecastHistory = 20;
/** First day that the autoregressions forecast: the days before it are for fitting only. */
export const firstFittedDay = 100;

const halfHours = 8;
const terms = forecastHistory + 1;

/** Mean squared error over the half hours × 1e-3, a number a day; NaN where a forecast cannot be made yet. */
export interface ProfileErrors {
  /** Mean share of the 20 days before: the first row of Table V. */
  readonly average: Float64Array;
  /** The average moved by a fitted multiple of yesterday's distance from it. */
  readonly corrected: Float64Array;
  /** Linear in the 20 shares before, pooled over the half hours: the paper's linear layer at its least-squares optimum. */
  readonly linear: Float64Array;
}

/** Errors of the three forecasts. What is fitted is fitted anew each day by least squares on all days before it. */
export function profileErrors(days: readonly BarDay[]): ProfileErrors {
  const column = (): Float64Array => new Float64Array(days.length).fill(Number.NaN);
  const errors = { average: column(), corrected: column(), linear: column() };
  const products = Matrix.zeros(terms, terms);
  const targets = Matrix.zeros(terms, 1);
  let pull = 0;
  let weight = 0;
  for (let d = forecastHistory; d < days.length; d++) {
    const fitted = d >= firstFittedDay;
    const coefficients = fitted ? solve(products, targets).to1DArray() : [];
    const multiple = weight > 0 ? pull / weight : 0;
    const sums = { average: 0, corrected: 0, linear: 0 };
    for (const { inputs, average, yesterday, share } of samplesOf(days, d)) {
      sums.average += (share - average) ** 2;
      sums.corrected += (share - average - multiple * (yesterday - average)) ** 2;
      sums.linear += (share - coefficients.reduce((a, c, k) => a + c * (inputs[k] as number), 0)) ** 2;
    }
    errors.average[d] = (1e3 * sums.average) / halfHours;
    if (fitted) {
      errors.corrected[d] = (1e3 * sums.corrected) / halfHours;
      errors.linear[d] = (1e3 * sums.linear) / halfHours;
    }
    // Only now may the fit see the day that was forecast.
    for (const { inputs, average, yesterday, share } of samplesOf(days, d)) {
      pull += (yesterday - average) * (share - average);
      weight += (yesterday - average) ** 2;
      for (let a = 0; a < terms; a++) {
        const x = inputs[a] as number;
        targets.set(a, 0, targets.get(a, 0) + x * share);
        for (let b = 0; b < terms; b++) products.set(a, b, products.get(a, b) + x * (inputs[b] as number));
      }
    }
  }
  return errors;
}

interface Sample {
  /** 1, then the shares of the days before, the latest first [21]. */
  readonly inputs: readonly number[];
  readonly average: number;
  readonly yesterday: number;
  readonly share: number;
}

function samplesOf(days: readonly BarDay[], d: number): Sample[] {
  const at = (day: number, i: number): number => (days[day] as BarDay).tranches[i] as number;
  return Array.from({ length: halfHours }, (_, i) => {
    const before = Array.from({ length: forecastHistory }, (_, k) => at(d - 1 - k, i));
    return {
      inputs: [1, ...before],
      average: before.reduce((a, x) => a + x, 0) / forecastHistory,
      yesterday: before[0] as number,
      share: at(d, i),
    };
  });
}
