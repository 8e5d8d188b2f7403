/** At which price a day's trade executes: at a touched quantum price level where signal and side agree, else at the close (ADDPG-QPL, Fig. 1, Eq. 14 to 18). */
import { type Generator, StrataError } from '../../core/index.js';

/** The risk agent's signal: 1 bull (a level will hold below, break above), −1 bear. */
export type RiskSignal = 1 | -1;

export interface TriggerOptions {
  /** Whether a level must lie inside the bar; a gap can put the whole bar beyond one (`addpg.trigger-gap`). Default `require-touch`. */
  readonly gap?: 'require-touch' | 'ignore';
  /** A bar that touches both levels does not say which came first (`addpg.both-touched`). Default `case-1-first`: the lower one. */
  readonly bothTouched?: 'case-1-first' | 'close' | 'random';
  /** For `random`. */
  readonly random?: Generator;
}

/** The part of a day's bar that the rule reads. */
export interface TriggerBar {
  readonly low: number;
  readonly high: number;
  readonly close: number;
}

/**
 * Which level a day's bar triggers: −1 the lower (low below it), 1 the upper (high above it and low above the lower), 0 none. It fires for a
 * buy on a bull signal and a sale on a bear signal only. A bar whose low equals the lower level touches neither.
 * @param side sign of the trade: > 0 buys, < 0 sells, 0 does not trade
 * @param lower level below, NaN where there is none
 */
export function triggeredLevel(
  bar: TriggerBar,
  lower: number,
  upper: number,
  signal: RiskSignal,
  side: number,
  options: TriggerOptions = {},
): -1 | 0 | 1 {
  const { gap = 'require-touch', bothTouched = 'case-1-first' } = options;
  if (!(signal * side > 0)) return 0;
  const below = bar.low < lower;
  const above = bar.high > upper;
  let level: -1 | 0 | 1 = below ? -1 : above && bar.low > lower ? 1 : 0;
  if (below && above && bothTouched !== 'case-1-first') level = bothTouched === 'close' ? 0 : coin(options.random);
  if (gap === 'ignore') return level;
  if (level === -1 && lower > bar.high) return 0;
  return level === 1 && upper < bar.low ? 0 : level;
}

/** Execution price of one asset on one day, inside [low, high] unless gaps are ignored. @see triggeredLevel */
export function executionPrice(
  bar: TriggerBar,
  lower: number,
  upper: number,
  signal: RiskSignal,
  side: number,
  options: TriggerOptions = {},
): number {
  const level = triggeredLevel(bar, lower, upper, signal, side, options);
  return level === 0 ? bar.close : level < 0 ? lower : upper;
}

/**
 * What the signal earned over executing at the close: Σ Δw_i (C_i / p_i − 1), 0 without a trigger (Eq. 18; `addpg.pg-reward` = `gain-over-close`).
 */
export function gainOverClose(trades: ArrayLike<number>, prices: ArrayLike<number>, closes: ArrayLike<number>): number {
  let gain = 0;
  for (let i = 0; i < trades.length; i++)
    gain += (trades[i] as number) * ((closes[i] as number) / (prices[i] as number) - 1);
  return gain;
}

function coin(random: Generator | undefined): -1 | 1 {
  if (!random) throw new StrataError('bars that touch both levels are decided at random; hand in a generator');
  return random.integer(2) === 0 ? -1 : 1;
}
