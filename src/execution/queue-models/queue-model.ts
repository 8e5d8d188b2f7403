/** What a queue model is: how many shares wait before our order at its price, when only the level and the trades are seen. */

/** A rule by which a place in a queue moves; it has no state of its own. */
export interface QueueModel {
  readonly name: string;
  /** What stands ahead is counted in. */
  readonly unit: 'shares' | 'records';
  /**
   * Places for orders, numbered by slots.
   * @param lotShares executed quantity is rounded to whole lots of so many shares
   */
  queues(slots: number, lotShares: number): Queues;
}

/** Places of orders in their queues. A slot is used anew by joining again; no call allocates. */
export interface Queues {
  /**
   * What stands ahead of each order, in the model's unit [slots]. A probability model may leave a little less than 0: what was promised
   * to the order but was less than half a lot.
   */
  readonly ahead: Float64Array;
  /**
   * The order in a slot joins at the end of its level.
   * @param levelShares shares shown there, without our own
   * @param event       number of the feed's last event: orders of a stream that came with a later one stand behind
   */
  join(slot: number, levelShares: number, event: number): void;
  /** The level shows other shares than before; the part that trades explain has been told by `onTrade` since the last change. */
  onDepth(slot: number, before: number, after: number): void;
  /**
   * Shares traded at the order's price against its side.
   * @param resting number of the event that brought the order that was hit, {@link unknownOrder} where no order stream tells
   * @returns shares that reach our order, in whole lots; the caller limits them to what is left of it and of the trade
   */
  onTrade(slot: number, shares: number, resting: number): number;
  /** An order of a stream that came with event `resting` took shares back; called beside `onDepth`, before it. */
  onCancel(slot: number, shares: number, resting: number): void;
}

/** Number of the event that brought an order which is not known, or was there before the stream: it counts as ahead. */
export const unknownOrder: number = -1;
