/** The five currency pairs on their common days as matrices, and how the days are cut (ADDPG-QPL: 2,048 days, 80 % for training). */
import { hashOf, StrataError } from '../../core/index.js';
import { type BarSeries, loadBars } from '../../market/index.js';
import { ADDPG_PAIRS, type AddpgConfig } from './config.js';

/** Daily bars of several assets; prices are row-major [days × assets]. */
export interface PricePanel {
  readonly dataset: string;
  readonly assets: readonly string[];
  readonly dates: readonly string[];
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** Index of the asset that is money, −1 where there is none. */
  readonly cash: number;
  /** Days before this one train; from it on they test. */
  readonly testFrom: number;
  readonly hash: string;
  readonly synthetic: boolean;
}

/** The panel of the five pairs, real with STRATA_DATA and its frozen twin without. */
export async function loadAddpgPanel(config: AddpgConfig): Promise<PricePanel> {
  return panelOf(await loadBars('fx-panel', ADDPG_PAIRS), config);
}

/** @throws StrataError for series on different days, or fewer days than the configuration uses */
export function panelOf(bars: readonly BarSeries[], config: AddpgConfig): PricePanel {
  const first = bars[0];
  if (!first || bars.some((b) => b.days.length !== first.days.length || b.days.some((d, t) => d !== first.days[t])))
    throw new StrataError('a panel needs bars of one or more assets on the same days');
  const { days } = config;
  const all = first.days.length;
  if (all < days) throw new StrataError(`the configuration uses ${days} days, the bars have ${all}; set addpg.days`);
  const skip = config.daysFrom === 'last' ? all - days : 0;
  const money = config.cash === 'first' ? 1 : 0;
  const n = bars.length + money;
  const growth = (1 + config.riskFree) ** (1 / config.daysPerYear);
  const matrix = (name: 'open' | 'high' | 'low' | 'close'): Float64Array => {
    const out = new Float64Array(days * n);
    for (let t = 0; t < days; t++) {
      // Money earns over night and stands still by day.
      if (money) out[t * n] = growth ** t;
      for (const [i, b] of bars.entries()) out[t * n + money + i] = b[name][skip + t] as number;
    }
    return out;
  };
  return {
    dataset: first.dataset,
    assets: [...(money ? ['cash'] : []), ...bars.map((b) => b.instrument)],
    dates: first.days.slice(skip, skip + days),
    open: matrix('open'),
    high: matrix('high'),
    low: matrix('low'),
    close: matrix('close'),
    cash: money ? 0 : -1,
    testFrom: Math.floor(days * config.trainShare),
    hash: hashOf(bars.map((b) => b.hash)),
    synthetic: first.synthetic,
  };
}

/** The panel without its last days. */
export function panelUntil(panel: PricePanel, days: number): PricePanel {
  const to = days * panel.assets.length;
  return {
    ...panel,
    dates: panel.dates.slice(0, days),
    open: panel.open.slice(0, to),
    high: panel.high.slice(0, to),
    low: panel.low.slice(0, to),
    close: panel.close.slice(0, to),
    hash: `${panel.hash}-${days}d`,
  };
}

/** close(t) / close(t − 1) of the test days, as `backtest` takes them. */
export function testRelatives({ assets, close, dates, testFrom }: PricePanel): {
  readonly days: number;
  readonly assets: readonly string[];
  readonly values: Float64Array;
} {
  const n = assets.length;
  const days = dates.length - testFrom;
  const values = Float64Array.from(
    { length: days * n },
    (_, k) => (close[testFrom * n + k] as number) / (close[(testFrom - 1) * n + k] as number),
  );
  return { days, assets, values };
}
