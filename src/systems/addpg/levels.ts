/** Quantum price levels of every asset and day of a panel. */
import { StrataError } from '../../core/index.js';
import { dailyLevels } from '../../portfolio/index.js';
import type { AddpgConfig } from './config.js';
import type { PricePanel } from './panel.js';

/** Levels row-major [days × assets]; NaN where there are none. */
export interface PanelLevels {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Pairs of an asset and a day whose levels could not be known before the day's end. */
  readonly lookAhead: number;
}

/** @throws StrataError for settings that know the future without `reproduction` */
export function panelLevels(panel: PricePanel, config: AddpgConfig): PanelLevels {
  const n = panel.assets.length;
  const days = panel.dates.length;
  const lower = new Float64Array(days * n).fill(Number.NaN);
  const upper = lower.slice();
  let lookAhead = 0;
  if (config.execution !== 'levels') return { lower, upper, lookAhead };
  for (let i = 0; i < n; i++) {
    if (i === panel.cash) continue;
    const column = (matrix: Float64Array): Float64Array =>
      Float64Array.from({ length: days }, (_, t) => matrix[t * n + i] as number);
    const levels = ofAsset(panel.assets[i] as string, () =>
      dailyLevels(
        { open: column(panel.open), close: column(panel.close) },
        {
          band: config.band,
          bandWidth: config.bandWidth,
          level: config.levelIndex,
          reference: config.referencePrice,
          fit: config.levelFit,
          history: config.levelHistory,
          trainDays: panel.testFrom,
          ratio: config.ratio,
          sigma: config.sigmaMode,
          groundPoint: config.groundPoint,
          kConstant: config.kConstant,
          reproduction: config.reproduction === 'on',
        },
      ),
    );
    for (let t = 0; t < days; t++) {
      lower[t * n + i] = levels.lower[t] as number;
      upper[t * n + i] = levels.upper[t] as number;
    }
    lookAhead += levels.lookAheadDays;
  }
  return { lower, upper, lookAhead };
}

function ofAsset<T>(asset: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    throw new StrataError(`${asset}: ${error.message}`);
  }
}
