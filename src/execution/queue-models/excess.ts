/** What of a trade reaches an order: the part that is more than stood ahead, in whole lots (hftbacktest, models/queue). */

/**
 * Takes what reached the order from the queue: where at least half a lot fell below zero, it is executed and nothing stands ahead.
 * @returns shares, rounded to lots
 */
export function takeExcess(ahead: Float64Array, slot: number, lotShares: number): number {
  const lots = Math.round(-(ahead[slot] as number) / lotShares);
  if (lots <= 0) return 0;
  ahead[slot] = 0;
  return lots * lotShares;
}
