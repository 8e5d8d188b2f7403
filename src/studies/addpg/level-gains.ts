/**
 * What there is in the levels, without any learning: a portfolio whose weights are drawn anew each day trades at the levels by signals that are
 * always bull, always bear, a coin's, or the better one of each day (which knows it).
 */
import { generator } from '../../core/index.js';
import { bootstrap } from '../../statistics/index.js';
import {
  type AddpgConfig,
  addpgConfig,
  panelLevels,
  playBook,
  portfolioEnvironment,
  testDays,
} from '../../systems/index.js';
import type { AddpgRuns } from './runs.js';

/** A way to supply levels. */
export interface LevelSupply {
  readonly name: string;
  readonly settings: Partial<AddpgConfig>;
}

const leak: Partial<AddpgConfig> = { levelFit: 'static-full', reproduction: 'on' };

export const LEVEL_SUPPLIES: readonly LevelSupply[] = [
  { name: 'level 0, causal', settings: {} },
  { name: 'level 0, static', settings: leak },
  { name: 'level 0, both touched: close', settings: { bothTouched: 'close' } },
  { name: 'level 0, both touched: coin', settings: { bothTouched: 'random' } },
  { name: 'level 0, previous close', settings: { referencePrice: 'prev-close' } },
  { name: 'level 1, causal', settings: { levelIndex: 1 } },
  { name: 'level 1, static', settings: { levelIndex: 1, ...leak } },
  { name: 'level 1, both touched: close', settings: { levelIndex: 1, bothTouched: 'close' } },
  { name: 'inflated σ, causal', settings: { sigmaMode: 'inflated' } },
  { name: 'inflated σ, static', settings: { sigmaMode: 'inflated', ...leak } },
  { name: 'fixed band of 0.1 %', settings: { band: 'fixed-band' } },
  { name: 'no levels', settings: { band: 'off' } },
];

export const SIGNALS = ['bull', 'bear', 'coin', 'oracle'] as const;
export type SignalKind = (typeof SIGNALS)[number];

export interface LevelGain {
  readonly supply: string;
  readonly signal: SignalKind;
  /** Gain over executing at the close for each unit traded, bp, with its 95 % interval over blocks of days. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Share of assets and days that traded at a level. */
  readonly triggered: number;
}

/** Gains of every supply and signal on the test days. */
export async function levelGains(runs: AddpgRuns): Promise<readonly LevelGain[]> {
  const { panel, dates, plan } = runs;
  const out: LevelGain[] = [];
  const n = panel.assets.length;
  for (const { name, settings } of LEVEL_SUPPLIES) {
    const { days = 2048 } = plan.settings;
    const config = addpgConfig.resolve({ days, accounting: 'mark-to-close', ...settings });
    const levels = panelLevels(panel, config);
    const played = async (signal: 1 | -1) => {
      const environment = portfolioEnvironment(panel, config, testDays(panel), 1, levels);
      environment.signals.fill(signal);
      const random = generator('level gains');
      const gains = new Float64Array(dates.length);
      const book = await playBook(
        environment,
        dates,
        (_, t) => {
          if (t > 0) gains[t - 1] = environment.info.riskReward[0] as number;
          return Float32Array.from(random.dirichlet(Array(n).fill(1)));
        },
        config,
        generator('level gains'),
      );
      gains[dates.length - 1] = environment.info.riskReward[0] as number;
      return { gains, book };
    };
    const [bull, bear] = [await played(1), await played(-1)];
    const { turnover } = bull.book;
    const triggered = (bull.book.triggered + bear.book.triggered) / 2;
    for (const signal of SIGNALS) {
      const gain = bull.gains.map((g, t) => {
        const h = bear.gains[t] as number;
        return { bull: g, bear: h, coin: (g + h) / 2, oracle: Math.max(g, h) }[signal];
      });
      const { value, low, high } = bootstrap(dates.length, (at) => 1e4 * ratio(gain, turnover, at), {
        random: generator(`level gains ${name} ${signal}`),
        kind: 'circular',
        blockLength: 20,
        samples: 1000,
      });
      out.push({ supply: name, signal, value, low, high, triggered });
    }
  }
  return out;
}

function ratio(gain: Float64Array, turnover: Float64Array, at: Int32Array): number {
  let [gained, traded] = [0, 0];
  for (const t of at) {
    gained += gain[t] as number;
    traded += turnover[t] as number;
  }
  return gained / traded;
}
