/** What an impact model is: how our own trades move the prices that we get. Replayed markets do not answer; a model does it for them. */

/** A rule of impact; it has no state of its own. */
export interface ImpactModel {
  readonly name: string;
  /** Whether what we took from a level stays taken until the level is quoted anew. */
  readonly consumesBook: boolean;
  start(): Impact;
}

/** Impact of one trader's trades in order of time. */
export interface Impact {
  /**
   * Takes shares from the book.
   * @param timeMs never falls from call to call
   * @param side   +1 bought, −1 sold
   * @returns what each share costs more than its price in the replayed book on average, currency a share; below 0 where earlier trades on
   *   the other side have moved the price our way
   */
  take(timeMs: number, side: number, shares: number): number;
}
