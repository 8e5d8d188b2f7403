/** Works the same order on each day of a stock by each method, and measures it day by day. */
import { type Generator, StrataError } from '../../core/index.js';
import {
  type BookPack,
  type CostParts,
  costParts,
  dayBenchmark,
  dayMarket,
  executeDay,
  type MatchingRules,
  packBooks,
  type SpanFills,
  type StepSpan,
  spanMarket,
  stepSpans,
} from '../../execution/index.js';
import { type Market, tranches } from '../../market/index.js';
import { allocate, type M3tConfig, matchingRules } from '../../systems/index.js';
import type { ExecutionMethod } from './methods.js';
import type { BookStock } from './stocks.js';

/** Half hours of a day, and days whose profiles make the expected one. */
const [TRANCHES, HISTORY_DAYS] = [8, 20];

/** Numbers of a method's day; bp, slippages positive where they are cheap, parts of the cost positive where they cost. */
export const DAY_MEASURES = [
  'slippage',
  'windowSlippage',
  'halfSpread',
  'forcedShare',
  'restedShare',
  'spread',
  'timing',
  'adverseSelection',
  'forced',
] as const;
export type DayMeasure = (typeof DAY_MEASURES)[number];

/** One method on one stock: each measure by day [days]. */
export type MethodDays = Readonly<Record<DayMeasure, Float64Array>>;

export interface TradeOptions {
  readonly side: 1 | -1;
  /** Shares of a day's order, before the stock's own bound. */
  readonly shares: number;
  readonly settings: M3tConfig;
  readonly random: Generator;
  readonly onDay?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trades all days of a stock.
 *
 * The order is cut along the mean profile of up to 20 days before, of the same books; on the first day into equal parts.
 * @returns by the method's name
 */
export async function tradeDays(
  stock: BookStock,
  methods: readonly ExecutionMethod[],
  options: TradeOptions,
): Promise<ReadonlyMap<string, MethodDays>> {
  const { side, settings, random } = options;
  const rules = matchingRules(settings);
  const found = new Map(methods.map((m) => [m.name, emptyDays(stock.days)] as const));
  const profiles: Float64Array[] = [];
  for (let k = 0; k < stock.days; k++) {
    options.signal?.throwIfAborted();
    const book = await stock.day(k);
    if (book.market === 'crypto')
      throw new StrataError(
        `${stock.name} trades around the clock: the study cuts a day of an exchange into half hours`,
      );
    const pack = packBooks([book], rules.tradeInterval);
    const spans = stepSpans(pack, 0, tranches(book.market satisfies Market, TRANCHES));
    const volume = dayMarket(pack, 0).shares;
    const market = dayBenchmark(pack, spans, settings.marketVwapWindow);
    const lot = book.lotShares;
    const shares = Math.min(options.shares, Math.floor((stock.mostOfVolume * volume) / lot) * lot);
    const orders = {
      profile: allocated(shares, expectedProfile(profiles), lot),
      even: allocated(shares, new Float64Array(TRANCHES).fill(1 / TRANCHES), lot),
    };
    for (const { name, cut, make } of methods) {
      const order = { side, spans, shares: orders[cut] };
      const done = executeDay(pack, order, make(settings), {
        rules,
        random: random.split(`${name} ${k}`),
        window: settings.marketVwapWindow,
      });
      const days = found.get(name) as MethodDays;
      const parts = dayParts(pack, order, done.tranches, market.value / market.shares, rules);
      days.slippage[k] = done.slippageBp;
      days.windowSlippage[k] = done.windowSlippageBp;
      days.halfSpread[k] = done.halfSpreadBp;
      days.forcedShare[k] = done.forcedShares / done.shares;
      days.restedShare[k] = restedShares(done.tranches) / done.shares;
      days.spread[k] = parts.spread;
      days.timing[k] = parts.timing;
      days.adverseSelection[k] = parts.adverseSelection;
      days.forced[k] = parts.forced;
    }
    profiles.push(profileOf(pack, spans));
    options.onDay?.(k + 1);
  }
  return found;
}

function emptyDays(days: number): MethodDays {
  return Object.fromEntries(DAY_MEASURES.map((measure) => [measure, new Float64Array(days)])) as MethodDays;
}

function allocated(shares: number, profile: Float64Array, lot: number): Float64Array {
  return allocate(shares, profile, { lot, normalise: 'off', rounding: 'floor-largest' });
}

/** Share of each half hour in the volume of all steps. */
function profileOf(pack: BookPack, spans: readonly StepSpan[]): Float64Array {
  const volumes = Float64Array.from(spans, (span) => spanMarket(pack, span).shares);
  const total = volumes.reduce((sum, v) => sum + v, 0);
  return volumes.map((v) => v / total);
}

function expectedProfile(before: readonly Float64Array[]): Float64Array {
  const last = before.slice(-HISTORY_DAYS);
  if (last.length === 0) return new Float64Array(TRANCHES).fill(1 / TRANCHES);
  return Float64Array.from({ length: TRANCHES }, (_, i) =>
    last.reduce((sum, profile) => sum + (profile[i] as number) / last.length, 0),
  );
}

/** Parts of the day's cost against its VWAP, over all tranches. */
function dayParts(
  pack: BookPack,
  order: { readonly side: 1 | -1; readonly spans: readonly StepSpan[]; readonly shares: Float64Array },
  fills: readonly SpanFills[],
  vwapTicks: number,
  rules: MatchingRules,
): CostParts {
  const sum = { spread: 0, timing: 0, adverseSelection: 0, impact: 0, fees: 0, forced: 0, total: 0 };
  const all = order.shares.reduce((a, q) => a + q, 0);
  for (const [i, span] of order.spans.entries()) {
    const shares = order.shares[i] as number;
    const parts = costParts(pack, { span, side: order.side, shares }, fills[i]?.fills ?? [], vwapTicks, { rules });
    for (const part of Object.keys(sum) as (keyof CostParts)[]) sum[part] += (parts[part] * shares) / all;
  }
  return sum;
}

function restedShares(tranches: readonly SpanFills[]): number {
  let rested = 0;
  for (const { fills } of tranches)
    for (const { reason, shares } of fills) if (reason === 'queue' || reason === 'overtaken') rested += shares;
  return rested;
}
