/**
 * The portfolio as a vectorised environment: an evening a step. What is shown are the log returns of T days, an action is the weights of the
 * next day, and the risk agent's signals are written into a column of their own before each step.
 */
import { type Generator, generator, memberOf, restoreArray, type Snapshot, StrataError } from '../../core/index.js';
import {
  box,
  checkActions,
  copyObservation,
  type Environment,
  environmentBuffers,
  type MarketTable,
  simplex,
} from '../../environment/index.js';
import { dayRule, type PortfolioDay, portfolioDay } from './accounting.js';
import type { AddpgConfig } from './config.js';
import { type PanelLevels, panelLevels } from './levels.js';
import type { PricePanel } from './panel.js';

/** Columns about a call, one number an episode. */
export interface PortfolioInfo extends Readonly<Record<string, Float64Array>> {
  /** Growth of the weights held before, from mark to mark; 1 on the first day. */
  readonly gross: Float64Array;
  /** Share of wealth left after trading. */
  readonly left: Float64Array;
  /** Growth of the new weights to the next close. */
  readonly marked: Float64Array;
  readonly cost: Float64Array;
  readonly turnover: Float64Array;
  readonly riskReward: Float64Array;
  /** Assets that traded at a level. */
  readonly triggered: Float64Array;
  /** Execution prices [N × assets]. */
  readonly prices: Float64Array;
}

export interface PortfolioEnvironment extends Environment {
  readonly info: PortfolioInfo;
  /** 1 bull, −1 bear, 0 no signal: one an episode, or with `per-asset` one an asset [N × assets]; as they stand when `step` is called. */
  readonly signals: Int8Array;
}

/** Days of an episode: orders execute on `from` … `to − 2`, and `to − 1` gives the last mark. */
export interface EpisodeDays {
  readonly from: number;
  readonly to: number;
}

/** Days of training; the first one has a full window before it. */
export function trainingDays(panel: PricePanel, config: AddpgConfig): EpisodeDays {
  return { from: config.window + 1, to: panel.testFrom };
}

/** Days of the test; weights are bought on the last training day, so that every test day has a growth. */
export function testDays(panel: PricePanel): EpisodeDays {
  return { from: panel.testFrom - 1, to: panel.dates.length };
}

/** Log returns of every day and asset as the market table agents look at; row t knows the close of day t and nothing later. */
export function returnTable(panel: PricePanel): MarketTable {
  const n = panel.assets.length;
  const values = new Float32Array(panel.close.length);
  for (let k = n; k < values.length; k++)
    values[k] = returnScale * Math.log((panel.close[k] as number) / (panel.close[k - n] as number));
  return {
    columns: panel.assets.map((a) => `log return of ${a}, %`),
    dayStart: Int32Array.of(0, panel.dates.length),
    values,
  };
}

/** Log returns in percent, so that networks see numbers of size 1. */
const returnScale = 100;

/**
 * @param count episodes at once; all pass over the same days
 * @param levels default: of the panel and the configuration
 * @throws StrataError for days outside the panel, and for settings that know the future without `reproduction`
 */
