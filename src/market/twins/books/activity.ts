/** How a synthetic day's volume is spread over its steps: the stock's shape of the day, bursts that last, and single busy steps. */
import { type Generator, normalByTable, portableExp } from '../../../core/index.js';

/** Moments of activity within the day. */
export interface ActivityParameters {
  /** Mean and deviation of the log of a 15-minute bar's share of the day [16], as of the stock's own bars. */
  readonly logShareMean: readonly number[];
  readonly logShareDeviation: readonly number[];
  /** Log activity of a step: deviation and persistence of its slow part, deviation of its fast part. */
  readonly slowDeviation: number;
  readonly slowPersistence: number;
  readonly fastDeviation: number;
}

/** Shares of each of n steps; whole lots that add up to the day's volume. */
export function stepVolumes(
  p: ActivityParameters,
  volume: number,
  n: number,
  lotShares: number,
  random: Generator,
): Float64Array {
  const bars = p.logShareMean.length;
  const weights = new Float64Array(n);
  let [slow, sum] = [normalByTable(random), 0];
  const fresh = Math.sqrt(1 - p.slowPersistence * p.slowPersistence);
  const shape = p.logShareMean.map((mean, b) =>
    portableExp(mean + (p.logShareDeviation[b] as number) * normalByTable(random)),
  );
  const total = shape.reduce((a, b) => a + b, 0);
  for (let b = 0; b < bars; b++) {
    const [first, last] = [Math.floor((b * n) / bars), Math.floor(((b + 1) * n) / bars)];
    let inside = 0;
    for (let t = first; t < last; t++) {
      slow = p.slowPersistence * slow + fresh * normalByTable(random);
      const weight = portableExp(p.slowDeviation * slow + p.fastDeviation * normalByTable(random));
      weights[t] = weight;
      inside += weight;
    }
    for (let t = first; t < last; t++) {
      weights[t] = ((weights[t] as number) * (shape[b] as number)) / total / inside;
      sum += weights[t] as number;
    }
  }
  // Whole lots: what a step's rounding leaves goes to the next one.
  const lots = volume / lotShares;
  let [wanted, given] = [0, 0];
  return weights.map((weight) => {
    wanted += (weight / sum) * lots;
    const whole = Math.round(wanted) - given;
    given += whole;
    return whole * lotShares;
  });
}
