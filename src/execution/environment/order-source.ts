/** Which order an episode works: drawn from spans and sizes for training, or one fixed order a slot for evaluation. */
import { type Generator, StrataError } from '../../core/index.js';
import type { BookPack, StepSpan } from '../book-pack.js';
import type { SpanOrder } from '../executor.js';
import { beginOrder, type ExecutionState } from './execution-state.js';

/** Begins an order in a slot of a state. */
export type OrderSource = (state: ExecutionState) => (slot: number, random: Generator) => void;

/** What orders are drawn from, each with equal probability. */
export interface DrawnOrders {
  /** Spans with steps, e.g. tranches; those without are left out. */
  readonly spans: readonly StepSpan[];
  /** Sizes in shares, whole lots. */
  readonly shares: readonly number[];
  /** Ledger `m3t.side`: +1 buys, −1 sells. */
  readonly side: 1 | -1 | 'both';
}

/** Draws a span, a size and (for `both`) a side. @throws StrataError for no span, or sizes that are no whole lots */
export function drawnOrders({ spans, shares, side }: DrawnOrders): OrderSource {
  return (s) => {
    const usable = spans.filter(({ steps }) => steps > 0);
    if (usable.length === 0 || shares.length === 0)
      throw new StrataError(
        `orders are drawn from spans with steps and from sizes; received ${usable.length} and ${shares.length}`,
      );
    for (const span of usable) for (const size of shares) checkOrder(s.pack, { span, shares: size, side: 1 });
    const [day, first, steps] = [
      Int32Array.from(usable, (x) => x.day),
      Int32Array.from(usable, (x) => x.first),
      Int32Array.from(usable, (x) => x.steps),
    ];
    return (slot, random) => {
      const k = random.integer(usable.length);
      const size = shares[random.integer(shares.length)] as number;
      const drawn = side === 'both' ? 2 * random.integer(2) - 1 : side;
      beginOrder(s, slot, day[k] as number, first[k] as number, steps[k] as number, drawn, size);
    };
  };
}

/** Slot i works order i of the list (beyond its end from the front) again and again. @throws StrataError for no orders, or odd lots */
export function givenOrders(orders: readonly SpanOrder[]): OrderSource {
  return (s) => {
    if (orders.length === 0) throw new StrataError('given orders: received none');
    for (const order of orders) checkOrder(s.pack, order);
    return (slot) => {
      const { span, side, shares } = orders[slot % orders.length] as SpanOrder;
      beginOrder(s, slot, span.day, span.first, span.steps, side, shares);
    };
  };
}

function checkOrder({ lotShares, dayStart, isStep, days }: BookPack, { span, shares }: SpanOrder): void {
  if (!(shares >= lotShares && shares % lotShares === 0))
    throw new StrataError(
      `an environment works whole lots of ${lotShares}; received ${shares} shares: round them down`,
    );
  const [from, to] = [dayStart[span.day] ?? 0, dayStart[span.day + 1] ?? 0];
  const inside = span.steps > 0 && span.first >= from && span.first + span.steps < to + 1;
  for (let g = span.first; inside && g < span.first + span.steps; g++)
    if (!isStep[g])
      throw new StrataError(`snapshot ${g - from} of ${days[span.day]?.day} is no step: cut the span there`);
  if (!inside)
    throw new StrataError(
      `an order’s steps lie in its day; received ${span.steps} steps from snapshot ${span.first} for day ${span.day}, which is ${from} to ${to - 1}`,
    );
}