export function portfolioEnvironment(
  panel: PricePanel,
  config: AddpgConfig,
  days: EpisodeDays,
  count: number,
  levels: PanelLevels = panelLevels(panel, config),
): PortfolioEnvironment {
  const { from, to } = days;
  const n = panel.assets.length;
  if (!(from >= 1 && to - from >= 2 && to <= panel.dates.length))
    throw new StrataError(
      `an episode needs days from 1 to ${panel.dates.length} and two or more of them; received ${from} to ${to}`,
    );
  if (config.stateEnd === 't' && config.reproduction === 'off')
    throw new StrataError('state-end t shows the day that is traded; take t-1, or set addpg.reproduction=on');
  const observationSpace = { market: returnTable(panel), values: box(0), names: [] };
  const actionSpace = simplex(n);
  const buffers = environmentBuffers(count, observationSpace, actionSpace);
  const { observation, finalObservation, rewards, terminated, truncated } = buffers;
  const column = (width = 1): Float64Array => new Float64Array(count * width);
  const info: PortfolioInfo = {
    gross: column(),
    left: column(),
    marked: column(),
    cost: column(),
    turnover: column(),
    riskReward: column(),
    triggered: column(),
    prices: column(n),
  };
  const scope = config.signalScope === 'per-asset' ? n : 1;
  const signals = new Int8Array(count * scope);
  const rule = dayRule(panel, levels, config);
  const books = Array.from({ length: count }, () => portfolioDay(n));
  const day = new Int32Array(count);
  const streams = Array.from({ length: count }, (_, slot) => generator(slot));
  const wanted = new Float64Array(n);

  const show = (slot: number): void => {
    observation.market[2 * slot] = 0;
    observation.market[2 * slot + 1] = (day[slot] as number) - (config.stateEnd === 't' ? 0 : 1);
  };
  const begin = (slot: number): void => {
    day[slot] = from;
    const { weights, marks } = books[slot] as PortfolioDay;
    weights.fill(1 / n);
    for (let i = 0; i < n; i++) marks[i] = panel.close[(from - 1) * n + i] as number;
    show(slot);
  };
  const tell = (slot: number, book: PortfolioDay): void => {
    rewards[slot] = book.reward;
    for (const name of ['gross', 'left', 'marked', 'cost', 'turnover', 'riskReward', 'triggered'] as const)
      (info[name] as Float64Array)[slot] = book[name];
    info.prices.set(book.prices, slot * n);
  };

  return {
    ...buffers,
    name: `ADDPG portfolio${config.stateEnd === 't' || levels.lookAhead > 0 ? ' (knows the future)' : ''}`,
    count,
    observationSpace,
    actionSpace,
    info,
    signals,
    span: { from: panel.dates[from] as string, to: panel.dates[to - 1] as string },
    reset(random) {
      for (let slot = 0; slot < count; slot++) {
        streams[slot] = random.split(slot);
        begin(slot);
      }
    },
    restart(slots) {
      for (let slot = 0; slot < count; slot++) if (slots[slot] === 1) begin(slot);
    },
    step(actions) {
      checkActions(actionSpace, count, actions, null);
      for (let slot = 0; slot < count; slot++) {
        const t = day[slot] as number;
        const book = books[slot] as PortfolioDay;
        for (let i = 0; i < n; i++) wanted[i] = actions[slot * n + i] as number;
        rule(book, t, wanted, signals, slot * scope, t === from, streams[slot] as Generator);
        tell(slot, book);
        day[slot] = t + 1;
        show(slot);
        const over = t + 1 === to - 1 ? 1 : 0;
        terminated[slot] = config.episodeEnd === 'terminal' ? over : 0;
        truncated[slot] = config.episodeEnd === 'truncated' ? over : 0;
        if (over === 0) continue;
        copyObservation(observation, finalObservation, slot, count);
        begin(slot);
      }
    },
    save: (): Snapshot => ({
      day: day.slice(),
      signals: signals.slice(),
      weights: books.map((b) => b.weights.slice()),
      marks: books.map((b) => b.marks.slice()),
      streams: streams.map((stream) => ({ ...stream.save() })),
    }),
    load(saved) {
      restoreArray(day, memberOf(saved, 'day'), 'days of a portfolio');
      restoreArray(signals, memberOf(saved, 'signals'), 'signals of a portfolio');
      const [weights, marks] = [memberOf(saved, 'weights'), memberOf(saved, 'marks')] as Snapshot[][];
      const states = memberOf(saved, 'streams') as unknown as ReturnType<Generator['save']>[];
      for (const [slot, book] of books.entries()) {
        restoreArray(book.weights, weights?.[slot] as Snapshot, 'weights of a portfolio');
        restoreArray(book.marks, marks?.[slot] as Snapshot, 'marks of a portfolio');
        (streams[slot] as Generator).load(states[slot] as ReturnType<Generator['save']>);
        show(slot);
      }
    },
  };
}
