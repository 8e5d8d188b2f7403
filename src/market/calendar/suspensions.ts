/** Suspended days and days at the price limit of Chinese stocks, flagged from daily bars. */
import { StrataError } from '../../core/index.js';
import type { BarSeries } from '../bars/bar-series.js';

/** What was out of the ordinary on a day. */
export interface DayFlags {
  readonly day: string;
  /** No trade: the stock was suspended. */
  readonly suspended: boolean;
  /** The high reached the upper limit, the low the lower one. */
  readonly touchedUp: boolean;
  readonly touchedDown: boolean;
  /** The close stood at the limit. */
  readonly closedUp: boolean;
  readonly closedDown: boolean;
}

/** Which rule a stock trades under. */
export interface LimitRule {
  /** Half-width of the daily limit: 0.1 on the main boards, 0.05 for special treatment, 0.2 on ChiNext (from 2020-08-24) and STAR. */
  readonly limit: number;
  /** Currency per tick, to which limits are rounded. */
  readonly tick: number;
}

/** The limit that holds for a code on a day, special treatment aside. */
export function dailyLimit(code: string, day: string): number {
  if (code.startsWith('688') || code.startsWith('689')) return 0.2;
  if ((code.startsWith('300') || code.startsWith('301')) && day >= '2020-08-24') return 0.2;
  return 0.1;
}

/** Limit prices from the reference price, rounded half up to the tick. */
export function limitPrices(reference: number, rule: LimitRule): { readonly up: number; readonly down: number } {
  const rounded = (price: number): number => Math.floor(price / rule.tick + 0.5 + 1e-9) * rule.tick;
  return { up: rounded(reference * (1 + rule.limit)), down: rounded(reference * (1 - rule.limit)) };
}

/**
 * Flags of every day.
 * @param bars daily bars, unadjusted
 * @param reference price before each day after corporate actions; default the series' own `preclose`, else the close before
 * @throws StrataError for bars that are not daily
 */
export function dayFlags(
  bars: BarSeries,
  rule: Partial<LimitRule> = {},
  reference: Float64Array | undefined = bars.extra?.preclose,
): DayFlags[] {
  if (bars.intervalMinutes !== 1440)
    throw new StrataError(`flags of days need daily bars; ${bars.dataset} has ${bars.intervalMinutes}-minute bars`);
  const tick = rule.tick ?? 0.01;
  const near = (a: number, b: number): boolean => Math.abs(a - b) < tick / 2;
  return bars.days.map((day, d) => {
    const before = reference?.[d] ?? (d > 0 ? (bars.close[d - 1] as number) : Number.NaN);
    const { up, down } = limitPrices(before, { limit: rule.limit ?? dailyLimit(bars.instrument, day), tick });
    const suspended = bars.volume[d] === 0;
    const at = (column: Float64Array, price: number): boolean => !suspended && near(column[d] as number, price);
    return {
      day,
      suspended,
      touchedUp: at(bars.high, up),
      touchedDown: at(bars.low, down),
      closedUp: at(bars.close, up),
      closedDown: at(bars.close, down),
    };
  });
}
