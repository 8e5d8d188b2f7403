/** A stream of single orders as events that say whose shares were cancelled or hit, for the exact queue. */
import { StrataError } from '../../core/index.js';
import { type EventFeed, FeedWriter } from './feed.js';

/** What happens to an order: it joins its level, takes shares back, or is hit. A change of price is a cancel and an add. */
export const orderActs = ['add', 'cancel', 'trade'] as const;

/** Resting orders in order of time; all columns have one entry an act. */
export interface OrderStream {
  readonly tickSize: number;
  readonly lotShares: number;
  readonly timeMs: Float64Array;
  /** Index into {@link orderActs}. */
  readonly act: Uint8Array;
  /** Number of the order that rests. */
  readonly id: Float64Array;
  /** Its side: +1 bid, −1 ask. */
  readonly side: Int8Array;
  readonly ticks: Int32Array;
  /** Shares added, taken back or hit. */
  readonly shares: Float64Array;
}

/**
 * Events of a stream: each act changes its level and closes a batch.
 *
 * @throws StrataError for an order that is added twice, was never added or loses more than it has; it names the act
 */
export function orderFeed(stream: OrderStream): EventFeed {
  const { timeMs, act, id, side, ticks, shares } = stream;
  const writer = new FeedWriter(stream.tickSize, stream.lotShares);
  const orders = new Map<number, { readonly event: number; left: number }>();
  const shown = new Map<number, number>(); // by side × price
  for (let i = 0; i < act.length; i++) {
    const [time, who, of, price, size] = [timeMs[i], id[i], side[i], ticks[i], shares[i]] as Numbers;
    const kind = orderActs[act[i] as number];
    const order = orders.get(who);
    const level = shown.get(of * price) ?? 0;
    if (kind === 'add') {
      if (order) throw new StrataError(`an order is added once; act ${i} adds order ${who} again`);
      orders.set(who, { event: writer.count, left: size });
      shown.set(of * price, level + size);
      writer.write('depth', time, of, price, level + size);
    } else {
      if (!order || order.left < size)
        throw new StrataError(
          `an order loses what it has; act ${i} takes ${size} from order ${who}, which has ${order?.left ?? 'never been added: add first what stood before the stream'}`,
        );
      order.left -= size;
      if (order.left === 0) orders.delete(who);
      shown.set(of * price, level - size);
      if (kind === 'trade') writer.write('trade', time, -of, price, size, order.event);
      writer.write(kind === 'trade' ? 'depth' : 'cancel', time, of, price, level - size, order.event);
    }
    writer.close();
  }
  return writer.finish();
}

type Numbers = [number, number, number, number, number];
