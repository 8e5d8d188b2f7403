/**
 * Synthetic 15-minute bars of a Shanghai stock: a statistical twin whose volumes and prices have the moments of the real bars.
 *
 * Volume: the log of the day's volume is a slow autoregression plus noise; the log of a bar's share is the stock's mean profile plus a part
 * that persists from day to day plus a part that is shared with the bar before. Price: independent log returns whose size follows the
 * time of day and the day's volume, on the tick grid, within the daily limit. Only + − × ÷, square roots and tables are used, and each day
 * draws from a stream of its own: bytes are equal on every machine, and the first days do not depend on how many follow.
 */
import { type Generator, generator, normalByTable, portableExp } from '../../core/index.js';
import type { BarSeries } from '../bars/bar-series.js';
import { type BarTwinParameters, barTwinId, barTwinParameters, barTwinVersion } from './parameters.js';

/** Bars of a day, and days of a twin unless said otherwise. */
const barsADay = 16;
const defaultDays = 300;
const tick = 0.01;
/** Prices stay within this share of the close before. */
const dailyLimit = 0.1;
/** Ends of the bars, minutes after midnight. */
const ends = [585, 600, 615, 630, 645, 660, 675, 690, 795, 810, 825, 840, 855, 870, 885, 900];

/** The twin of a stock from its frozen parameters. @throws StrataError where the stock has none */
export function twinBars(instrument: string, days: number = defaultDays): BarSeries {
  return barsFrom(barTwinParameters(instrument), days);
}

/** Bars drawn from parameters; a pure function of both arguments. */
export function barsFrom(parameters: BarTwinParameters, days: number = defaultDays): BarSeries {
  const n = days * barsADay;
  const column = (): Float64Array => new Float64Array(n);
  const [open, high, low, close, volume, amount] = [column(), column(), column(), column(), column(), column()];
  const root = generator(`bar twin ${parameters.instrument}`);
  const volumes = volumeModel(parameters);
  let before = Math.round(parameters.price / tick);
  for (let d = 0; d < days; d++) {
    const random = root.split(d);
    const day = volumes(random.split('volume'));
    const scale = portableExp(parameters.volumeVolatility * day.surprise);
    const prices = random.split('price');
    const limits = [Math.ceil(before * (1 - dailyLimit)), Math.floor(before * (1 + dailyLimit))] as const;
    const clamp = (ticks: number): number => Math.min(limits[1], Math.max(limits[0], Math.max(1, Math.round(ticks))));
    let at = clamp(before * (1 + parameters.overnightDeviation * scale * normalByTable(prices)));
    const reversal = parameters.returnReversal;
    let last = 0;
    for (let b = 0; b < barsADay; b++) {
      const i = d * barsADay + b;
      const deviation = (parameters.barReturnDeviation[b] as number) * scale;
      const z = normalByTable(prices);
      const next = clamp(at * (1 + (deviation * (z - reversal * last)) / Math.sqrt(1 + reversal * reversal)));
      last = z;
      const wick = parameters.wick * deviation * at;
      const above = clamp(Math.max(at, next) + wick * prices.uniform());
      const below = clamp(Math.min(at, next) - wick * prices.uniform());
      open[i] = money(at);
      close[i] = money(next);
      high[i] = money(above);
      low[i] = money(below);
      volume[i] = day.volumes[b] as number;
      amount[i] = Math.round((day.volumes[b] as number) * tick * ((at + next + above + below) / 4));
      at = next;
    }
    before = at;
  }
  return {
    dataset: `twin-cn-15min@${barTwinVersion}`,
    instrument: parameters.instrument,
    intervalMinutes: 15,
    days: weekdays(days),
    day: Int32Array.from({ length: n }, (_, i) => Math.floor(i / barsADay)),
    endMs: Int32Array.from({ length: n }, (_, i) => (ends[i % barsADay] as number) * 60_000),
    open,
    high,
    low,
    close,
    volume,
    amount,
    hash: days === defaultDays ? barTwinId(parameters) : `${barTwinId(parameters)}-${days}d`,
    synthetic: true,
  };
}

/** Ticks as a price with two digits. */
function money(ticks: number): number {
  return Math.round(ticks) / 100;
}

interface DayVolumes {
  /** Shares of each bar, multiples of 100. */
  readonly volumes: Float64Array;
  /** How far the day's log volume lies from its mean, in deviations. */
  readonly surprise: number;
}

/** The state of the volume process: each call draws the next day. */
function volumeModel(p: BarTwinParameters): (random: Generator) => DayVolumes {
  let slow: number | undefined;
  let persistent: Float64Array | undefined;
  const step = (before: number | undefined, coefficient: number, z: number): number =>
    before === undefined ? z : coefficient * before + Math.sqrt(1 - coefficient * coefficient) * z;
  return (random) => {
    slow = step(slow, p.logVolumePersistence, normalByTable(random));
    const surprise =
      Math.sqrt(p.logVolumeSlowShare) * slow + Math.sqrt(1 - p.logVolumeSlowShare) * normalByTable(random);
    const total = portableExp(p.logVolumeMean + p.logVolumeDeviation * surprise);
    const previous = persistent;
    const kept = new Float64Array(barsADay);
    const weights = new Float64Array(barsADay);
    let neighbour: number | undefined;
    let sum = 0;
    for (let b = 0; b < barsADay; b++) {
      kept[b] = step(previous?.[b], p.sharePersistence, normalByTable(random));
      neighbour = step(neighbour, p.shareNeighbour, normalByTable(random));
      const noise = Math.sqrt(p.shareSlowShare) * (kept[b] as number) + Math.sqrt(1 - p.shareSlowShare) * neighbour;
      const weight = portableExp((p.logShareMean[b] as number) + (p.logShareDeviation[b] as number) * noise);
      weights[b] = weight;
      sum += weight;
    }
    persistent = kept;
    return { surprise, volumes: weights.map((w) => 100 * Math.max(1, Math.round((total * w) / sum / 100))) };
  };
}

/** Consecutive weekdays, ISO; a twin's days stand for trading days and know no holidays. */
function weekdays(count: number): string[] {
  const out: string[] = [];
  for (let t = Date.UTC(2025, 0, 2); out.length < count; t += 86_400_000) {
    const date = new Date(t);
    if (date.getUTCDay() % 6 !== 0) out.push(date.toISOString().slice(0, 10));
  }
  return out;
}
