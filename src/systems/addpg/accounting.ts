/**
 * A day of the portfolio (ADDPG-QPL, Eq. 3 to 5, 8 to 13): weights chosen the evening before, orders that execute at triggered levels, at
 * the close or at the open, costs, and what the day's choice earns until the next close.
 */
import type { Generator } from '../../core/index.js';
import { executionPrice, giniImpurity, type RiskSignal, type TriggerOptions } from '../../portfolio/index.js';
import type { AddpgConfig } from './config.js';
import type { PanelLevels } from './levels.js';
import type { PricePanel } from './panel.js';

/** What a portfolio holds, and what its last day came to; one record is reused. */
export interface PortfolioDay {
  /** Weights held, at the prices of `marks` [assets]. */
  readonly weights: Float64Array;
  /** Prices at which the weights were set: execution prices, or closes with `mark-to-close` [assets]. */
  readonly marks: Float64Array;
  /** Execution price of each asset [assets]. */
  readonly prices: Float64Array;
  /** Δw of each asset [assets]. */
  readonly trades: Float64Array;
  /** Growth of the old weights from the marks before to these, 1 on an episode's first day. */
  gross: number;
  /** c_t, a share of wealth. */
  cost: number;
  /** Share of wealth left after trading: 1 − c_t, and with `mark-to-close` what the fills gained over the close. */
  left: number;
  /** Growth of the new weights from these marks to the next close. */
  marked: number;
  /** Σ|Δw|. */
  turnover: number;
  /** Assets that traded at a level. */
  triggered: number;
  /** Reward of the weights, with the bonus. */
  reward: number;
  /** Reward of the signal. */
  riskReward: number;
}

/** Changes of a weight below this are no order: 32-bit weights carry as much noise. */
const noOrder = 1e-7;

/** Room for one portfolio. */
export function portfolioDay(assets: number): PortfolioDay {
  const column = (): Float64Array => new Float64Array(assets);
  return {
    weights: column(),
    marks: column(),
    prices: column(),
    trades: column(),
    gross: 1,
    cost: 0,
    left: 1,
    marked: 1,
    turnover: 0,
    triggered: 0,
    reward: 0,
    riskReward: 0,
  };
}

/**
 * The rule by which a day changes a portfolio.
 *
 * The reward of w_t is ln[(1 − c_t) w_t · C_{t+1} / p_t] + β G. The paper divides the next *execution* prices by these; they are the next
 * action's doing, so the reward is marked at the next close, where orders execute unless a level triggers. Wealth itself goes from
 * execution price to execution price.
 *
 * @returns a function of the day's index t ≥ 1, the weights wanted (any positive scale), one signal a portfolio or asset (1 bull, −1 bear, 0
 *   none), and whether the day is an episode's first: the portfolio is then bought at its weights without cost
 */
