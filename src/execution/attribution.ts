/**
 * Where each basis point of an order's cost comes from: spread, timing, adverse selection, impact, fees, forced liquidation. The parts add
 * up to the cost exactly, because each fill's way from the benchmark to its price is cut at two mids of the book.
 *
 * With side σ, benchmark B (the arrival mid for the implementation shortfall of Perold 1988, the market's VWAP for VWAP slippage), price p,
 * mid m before and m′ after the fill:
 *
 * * an order that waited in the book:  σ(p − B) = σ(m′ − B) timing + σ(m − m′) adverse selection + σ(p − m) spread,
 * * one that took from the book:  σ(p − B) = σ(m − B) timing + σ(p − m) spread, which a market order at the end owes to being forced.
 *
 * The cut of the first kind is that of effective and realised spread (Huang and Stoll 1996): what a resting order earns on the mid it saw,
 * less what the mid does through it while it is filled.
 */
import { StrataError } from '../core/index.js';
import type { BookPack } from './book-pack.js';
import type { EpisodeFill } from './episode-record.js';
import type { SpanOrder } from './executor.js';
import { midTicksAt } from './mids.js';
import type { MatchingRules } from './rules.js';

/** Parts of a cost in bp of the benchmark; positive is a cost, negative a gain. */
export interface CostParts {
  /** Fills across the spread pay it, fills at rest earn it; lots forced at the end are not in it. */
  readonly spread: number;
  /** What the mid did between the benchmark and the fills. */
  readonly timing: number;
  /** What the mid did against orders at rest while they were filled: a buyer's when it fell. */
  readonly adverseSelection: number;
  /** What a model of impact put on the prices of the replayed book; 0 in plain replay. */
  readonly impact: number;
  readonly fees: number;
  /** Spread and depth that the market order at the end paid. */
  readonly forced: number;
  /** Σ of the above: minus the slippage against the benchmark, after fees and impact. */
  readonly total: number;
}

/** A fill, perhaps with what impact made each share dearer, ticks (`ImpactModel.take` over the tick); 0 when left out. */
export interface AttributedFill extends EpisodeFill {
  readonly impactTicks?: number;
}

export interface AttributionOptions {
  /** Rules by which the order was worked: they say which book forced orders met. */
  readonly rules: Pick<MatchingRules, 'liquidationBook'>;
  /** Fees of all fills, currency; default 0. */
  readonly feesPaid?: number;
}

/**
 * Parts of the cost of one order against a benchmark. Orders with the same benchmark, e.g. tranches against the day's VWAP, add up when
 * weighted by their filled shares.
 *
 * @param benchmarkTicks above 0, e.g. {@link arrivalMidTicks}
 * @returns zeros without fills
 * @throws StrataError for a benchmark that is no price
 */
export function costParts(
  pack: BookPack,
  { span, side }: SpanOrder,
  fills: readonly AttributedFill[],
  benchmarkTicks: number,
  { rules, feesPaid = 0 }: AttributionOptions,
): CostParts {
  if (!(benchmarkTicks > 0 && Number.isFinite(benchmarkTicks)))
    throw new StrataError(`costs are told in parts of a benchmark above 0 ticks; received ${benchmarkTicks}`);
  let [spread, timing, adverse, impact, forced, shares] = [0, 0, 0, 0, 0, 0];
  for (const fill of fills) {
    const at = span.first + fill.step;
    const q = fill.shares;
    shares += q;
    impact += q * (fill.impactTicks ?? 0);
    if (fill.reason === 'forced') {
      const mid = midTicksAt(pack, rules.liquidationBook === 'next' ? at + 1 : at);
      forced += q * side * (fill.ticks - mid);
      timing += q * side * (mid - benchmarkTicks);
    } else if (fill.reason === 'crossed') {
      const mid = midTicksAt(pack, at);
      spread += q * side * (fill.ticks - mid);
      timing += q * side * (mid - benchmarkTicks);
    } else {
      // The other side came to an overtaken order between the last snapshot and this one.
      const mid = midTicksAt(pack, fill.reason === 'overtaken' && fill.step > 0 ? at - 1 : at);
      const after = midTicksAt(pack, at + 1);
      spread += q * side * (fill.ticks - mid);
      adverse += q * side * (mid - after);
      timing += q * side * (after - benchmarkTicks);
    }
  }
  const bp = (ticksShares: number): number => (shares > 0 ? (1e4 * ticksShares) / (benchmarkTicks * shares) : 0);
  const parts = {
    spread: bp(spread),
    timing: bp(timing),
    adverseSelection: bp(adverse),
    impact: bp(impact),
    fees: bp(feesPaid / pack.tickSize),
    forced: bp(forced),
  };
  const { spread: a, timing: b, adverseSelection: c, impact: d, fees: e, forced: f } = parts;
  return { ...parts, total: a + b + c + d + e + f };
}

/** Mid of the snapshot that an order's first decision sees, ticks: the benchmark of its implementation shortfall. */
export function arrivalMidTicks(pack: BookPack, { span }: SpanOrder): number {
  return midTicksAt(pack, span.first);
}
