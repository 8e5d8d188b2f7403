/** Calibration of the synthetic twins of bars: parameters from real 15-minute bars by matching moments. */
import { StrataError } from '../core/index.js';
import { type BarSeries, type BarTwinParameters, barsFrom } from '../market/index.js';
import { autocorrelation, correlation, deviation, mean } from '../statistics/index.js';
import { type BarDay, barDays } from './bar-days.js';

/** Days drawn, and rounds made, to correct the calibration by simulation. */
const correctionDays = 1500;
const correctionRounds = 6;

/**
 * Parameters of the twin from real 15-minute bars, by matching moments; rounded to six digits, so that the same bars give the same file.
 * Means and deviations of the shares and the wicks are then corrected by simulation: a long twin is drawn and the parameters are moved by
 * what it misses, a few times over.
 * @throws StrataError for fewer than 60 whole days
 */
export function calibrateBarTwin(bars: BarSeries): BarTwinParameters {
  const days = barDays(bars);
  if (days.length < 60)
    throw new StrataError(`${bars.instrument}: ${days.length} whole days of bars; a twin needs at least 60`);
  const logVolumes = days.map((d) => d.logVolume);
  const volume = slowPart((lag) => autocorrelation(logVolumes, lag), 10);
  const shares = shareParts(days);
  const perBar = (pick: (d: BarDay) => Float64Array, f: (x: number[]) => number): number[] =>
    Array.from({ length: 16 }, (_, b) => f(days.map((d) => pick(d)[b] as number)));
  const spread = (x: readonly number[]): number => Math.sqrt(mean(x.map((v) => v * v)));
  const surprise = logVolumes.map((v) => (v - mean(logVolumes)) / deviation(logVolumes));
  const size = days.map((d) => Math.log(spread([...d.returns])));
  const link = (correlation(surprise, size) * deviation(size)) / deviation(surprise);
  // E exp(2 link z) = exp(2 link²): the deviations below are those of a day of ordinary volume.
  const ordinary = Math.exp(-link * link);
  const draft: BarTwinParameters = {
    instrument: bars.instrument,
    logVolumeMean: round(mean(logVolumes)),
    logVolumeDeviation: round(deviation(logVolumes)),
    logVolumeSlowShare: round(volume.share),
    logVolumePersistence: round(volume.coefficient),
    logShareMean: perBar((d) => d.logShares, mean).map(round),
    logShareDeviation: perBar((d) => d.logShares, deviation).map(round),
    shareSlowShare: round(shares.share),
    sharePersistence: round(shares.coefficient),
    shareNeighbour: round(shares.neighbour),
    barReturnDeviation: perBar((d) => d.returns, spread).map((s) => round(s * ordinary)),
    overnightDeviation: round(spread(days.map((d) => d.overnight).filter(Number.isFinite)) * ordinary),
    returnReversal: round(reversal(days)),
    wick: 1,
    volumeVolatility: round(link),
    price: bars.close[bars.close.length - 1] as number,
  };
  return corrected(draft, days);
}

/** Moves the parameters until long simulated bars have the real means and deviations of shares and wicks. */
function corrected(draft: BarTwinParameters, real: readonly BarDay[]): BarTwinParameters {
  let p = draft;
  const shareMean = (days: readonly BarDay[], b: number): number => mean(days.map((d) => d.shares[b] as number));
  const trancheSpread = (days: readonly BarDay[], i: number): number =>
    deviation(days.map((d) => d.tranches[i] as number));
  for (let k = 0; k < correctionRounds; k++) {
    const drawn = barDays(barsFrom(p, correctionDays));
    const moveMean = (value: number, b: number): number => value + Math.log(shareMean(real, b) / shareMean(drawn, b));
    const moveSpread = (value: number, b: number): number =>
      (value * trancheSpread(real, b >> 1)) / trancheSpread(drawn, b >> 1);
    p = {
      ...p,
      logShareMean: p.logShareMean.map(moveMean).map(round),
      logShareDeviation: p.logShareDeviation.map(moveSpread).map(round),
      wick: round((p.wick * mean(real.map((d) => d.wick))) / mean(drawn.map((d) => d.wick))),
    };
  }
  return p;
}

/** Share and coefficient of a first-order autoregression with noise on top, from correlations at 1 and at a later lag. */
function slowPart(correlationAt: (lag: number) => number, later: number): { share: number; coefficient: number } {
  const [first, last] = [Math.max(0.02, correlationAt(1)), Math.max(0.01, correlationAt(later))];
  const coefficient = Math.min(0.99, (Math.min(last, first) / first) ** (1 / (later - 1)));
  return { coefficient, share: Math.min(1, first / coefficient) };
}

/** Coefficient θ of the moving average z − θ z₋₁ whose neighbours have the correlation of the real bar returns within the day. */
function reversal(days: readonly BarDay[]): number {
  const [x, y]: [number[], number[]] = [[], []];
  for (const day of days) {
    const size = Math.sqrt(mean(day.returns.map((r) => r * r))) || 1;
    for (let b = 1; b < 16; b++) {
      x.push((day.returns[b] as number) / size);
      y.push((day.returns[b - 1] as number) / size);
    }
  }
  const rho = Math.min(0.45, Math.max(-0.45, correlation(x, y)));
  return rho === 0 ? 0 : (-1 + Math.sqrt(1 - 4 * rho * rho)) / (2 * rho);
}

/** How log shares hang together: from day to day, and from bar to bar within the day. */
function shareParts(days: readonly BarDay[]): { share: number; coefficient: number; neighbour: number } {
  const means = Array.from({ length: 16 }, (_, b) => mean(days.map((d) => d.logShares[b] as number)));
  const off = (d: number, b: number): number => ((days[d] as BarDay).logShares[b] as number) - (means[b] as number);
  const acrossDays = (lag: number): number => {
    const [x, y]: [number[], number[]] = [[], []];
    for (let d = lag; d < days.length; d++) {
      for (let b = 0; b < 16; b++) {
        x.push(off(d, b));
        y.push(off(d - lag, b));
      }
    }
    return correlation(x, y);
  };
  const { share, coefficient } = slowPart(acrossDays, 5);
  const [x, y]: [number[], number[]] = [[], []];
  for (let d = 0; d < days.length; d++) {
    for (let b = 1; b < 16; b++) {
      x.push(off(d, b));
      y.push(off(d, b - 1));
    }
  }
  const neighbour = Math.min(0.95, Math.max(0, correlation(x, y) / (1 - share)));
  return { share, coefficient, neighbour };
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}
