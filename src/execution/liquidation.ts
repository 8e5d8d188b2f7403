/** The market order that takes what was left: it walks the displayed levels, the last of which is taken as unlimited (docs/papers/m3t.md, liquidation). */
import { StrataError } from '../core/index.js';
import type { BookPack } from './book-pack.js';
import type { MatchingRules } from './rules.js';

/**
 * Walks the book for `shares` and calls `take` for each level that gives some.
 *
 * Where the adverse side is empty (a price at its limit) everything fills at the own side's best price, where both are at the nearest
 * earlier snapshot that shows one.
 * @param at snapshot of the last step
 * @returns value of the fills, ticks × shares
 */
export function liquidate(
  pack: BookPack,
  rules: MatchingRules,
  at: number,
  side: number,
  shares: number,
  take: (ticks: number, shares: number) => void = () => {},
): number {
  if (shares <= 0) return 0;
  const snapshot = rules.liquidationBook === 'next' ? at + 1 : at;
  const [adverse, favourable] = side > 0 ? [pack.askTicks, pack.bidTicks] : [pack.bidTicks, pack.askTicks];
  const sizes = side > 0 ? pack.askSizes : pack.bidSizes;
  const start = snapshot * pack.levels;
  if (rules.liquidationSide === 'favourable' || !adverse[start]) {
    const ticks = favourable[start] || lastBest(pack, snapshot, favourable);
    take(ticks, shares);
    return ticks * shares;
  }
  let [left, value] = [shares, 0];
  for (let l = start; left > 0 && l < start + pack.levels; l++) {
    const ticks = adverse[l] as number;
    const last = l + 1 === start + pack.levels || !adverse[l + 1];
    const given = last ? left : Math.min(left, sizes[l] as number);
    if (given > 0) take(ticks, given);
    value += ticks * given;
    left -= given;
  }
  return value;
}

function lastBest(pack: BookPack, snapshot: number, ticks: Int32Array): number {
  for (let g = snapshot; g >= 0; g--) if (ticks[g * pack.levels]) return ticks[g * pack.levels] as number;
  throw new StrataError('no snapshot until now shows a price on either side: the book cannot take a market order');
}
