/** SQL expressions of times of day, in ms after midnight, and what a venue does at them. */
import { isTradingTime, type Market, tradingHours } from '../../calendar/sessions.js';
import type { BookPhase } from '../book-day.js';

/** Of `09:30:00.123`. @param column an SQL expression of text */
export function clockMs(column: string): string {
  const part = (from: number, to: number): string => `TRY_CAST((${column})[${from}:${to}] AS INTEGER)`;
  return `${part(1, 2)} * 3600000 + ${part(4, 5)} * 60000 + round(TRY_CAST((${column})[7:] AS DOUBLE) * 1000)`;
}

/** Of `93000123`, HHMMSSmmm as a number. */
export function compactClockMs(column: string): string {
  const n = `TRY_CAST(${column} AS INTEGER)`;
  return `${n} // 10000000 * 3600000 + ${n} // 100000 % 100 * 60000 + ${n} % 100000`;
}

/** Phase of a time of day: continuous in the sessions, breaks between them, nothing said of auctions but what the calendar says. */
export function phaseByTime(market: Market, day: string, ms: number): BookPhase {
  if (isTradingTime(market, day, ms)) return 'continuous';
  const { continuous, auctions } = tradingHours(market, day);
  const [first, last] = [continuous[0], continuous[continuous.length - 1]];
  if (!first || !last) return 'before';
  if (auctions.some((a) => ms >= a.startMs && ms < a.endMs))
    return ms < first.startMs ? 'opening-auction' : 'closing-auction';
  if (ms < first.startMs) return 'before';
  return ms >= last.endMs ? 'after' : 'break';
}