export function dayRule(
  panel: PricePanel,
  levels: PanelLevels,
  config: AddpgConfig,
): (
  book: PortfolioDay,
  t: number,
  wanted: Float64Array,
  signals: Int8Array,
  signalsAt: number,
  first: boolean,
  random: Generator,
) => void {
  const n = panel.assets.length;
  const perUnit = config.costNorm === 'l1' ? config.cost : config.cost / 2;
  const perAsset = config.signalScope === 'per-asset' ? 1 : 0;
  const executionMarks = config.accounting === 'execution-price';
  const bar = { low: 0, high: 0, close: 0 };
  const sides = new Int8Array(n);
  const known = new Float64Array(n);

  const priceOf = (i: number, at: number, signal: number, trigger: TriggerOptions): number => {
    if (config.execution === 'open') return panel.open[at] as number;
    bar.low = panel.low[at] as number;
    bar.high = panel.high[at] as number;
    bar.close = panel.close[at] as number;
    if (config.execution === 'close' || signal === 0 || sides[i] === 0) return bar.close;
    const [lower, upper] = [levels.lower[at] as number, levels.upper[at] as number];
    return executionPrice(bar, lower, upper, signal as RiskSignal, sides[i] as number, trigger);
  };

  return (book, t, wanted, signals, signalsAt, first, random) => {
    const { weights, marks, prices, trades } = book;
    const row = t * n;
    const trigger: TriggerOptions = { gap: config.triggerGap, bothTouched: config.bothTouched, random };
    let sum = 0;
    for (let i = 0; i < n; i++) sum += wanted[i] as number;
    drift(known, weights, marks, panel.close, row - n);
    for (let i = 0; i < n; i++) sides[i] = first ? 0 : sideOf((wanted[i] as number) / sum - (known[i] as number));

    // With `fixed-point` the side follows from the prices that follow from it; a round that changes nothing ends it.
    for (let round = 0; round < (config.triggerSide === 'fixed-point' ? 8 : 1); round++) {
      for (let i = 0; i < n; i++) prices[i] = priceOf(i, row + i, signals[signalsAt + i * perAsset] as number, trigger);
      if (config.triggerSide === 'known-drift' || first) break;
      drift(known, weights, marks, executionMarks ? prices : panel.close, executionMarks ? 0 : row);
      let changed = false;
      for (let i = 0; i < n; i++) {
        const side = sideOf((wanted[i] as number) / sum - (known[i] as number));
        if (side !== sides[i]) changed = true;
        sides[i] = side;
      }
      if (!changed) break;
    }

    const markOf = (i: number): number => (executionMarks ? prices[i] : panel.close[row + i]) as number;
    book.gross = 1;
    if (!first) {
      book.gross = 0;
      for (let i = 0; i < n; i++) book.gross += (weights[i] as number) * (markOf(i) / (marks[i] as number));
    }
    let [gain, returned, overOpen] = [0, 0, 0];
    book.turnover = 0;
    book.triggered = 0;
    book.marked = 0;
    let paid = 0;
    for (let i = 0; i < n; i++) {
      const now = (wanted[i] as number) / sum;
      const mark = markOf(i);
      const before = first ? now : ((weights[i] as number) * (mark / (marks[i] as number))) / book.gross;
      const price = prices[i] as number;
      const close = panel.close[row + i] as number;
      const trade = now - before;
      trades[i] = trade;
      book.turnover += Math.abs(trade);
      if (i !== panel.cash) paid += Math.abs(trade);
      if (config.execution === 'levels' && price !== close) book.triggered++;
      gain += trade * (close / price - 1);
      if (!first) returned += now * (mark / (marks[i] as number) - 1);
      overOpen += now * (price - (panel.open[row + i] as number));
      weights[i] = now;
      marks[i] = mark;
      book.marked += now * ((panel.close[row + n + i] as number) / mark);
    }
    book.cost = perUnit * paid;
    book.left = 1 - book.cost + (executionMarks ? 0 : gain);
    book.riskReward = { 'gain-over-close': gain, 'portfolio-return': returned, 'price-minus-open': overOpen }[
      config.pgReward
    ];
    const earned =
      config.rewardForm === 'log' ? Math.log(grown(book.marked, book.left, config)) : book.marked - 1 - (1 - book.left);
    book.reward = earned + config.beta * evenness(weights, config);
  };
}

/** Growth after costs: multiplied by what is left, or less what is not (ledger `addpg.wealth-form`). */
export function grown(gross: number, left: number, config: AddpgConfig): number {
  return config.wealthForm === 'multiplicative' ? gross * left : gross - (1 - left);
}

/** G: the Gini impurity, or 1 − the Gini coefficient Σ|w_i − w_j| / 2n (ledger `addpg.gini-form`). */
export function evenness(weights: Float64Array, config: AddpgConfig): number {
  if (config.giniForm === 'impurity') return giniImpurity(weights);
  let sum = 0;
  for (const a of weights) for (const b of weights) sum += Math.abs(a - b);
  return 1 - sum / (2 * weights.length);
}

/** Weights moved from their marks to other prices, scaled to a sum of 1. */
function drift(out: Float64Array, weights: Float64Array, marks: Float64Array, to: Float64Array, at: number): void {
  let sum = 0;
  for (let i = 0; i < out.length; i++) {
    const value = (weights[i] as number) * ((to[at + i] as number) / (marks[i] as number));
    out[i] = value;
    sum += value;
  }
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) / sum;
}

function sideOf(change: number): -1 | 0 | 1 {
  if (Math.abs(change) < noOrder) return 0;
  return change > 0 ? 1 : -1;
}
