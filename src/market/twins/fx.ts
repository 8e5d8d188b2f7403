/**
 * Synthetic daily bars of the five currency pairs of ADDPG-QPL (arXiv 2501.08528): a statistical twin of the panel with its correlations,
 * tails and ranges, whose next day nobody can tell.
 *
 * A day has one size for all pairs, large on few days (a mixture of two normals, which gives the fat tails), and correlated moves. A bar is a
 * path of steps that ends where the day's move ends, so open and close lie within high and low and levels are touched as on a path. Only
 * + − × ÷, square roots and tables are used, and each day draws from a stream of its own: the first days do not depend on how many follow.
 */
import fs from 'node:fs';
import path from 'node:path';
import { generator, hashOf, normalByTable, paths, portableExp } from '../../core/index.js';
import type { BarSeries } from '../bars/bar-series.js';

/** What the twin is made from: moments of the real bars, no data. */
export interface FxTwinParameters {
  readonly pairs: readonly string[];
  /** First close of each pair. */
  readonly price: readonly number[];
  /** Deviation of the log return from close to close. */
  readonly deviation: readonly number[];
  /** Correlation of these returns, row-major [pairs × pairs]. */
  readonly correlation: readonly number[];
  /** Share of days that are large, and how many times the others they are. */
  readonly largeShare: number;
  readonly largeSize: number;
  /** Deviation of the step from close to next open, as a share of the day's. */
  readonly gap: readonly number[];
  /** Scales the path's way within a bar, so that mean ranges agree. */
  readonly wander: readonly number[];
}

/** Version of the generator; a change of what it draws is a new version beside the old one. */
export const fxTwinVersion = 1;
/** Days of the twin, as many as the panel has. */
const defaultDays = 2059;
const stepsADay = 24;

/** The frozen parameters. */
export function fxTwinParameters(): FxTwinParameters {
  const file = path.join(paths.root(), 'data', 'twins', `fx@${fxTwinVersion}`, 'panel.json');
  return JSON.parse(fs.readFileSync(file, 'utf8')) as FxTwinParameters;
}

/** The twin's bars, one series a pair on the same days; a pure function of its arguments. */
export function fxTwinBars(
  parameters: FxTwinParameters = fxTwinParameters(),
  days: number = defaultDays,
): readonly BarSeries[] {
  const { pairs, deviation, largeShare, largeSize, gap, wander } = parameters;
  const n = pairs.length;
  const factor = cholesky(parameters.correlation, n);
  const size = 1 / Math.sqrt(1 - largeShare + largeShare * largeSize * largeSize);
  const root = generator(`fx twin ${fxTwinVersion}`);
  const columns = pairs.map(() => {
    const column = (): Float64Array => new Float64Array(days);
    return { open: column(), high: column(), low: column(), close: column() };
  });
  const before = Float64Array.from(parameters.price);
  const moves = new Float64Array(n);
  for (let d = 0; d < days; d++) {
    const random = root.split(d);
    const large = random.uniform() < largeShare ? largeSize * size : size;
    const draws = Float64Array.from({ length: n }, () => normalByTable(random));
    for (let i = 0; i < n; i++) {
      moves[i] = 0;
      for (let k = 0; k <= i; k++)
        moves[i] = (moves[i] as number) + (factor[i * n + k] as number) * (draws[k] as number);
    }
    for (let i = 0; i < n; i++) {
      const { open, high, low, close } = columns[i] as (typeof columns)[number];
      const scale = large * (deviation[i] as number);
      const start = (gap[i] as number) * scale * normalByTable(random);
      const end = scale * (moves[i] as number);
      const [above, below] = bridge(start, end, scale * (wander[i] as number), () => normalByTable(random));
      const last = before[i] as number;
      open[d] = rounded(last * portableExp(start));
      close[d] = rounded(last * portableExp(end));
      high[d] = Math.max(open[d] as number, close[d] as number, rounded(last * portableExp(above)));
      low[d] = Math.min(open[d] as number, close[d] as number, rounded(last * portableExp(below)));
      before[i] = close[d] as number;
    }
  }
  const id = `twin-fx-panel@${fxTwinVersion}-${hashOf({ parameters, version: fxTwinVersion })}`;
  const dates = weekdays(days);
  return pairs.map((instrument, i) => ({
    dataset: `twin-fx-panel@${fxTwinVersion}`,
    instrument,
    intervalMinutes: 1440,
    days: dates,
    day: Int32Array.from({ length: days }, (_, d) => d),
    endMs: new Int32Array(days).fill(86_400_000),
    ...(columns[i] as (typeof columns)[number]),
    volume: new Float64Array(days),
    hash: days === defaultDays ? id : `${id}-${days}d`,
    synthetic: true,
  }));
}

/** Highest and lowest point of a path from start to end that wanders by `scale` a day. */
function bridge(start: number, end: number, scale: number, normal: () => number): readonly [number, number] {
  const step = scale / Math.sqrt(stepsADay);
  const path = new Float64Array(stepsADay + 1);
  for (let k = 1; k <= stepsADay; k++) path[k] = (path[k - 1] as number) + step * normal();
  let [above, below] = [Math.max(start, end), Math.min(start, end)];
  for (let k = 1; k < stepsADay; k++) {
    const share = k / stepsADay;
    const at = start + (end - start) * share + (path[k] as number) - share * (path[stepsADay] as number);
    if (at > above) above = at;
    if (at < below) below = at;
  }
  return [above, below];
}

/** Lower triangle L with L Lᵀ = the matrix, row-major. */
function cholesky(matrix: readonly number[], n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (out[i * n + k] as number) * (out[j * n + k] as number);
      out[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (out[j * n + j] as number);
    }
  return out;
}

/** A price to eight digits, as the panel has them. */
function rounded(price: number): number {
  return Math.round(price * 1e8) / 1e8;
}

/** Consecutive weekdays from the panel's first day on, ISO. */
function weekdays(count: number): string[] {
  const out: string[] = [];
  for (let t = Date.UTC(2014, 1, 3); out.length < count; t += 86_400_000) {
    const date = new Date(t);
    if (date.getUTCDay() % 6 !== 0) out.push(date.toISOString().slice(0, 10));
  }
  return out;
}
