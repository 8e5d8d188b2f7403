/** Which days a synthetic book has: the stock's own days of June 2014 to March 2015, or days drawn like them where these are not there. */
import { generator, normalByTable, paths, portableExp, StrataError } from '../../../core/index.js';
import type { BookDay } from '../../books/book-day.js';
import { limitPrices } from '../../calendar/suspensions.js';
import { storedBars } from '../../store/store.js';
import { bookTwinDay, type TwinDayFacts, type TwinKind } from './day.js';
import { type BookTwinParameters, bookTwinParameters } from './parameters.js';

/** M3T's period; days on which a price limit was touched are left out, as in the paper. */
const [firstDay, lastDay] = ['2014-06-01', '2015-03-31'];
/** Days that are drawn. */
const drawnDays = 203;

/**
 * The days of a stock's synthetic book, in order: with STRATA_DATA its own days' prices and volumes, without it days drawn from its moments,
 * flagged `drawn day`.
 * @throws StrataError where there is no twin of the stock
 */
export async function bookTwinFacts(instrument: string): Promise<readonly TwinDayFacts[]> {
  const parameters = bookTwinParameters(instrument);
  return paths.data() ? realDays(parameters) : drawDays(parameters);
}

/** One synthetic day of a stock. @throws StrataError naming the days there are */
export async function loadBookTwin(instrument: string, day: string, kind: TwinKind = 'twin'): Promise<BookDay> {
  const days = await bookTwinFacts(instrument);
  const facts = days.find((d) => d.day === day);
  if (!facts)
    throw new StrataError(
      `the synthetic book of ${instrument} has no ${day}; its ${days.length} days are ${days[0]?.day} to ${days.at(-1)?.day}, trading days only`,
    );
  return bookTwinDay(bookTwinParameters(instrument), facts, kind);
}

async function realDays({ instrument, tickSize }: BookTwinParameters): Promise<readonly TwinDayFacts[]> {
  const [bars] = await storedBars('cn-daily-preclose', [instrument]);
  if (!bars) throw new StrataError(`there are no daily bars of ${instrument}`);
  const ticks = (price: Float64Array | undefined, i: number): number => Math.round((price?.[i] as number) / tickSize);
  const out: TwinDayFacts[] = [];
  for (let i = 0; i < bars.day.length; i++) {
    const day = bars.days[bars.day[i] as number] as string;
    if (day < firstDay || day > lastDay) continue;
    const previousClose = ticks(bars.extra?.preclose, i);
    const facts = {
      day,
      open: ticks(bars.open, i),
      high: ticks(bars.high, i),
      low: ticks(bars.low, i),
      close: ticks(bars.close, i),
      volume: bars.volume[i] as number,
      previousClose,
      flags: ['synthetic book of a real day'],
    };
    if (facts.high > facts.low && !touchesLimit(facts)) out.push(facts);
  }
  return out;
}

function touchesLimit({ high, low, previousClose }: TwinDayFacts): boolean {
  const { up, down } = limitPrices(previousClose, { limit: 0.1, tick: 1 });
  return high >= up || low <= down;
}

/** Days drawn from a stock's moments; the first ones do not depend on how many follow. */
export function drawDays(p: BookTwinParameters, count: number = drawnDays): readonly TwinDayFacts[] {
  const { days: d } = p;
  const root = generator(`book twin days ${p.instrument}`);
  let previousClose = Math.round(d.price / p.tickSize);
  return Array.from({ length: count }, (_, k) => {
    const random = root.split(k);
    const [zVolume, zOther] = [normalByTable(random), normalByTable(random)];
    const rho = d.volumeRangeCorrelation;
    const volume = portableExp(d.logVolumeMean + d.logVolumeDeviation * zVolume);
    const zRange = rho * zVolume + Math.sqrt(1 - rho * rho) * zOther;
    const open = clamp(previousClose * portableExp(d.overnightDeviation * normalByTable(random)), previousClose);
    const wanted = open * portableExp(d.logRangeMean + d.logRangeDeviation * zRange);
    const range = Math.max(2, Math.min(Math.floor(0.09 * previousClose), Math.round(wanted)));
    const high = clamp(open + Math.round(range * random.uniform()), previousClose);
    const low = Math.max(clamp(0, previousClose), high - range);
    const close = low + random.integer(high - low + 1);
    const facts: TwinDayFacts = {
      day: weekday(k),
      open: Math.max(low, open),
      high: Math.max(high, open, low + 1),
      low,
      close,
      volume: p.lotShares * Math.max(1000, Math.round(volume / p.lotShares)),
      previousClose,
      flags: ['drawn day: its prices and volume are no real day’s'],
    };
    previousClose = close;
    return facts;
  });
}

/** Within the daily limit of 10 %, one tick off it, whole ticks. */
function clamp(ticks: number, before: number): number {
  const most = Math.floor(before * 1.1) - 1;
  const least = Math.ceil(before * 0.9) + 1;
  return Math.min(most, Math.max(least, Math.round(ticks)));
}

function weekday(k: number): string {
  const monday = Date.UTC(2014, 5, 2);
  return new Date(monday + (Math.floor(k / 5) * 7 + (k % 5)) * 86_400_000).toISOString().slice(0, 10);
}
