/** Executors: how an order of so many shares is worked through consecutive steps of a replayed book. */
import { type Generator, StrataError } from '../core/index.js';
import type { BookPack, StepSpan } from './book-pack.js';
import type { EpisodeFill, EpisodeRecord, FillReason } from './episode-record.js';
import { liquidate } from './liquidation.js';
import { fillReasons, type Matching, matching, matchStep, orderActions } from './matching.js';
import type { MatchingRules } from './rules.js';

/** An order for one span of steps, e.g. a tranche. */
export interface SpanOrder {
  readonly span: StepSpan;
  readonly side: 1 | -1;
  readonly shares: number;
}

/** What an executor may look at: the past and the present of one span, in numbers that are rewritten every step. */
export interface StepView {
  readonly pack: BookPack;
  readonly order: SpanOrder;
  /** Step of the span, from 0, and its snapshot of the pack. */
  step: number;
  at: number;
  leftShares: number;
  /** Price of the live order, 0 without one. */
  liveTicks: number;
}

/** Decides the next action, an index into `orderActions`; called until the order is filled. */
export type StepRule = (view: Readonly<StepView>) => number;

/** What working an order gave. */
export interface SpanFills {
  readonly fills: readonly EpisodeFill[];
  /** Shares that the market order at the end took. */
  readonly forcedShares: number;
  /** Σ ticks × shares over all fills. */
  readonly valueTicks: number;
}

/** Works an order through its span; what is left at the end goes out as a market order, so that the fills add up to the order. */
export interface Executor {
  readonly name: string;
  /** @param watch is told of each step, where the executor goes by steps */
  execute(pack: BookPack, order: SpanOrder, rules: MatchingRules, random: Generator, watch?: StepWatcher): SpanFills;
}

/** Asked for an action a step, an executor of one lot at a time. @param rule makes the decisions of one order */
export function steppingExecutor(
  name: string,
  rule: (pack: BookPack, order: SpanOrder, random: Generator) => StepRule,
): Executor {
  return {
    name,
    execute: (pack, order, rules, random, watch) => runSteps(pack, order, rules, rule(pack, order, random), watch),
  };
}

/** What `runSteps` tells about each step, for a record of the episode. */
export type StepWatcher = (step: number, action: number, m: Matching) => void;

/**
 * Works an order step by step; only forced orders take odd lots.
 * @throws StrataError for an order of negative shares, or without steps
 */
export function runSteps(
  pack: BookPack,
  order: SpanOrder,
  rules: MatchingRules,
  rule: StepRule,
  watch?: StepWatcher,
): SpanFills {
  const { span, side, shares } = order;
  checkOrder(pack, order);
  const m = matching(pack, rules, 1, side);
  const fills: EpisodeFill[] = [];
  const view: StepView = { pack, order, step: 0, at: span.first, leftShares: shares, liveTicks: 0 };
  let [valueTicks, forcedShares] = [0, 0];
  const lot = pack.lotShares;
  const force = (step: number, forced: number): void => {
    valueTicks += liquidate(pack, rules, span.first + step, side, forced, (ticks, taken) =>
      fills.push({ step, ticks, shares: taken, reason: 'forced' }),
    );
    forcedShares += forced;
    view.leftShares -= forced;
  };
  const steadily = rules.liquidationPace === 'one-lot-a-step';
  for (let step = 0; step < span.steps && view.leftShares >= lot; step++) {
    if (steadily && leftLots(view) >= span.steps - step) {
      if (step + 1 < span.steps) force(step, lot);
      continue;
    }
    view.step = step;
    view.at = span.first + step;
    view.liveTicks = m.liveTicks[0] as number;
    const action = rule(view);
    const filled = matchStep(m, 0, view.at, action);
    watch?.(step, action, m);
    if (!filled) continue;
    const ticks = m.fillTicks[0] as number;
    fills.push({ step, ticks, shares: lot, reason: fillReasons[m.fillReason[0] as number] as FillReason });
    valueTicks += ticks * lot;
    view.leftShares -= lot;
  }
  force(span.steps - 1, view.leftShares);
  return { fills, forcedShares, valueTicks };
}

/** @throws StrataError for an order that cannot be worked */
export function checkOrder(pack: BookPack, { span, shares }: SpanOrder): void {
  if (!(shares >= 0)) throw new StrataError(`an order has shares from 0; received ${shares}`);
  if (shares > 0 && span.steps === 0)
    throw new StrataError(`an order needs steps to trade in; ${pack.days[span.day]?.day} has none in this span`);
}

/** Works an order by a rule and keeps what happened in every step. */
export function recordSteps(
  title: string,
  pack: BookPack,
  order: SpanOrder,
  rules: MatchingRules,
  rule: StepRule,
): EpisodeRecord {
  return recorded(title, pack, order, (watch) => runSteps(pack, order, rules, rule, watch));
}

/** Lets an executor work an order and keeps what happened in every step it tells of. */
export function recordExecution(
  executor: Executor,
  pack: BookPack,
  order: SpanOrder,
  rules: MatchingRules,
  random: Generator,
): EpisodeRecord {
  return recorded(executor.name, pack, order, (watch) => executor.execute(pack, order, rules, random, watch));
}

function recorded(
  title: string,
  pack: BookPack,
  order: SpanOrder,
  work: (watch: StepWatcher) => SpanFills,
): EpisodeRecord {
  const { span, side, shares } = order;
  const actions = new Int8Array(span.steps).fill(-1);
  const liveTicks = new Int32Array(span.steps);
  const queueAhead = new Float64Array(span.steps).fill(Number.NaN);
  const { fills } = work((step, action, m) => {
    actions[step] = action;
    liveTicks[step] = (m.liveTicks[0] as number) || (m.fillTicks[0] as number);
    if (m.liveTicks[0]) queueAhead[step] = m.queueAhead[0] as number;
  });
  const book = pack.days[span.day];
  if (!book) throw new StrataError(`the pack has ${pack.days.length} days; received day ${span.day}`);
  return {
    title,
    book,
    firstSnapshot: span.first - (pack.dayStart[span.day] as number),
    steps: span.steps,
    side,
    orderShares: shares,
    actionNames: orderActions,
    actions,
    liveTicks,
    queueAhead,
    fills,
  };
}

/** Action that crosses the spread for a side. */
export function crossing(side: number): number {
  return side > 0 ? 1 : 0;
}

/** Action that rests at the own side's best price. */
export function resting(side: number): number {
  return side > 0 ? 0 : 1;
}

/** Leaves the live order alone, or has none. */
export const waiting = 2;

/** Best price of the own side in ticks, 0 where it is empty. */
export function ownBest(view: Readonly<StepView>): number {
  const { pack, at, order } = view;
  return (order.side > 0 ? pack.bidTicks : pack.askTicks)[at * pack.levels] as number;
}

/** Rests at the own side's best price without losing a place there: a live order at that price is left alone. */
export function restOrKeep(view: Readonly<StepView>): number {
  return view.liveTicks > 0 && view.liveTicks === ownBest(view) ? waiting : resting(view.order.side);
}

/** Whole lots still to do. */
export function leftLots(view: Readonly<StepView>): number {
  return Math.floor(view.leftShares / view.pack.lotShares);
}
