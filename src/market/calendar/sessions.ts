/** Trading sessions of the markets Strata reads: continuous trading and auctions, ms after local midnight. */
import { StrataError } from '../../core/index.js';

/** Markets with their own hours. */
export type Market = 'SSE' | 'SZSE' | 'NYSE' | 'NASDAQ' | 'CFFEX' | 'FX';

/** Half-open span of the day, ms after local midnight. */
export interface DaySpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** A day's sessions; auctions are empty where the market's bars do not tell them apart. */
export interface TradingHours {
  readonly continuous: readonly DaySpan[];
  readonly auctions: readonly DaySpan[];
  /** IANA name of the local clock. */
  readonly timeZone: string;
}

/** Day from which the Shanghai exchange closes by a call auction from 14:57. */
const shanghaiClosingAuction = '2018-08-20';

/** `09:30` in ms after midnight. */
function at(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
}

function spans(...clocks: string[]): DaySpan[] {
  return clocks.map((c) => {
    const [from = '', to = ''] = c.split('-');
    return { startMs: at(from), endMs: at(to) };
  });
}

/**
 * Sessions of a market on a day.
 *
 * SSE and SZSE trade 09:30-11:30 and 13:00-15:00 after an opening auction; the last three minutes are a closing auction, in Shenzhen
 * always and in Shanghai from 20 August 2018. The FX day is the 24 hours that end at 17:00 New York, here on its own clock from 0.
 *
 * @param day ISO day; matters for the Shanghai closing auction only
 * @param early the day ends early (NYSE and Nasdaq: 13:00)
 */
export function tradingHours(market: Market, day: string, early = false): TradingHours {
  switch (market) {
    case 'SSE':
    case 'SZSE': {
      const closing = market === 'SZSE' || day >= shanghaiClosingAuction;
      return {
        continuous: spans('09:30-11:30', closing ? '13:00-14:57' : '13:00-15:00'),
        auctions: spans('09:15-09:25', ...(closing ? ['14:57-15:00'] : [])),
        timeZone: 'Asia/Shanghai',
      };
    }
    case 'NYSE':
    case 'NASDAQ':
      return { continuous: spans(early ? '09:30-13:00' : '09:30-16:00'), auctions: [], timeZone: 'America/New_York' };
    case 'CFFEX':
      return {
        continuous: spans('09:15-11:30', '13:00-15:15'),
        auctions: spans('09:10-09:15'),
        timeZone: 'Asia/Shanghai',
      };
    case 'FX':
      return { continuous: spans('00:00-24:00'), auctions: [], timeZone: 'America/New_York' };
  }
}

/** Whether a time lies in a continuous session. */
export function isTradingTime(market: Market, day: string, ms: number): boolean {
  return tradingHours(market, day).continuous.some((s) => ms >= s.startMs && ms < s.endMs);
}

/** Spans in which a market's bars lie: the sessions, with a closing auction counted to the session it ends. */
export function barSessions(market: Market): readonly DaySpan[] {
  if (market === 'SSE' || market === 'SZSE') return spans('09:30-11:30', '13:00-15:00');
  return tradingHours(market, '9999-12-31').continuous;
}

/**
 * Cuts a day into tranches of equal trading time; breaks belong to no tranche. Eight tranches of SSE are the half hours from 09:30.
 * @throws StrataError where a tranche would span a break
 */
export function tranches(market: Market, count: number): readonly DaySpan[] {
  const sessions = barSessions(market);
  const total = sessions.reduce((sum, s) => sum + s.endMs - s.startMs, 0);
  const length = total / count;
  const out: DaySpan[] = [];
  for (const session of sessions) {
    const inside = (session.endMs - session.startMs) / length;
    if (!Number.isInteger(count) || count < 1 || Math.abs(inside - Math.round(inside)) > 1e-9) {
      throw new StrataError(
        `${count} tranches of ${market} do not fit its sessions of ${sessions.map((s) => (s.endMs - s.startMs) / 60_000).join(' and ')} minutes; ` +
          'choose a count that divides each session into whole tranches',
      );
    }
    for (let k = 0; k < Math.round(inside); k++) {
      out.push({ startMs: session.startMs + k * length, endMs: session.startMs + (k + 1) * length });
    }
  }
  return out;
}

/** Bars of the given length that a full day has. */
export function barsPerDay(market: Market, minutes: number): number {
  return barSessions(market).reduce((sum, s) => sum + Math.ceil((s.endMs - s.startMs) / (minutes * 60_000)), 0);
}
