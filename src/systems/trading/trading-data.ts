/** Days of a synthetic book for training, validation and test, with each tranche's order (docs/papers/m3t.md, data and hyperparameters). */
import { hashOf, StrataError } from '../../core/index.js';
import { type BookPack, packBooks, type SpanOrder, type StepSpan, stepSpans } from '../../execution/index.js';
import {
  type BookDay,
  bookTwinFacts,
  bookTwinId,
  bookTwinParameters,
  loadBookTwin,
  splitDays,
  type TwinKind,
  tranches,
} from '../../market/index.js';
import { allocate, type M3tConfig, movingAverageProfile } from '../m3t/index.js';

/** Which days; each part takes so many of its days, evenly spread, or all where it has fewer. */
export interface DaysPlan {
  readonly kind: TwinKind;
  readonly trainingDays: number;
  readonly validationDays: number;
  readonly testDays: number;
}

/** Days of one part with their tranches. */
export interface TradingDays {
  readonly days: readonly string[];
  readonly pack: BookPack;
  /** Row-major [days × tranches]. */
  readonly spans: readonly StepSpan[];
}

export interface TradingData {
  readonly training: TradingDays;
  readonly validation: TradingDays;
  readonly test: TradingDays;
  /** Estimated share of each tranche: the mean of the training days, which all lie before the others. */
  readonly profile: Float64Array;
}

/** The paper trains until December and tests from January; validation is the last month of training. */
const borders = { kind: 'by-month', validationFrom: '2014-12', testFrom: '2015-01' } as const;

/** Name of the data, and a hash of what decides them. */
export async function tradingDataId(instrument: string, plan: DaysPlan): Promise<{ name: string; hash: string }> {
  const name = bookTwinId(bookTwinParameters(instrument), plan.kind);
  const facts = await bookTwinFacts(instrument);
  return { name, hash: hashOf({ name, facts: JSON.stringify(facts) }) };
}

/** @throws StrataError where there is no twin of the stock */
export async function tradingData(instrument: string, plan: DaysPlan, config: M3tConfig): Promise<TradingData> {
  const days = (await bookTwinFacts(instrument)).map((f) => f.day);
  const split = splitDays(days, borders);
  const part = async (of: { readonly from: number; readonly to: number }, most: number): Promise<TradingDays> => {
    const chosen = spreadDays(days.slice(of.from, of.to), most);
    const books: BookDay[] = [];
    for (const day of chosen) books.push(await loadBookTwin(instrument, day, plan.kind));
    const pack = packBooks(books);
    const clock = tranches('SSE', config.tranches);
    return { days: chosen, pack, spans: chosen.flatMap((_, d) => stepSpans(pack, d, clock)) };
  };
  const training = await part(split.train, plan.trainingDays);
  return {
    training,
    validation: await part(split.validation, plan.validationDays),
    test: await part(split.test, plan.testDays),
    profile: movingAverageProfile(volumeShares(training), config.tranches),
  };
}

/** At most `most` of the days, evenly spread. @throws StrataError for none */
export function spreadDays<T>(days: readonly T[], most: number): T[] {
  const count = Math.min(days.length, most);
  if (!(count >= 1))
    throw new StrataError(`a part needs a day; received ${days.length} days of which ${most} are taken`);
  return Array.from({ length: count }, (_, k) => days[Math.floor(((k + 0.5) * days.length) / count)] as T);
}

/** A day's parent order cut along the profile, day by day; tranches without an order are left out. */
export function evaluationOrders({ spans }: TradingDays, profile: Float64Array, config: M3tConfig): SpanOrder[] {
  const { parentShares, lotShares: lot, profileNormalise: normalise, allocationRounding: rounding } = config;
  const shares = allocate(parentShares, profile, { lot, normalise, rounding });
  const side = config.side === 'buy' ? 1 : -1;
  return spans
    .map((span, n): SpanOrder => ({ span, side, shares: shares[n % config.tranches] as number }))
    .filter((order) => order.shares > 0 && order.span.steps > 0);
}

/** Tranches to train on; thin ones are dropped where the settings say so. */
export function trainingSpans({ spans, pack }: TradingDays, largest: number, config: M3tConfig): StepSpan[] {
  if (config.thinTranches === 'never') return [...spans];
  const kept = spans.filter((span) => tradedIn(pack, span) >= 100 * largest);
  if (kept.length > 0) return kept;
  throw new StrataError(
    `no tranche of the training days traded ${100 * largest} shares; set thinTranches to never, or take smaller orders`,
  );
}

function tradedIn({ volumeBefore }: BookPack, { first, steps }: StepSpan): number {
  return (volumeBefore[first + steps] as number) - (volumeBefore[first] as number);
}

function volumeShares({ days, pack, spans }: TradingDays): Float64Array {
  const tranchesADay = spans.length / days.length;
  const shares = Float64Array.from(spans, (span) => tradedIn(pack, span));
  for (let d = 0; d < days.length; d++) {
    const row = shares.subarray(d * tranchesADay, (d + 1) * tranchesADay);
    const sum = row.reduce((total, x) => total + x, 0);
    for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) / sum;
  }
  return shares;
}
