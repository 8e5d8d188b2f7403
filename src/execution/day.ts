/** An order of a whole day: tranche by tranche through one executor, and one VWAP over all fills (docs/papers/m3t.md, Algorithm 1). */
import { type Generator, StrataError } from '../core/index.js';
import type { BookPack, StepSpan } from './book-pack.js';
import { checkOrder, type Executor, type SpanFills, type SpanOrder } from './executor.js';
import { realisedHalfSpreadBp } from './measures.js';
import type { MatchingRules } from './rules.js';
import { type SlippageDenominator, type Traded, vwapSlippageBp } from './slippage.js';

/** An order of one day, already cut into tranches, e.g. by `allocate` along a volume profile. */
export interface DayOrder {
  readonly side: 1 | -1;
  /** Steps of each tranche, e.g. `stepSpans` of the eight half hours; all of one day. */
  readonly spans: readonly StepSpan[];
  /** Shares of each tranche, as many as spans. */
  readonly shares: ArrayLike<number>;
}

/** Ledger `m3t.market-vwap-window`: trades in the day's VWAP, all with both auctions, or those of the tranches' steps. */
export type MarketWindow = 'whole-day' | 'tranches';

export interface DayOptions {
  readonly rules: MatchingRules;
  /** Of the executors that draw; each tranche has its own. */
  readonly random: Generator;
  /** Default `whole-day`. */
  readonly window?: MarketWindow;
  /** Ledger `m3t.slippage-denominator`; default `market`. */
  readonly denominator?: SlippageDenominator;
}

/** What a day gave; slippages in bp, positive is cheap for us. */
export interface DayFills {
  /** Fills of each tranche; without any where a tranche has no shares. */
  readonly tranches: readonly SpanFills[];
  readonly shares: number;
  readonly forcedShares: number;
  /** Σ ticks × shares over all fills. */
  readonly valueTicks: number;
  /** One VWAP over all fills of the day against the market's. */
  readonly slippageBp: number;
  /** Each tranche against the VWAP of its own steps, the mean weighted by shares: what the day's drift does not touch. */
  readonly windowSlippageBp: number;
  /** The realised half-spread that all fills earned, negative where it was paid. */
  readonly halfSpreadBp: number;
}

/**
 * Works each tranche through its own steps; what is left at its end is forced there, so that the fills add up to the order.
 * @throws StrataError where shares and spans do not pair, or a tranche has shares and no steps
 */
export function executeDay(pack: BookPack, order: DayOrder, executor: Executor, options: DayOptions): DayFills {
  const { side, spans, shares } = order;
  const { rules, random, window = 'whole-day', denominator = 'market' } = options;
  const day = spans[0]?.day;
  if (day === undefined || spans.length !== shares.length || spans.some((s) => s.day !== day))
    throw new StrataError(
      `a day's order has shares for each span of one day; received ${shares.length} for spans of days ${spans.map((s) => s.day).join(', ') || '(none)'}`,
    );
  const tranches: SpanFills[] = [];
  const all = { shares: 0, forcedShares: 0, valueTicks: 0, window: 0, halfSpread: 0 };
  for (const [i, span] of spans.entries()) {
    const tranche: SpanOrder = { span, side, shares: shares[i] as number };
    checkOrder(pack, tranche);
    const done = executor.execute(pack, tranche, rules, random.split(`tranche ${i}`));
    tranches.push(done);
    const own = { shares: tranche.shares, value: done.valueTicks };
    all.shares += own.shares;
    all.forcedShares += done.forcedShares;
    all.valueTicks += done.valueTicks;
    all.window += own.shares * vwapSlippageBp(side, own, spanMarket(pack, span), denominator);
    all.halfSpread += own.shares * realisedHalfSpreadBp(pack, tranche, done.fills);
  }
  const market = dayBenchmark(pack, spans, window);
  const weighted = (sum: number): number => (all.shares > 0 ? sum / all.shares : 0);
  return {
    tranches,
    shares: all.shares,
    forcedShares: all.forcedShares,
    valueTicks: all.valueTicks,
    slippageBp: vwapSlippageBp(side, { shares: all.shares, value: all.valueTicks }, market, denominator),
    windowSlippageBp: weighted(all.window),
    halfSpreadBp: weighted(all.halfSpread),
  };
}

/** What a day's order is measured against; value in ticks × shares. */
export function dayBenchmark(pack: BookPack, spans: readonly StepSpan[], window: MarketWindow): Traded {
  const [first] = spans;
  if (window === 'whole-day' && first) return dayMarket(pack, first.day);
  let [shares, value] = [0, 0];
  for (const span of spans) {
    const market = spanMarket(pack, span);
    shares += market.shares;
    value += market.value;
  }
  return { shares, value };
}

/** All trades of a day, both auctions and the breaks included; value in ticks × shares. */
export function dayMarket(pack: BookPack, day: number): Traded {
  const tape = pack.days[day]?.tape;
  if (!tape) throw new StrataError(`the pack has ${pack.days.length} days; received day ${day}`);
  let [shares, value] = [0, 0];
  for (let n = 0; n < tape.ticks.length; n++) {
    const size = tape.sizes[n] as number;
    shares += size;
    value += size * (tape.ticks[n] as number);
  }
  return { shares, value };
}

/** Trades of a span's steps, auctions left out; value in ticks × shares. */
export function spanMarket(pack: BookPack, { first, steps }: StepSpan): Traded {
  const { volumeBefore, valueBefore } = pack;
  return {
    shares: (volumeBefore[first + steps] as number) - (volumeBefore[first] as number),
    value: (valueBefore[first + steps] as number) - (valueBefore[first] as number),
  };
}
