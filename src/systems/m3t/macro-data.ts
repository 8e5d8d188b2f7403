/** Volume profiles of several stocks with their split into training, validation and test days (docs/papers/m3t.md, Data). */
import { hashOf } from '../../core/index.js';
import { type VolumeProfile, volumeProfile } from '../../features/index.js';
import { type BarSeries, type DayPart, loadBars, splitDays, tranches } from '../../market/index.js';
import type { M3tConfig } from './config.js';
import type { DayRange } from './macro-samples.js';

/** One stock: its profiles, and which of their days serve what. */
export interface MacroStock {
  readonly profile: VolumeProfile;
  /** Targets of training: days with a full history before them. */
  readonly train: DayRange;
  readonly validation: DayRange;
  readonly test: DayRange;
}

export interface MacroData {
  /** Id of the data set that was read, e.g. `cn-15min` or `twin-cn-15min@1`. */
  readonly dataset: string;
  readonly synthetic: boolean;
  readonly stocks: readonly MacroStock[];
}

/** Bars of the stocks in the order asked for, and one content hash over them. */
export interface MacroBars {
  readonly bars: readonly BarSeries[];
  readonly hash: string;
}

export async function loadMacroBars(dataset: string, instruments: readonly string[]): Promise<MacroBars> {
  const bars = await loadBars(dataset, instruments);
  return { bars, hash: hashOf(bars.map((b) => [b.dataset, b.instrument, b.hash])) };
}

/**
 * Profiles and splits of bar series. Each stock is split on its own trading days, so that it gets the same split whichever stocks
 * are asked for beside it; a day without a profile (suspended) counts for the split and serves nothing.
 */
export function macroData(bars: readonly BarSeries[], config: M3tConfig): MacroData {
  const spans = tranches('SSE', config.tranches);
  const stocks = bars.map((series): MacroStock => {
    const profile = volumeProfile(series, spans, { denominator: config.profileDenominator });
    const split = splitDays(series.days, splitRule(config));
    const range = (part: DayPart): DayRange => ({
      from: profile.days.filter((day) => day < part.firstDay).length,
      to: profile.days.filter((day) => day <= part.lastDay).length,
    });
    const train = range(split.train);
    return {
      profile,
      train: { from: Math.max(train.from, config.historyDays), to: train.to },
      validation: range(split.validation),
      test: range(split.test),
    };
  });
  return { dataset: bars[0]?.dataset ?? 'none', synthetic: bars.some((b) => b.synthetic), stocks };
}

function splitRule(config: M3tConfig): Parameters<typeof splitDays>[1] {
  const [validationFrom = '', testFrom = ''] = config.splitMonths;
  const [train = 0, validation = 0, test = 0] = config.splitShares;
  return config.split === 'by-month'
    ? { kind: 'by-month', validationFrom, testFrom }
    : { kind: 'by-share', shares: [train, validation, test] };
}
