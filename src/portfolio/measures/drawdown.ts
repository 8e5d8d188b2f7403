/** How far wealth fell below its highest point so far. Drawdowns are shares of the peak from 0 to 1, positive as in the papers. */

/** Drawdown at each point of a wealth curve: (peak − V) / peak. @param start wealth before the first point, which may be the peak; default 1 */
export function drawdowns(wealth: ArrayLike<number>, start = 1): Float64Array {
  let peak = start;
  return Float64Array.from(wealth, (v) => {
    if (v > peak) peak = v;
    return (peak - v) / peak;
  });
}

/** The largest drawdown, MDD of ADDPG-QPL (Eq. 21) and HRPM; empyrical gives it with a minus sign. 0 for no points. */
export function maxDrawdown(wealth: ArrayLike<number>, start = 1): number {
  return drawdowns(wealth, start).reduce((most, d) => Math.max(most, d), 0);
}

/** The longest time below a peak, in points of the curve. */
export function longestDrawdown(wealth: ArrayLike<number>, start = 1): number {
  let longest = 0;
  let since = 0;
  for (const depth of drawdowns(wealth, start)) {
    since = depth > 0 ? since + 1 : 0;
    longest = Math.max(longest, since);
  }
  return longest;
}
