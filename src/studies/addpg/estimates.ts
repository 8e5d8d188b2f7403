/** Measures of a method over its seeds, or their difference to another's, with intervals by a crossed bootstrap of seeds and blocks of days. */
import { type Generator, generator } from '../../core/index.js';
import type { Bounds } from '../../evaluation/index.js';
import { bootstrap } from '../../statistics/index.js';
import { type AddpgConfig, measuresOf } from '../../systems/index.js';
import type { MethodRuns } from './runs.js';

export type MeasureName = 'mdd' | 'arr' | 'asr';

export interface MeasureEstimate extends Bounds {
  readonly value: number;
}

/** A trading month. */
const blockLength = 20;
const samples = 1000;

/** Mean over seeds of a measure, or of its difference to the mean of another method on the same days. */
export function estimate(
  method: MethodRuns,
  measure: MeasureName,
  config: AddpgConfig,
  other?: MethodRuns,
): MeasureEstimate {
  const random = generator(`addpg ${measure} ${method.name} ${other?.name ?? ''}`);
  const days = method.growth[0]?.length ?? 0;
  const of = (rows: readonly Float64Array[], seeds: readonly number[], at: Int32Array): number => {
    let sum = 0;
    for (const seed of seeds) {
      const row = rows[seed] as Float64Array;
      sum += measuresOf(
        Float64Array.from(at, (t) => row[t] as number),
        config,
      )[measure];
    }
    return sum / seeds.length;
  };
  const all = (rows: readonly Float64Array[]): number[] => rows.map((_, k) => k);
  const statistic = (at: Int32Array, draw: Generator | null): number => {
    const pick = (rows: readonly Float64Array[]): number[] =>
      draw === null ? all(rows) : rows.map(() => draw.integer(rows.length));
    return of(method.growth, pick(method.growth), at) - (other ? of(other.growth, pick(other.growth), at) : 0);
  };
  const whole = Int32Array.from({ length: days }, (_, t) => t);
  const seeds = random.split('seeds');
  const { low, high } = bootstrap(days, (at) => statistic(at, seeds), {
    random: random.split('days'),
    kind: 'circular',
    blockLength: Math.min(blockLength, days),
    samples,
  });
  return { value: statistic(whole, null), low, high };
}

/** Smallest and largest difference between a run of one and a run of the other: an interval that a single seed can upset. */
export function everySeed(a: readonly number[], b: readonly number[]): Bounds {
  return { low: Math.min(...a) - Math.max(...b), high: Math.max(...a) - Math.min(...b) };
}
