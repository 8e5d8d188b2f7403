/** The flat task: an order over its whole span, one of three actions a step, no hierarchy: what M3T's flat DQN, DDQN and A2C baselines learn. */
import { StrataError } from '../../core/index.js';
import { box, discrete } from '../../environment/index.js';
import { orderActions } from '../matching.js';
import type { ExecutionState } from './execution-state.js';
import type { ExecutionTask, TaskOver } from './execution-task.js';
import type { OrderSource } from './order-source.js';
import { type SlippageReward, slippagePayment } from './slippage-reward.js';
import { bestAsk, bestBid, stepWidth } from './step-index.js';

export interface OrderTaskOptions {
  readonly orders: OrderSource;
  readonly reward?: SlippageReward;
  /** Ledger `m3t.pace-steps`: the time ratio is of the span's own steps, or of so many. Default `own`. */
  readonly paceSteps?: 'own' | number;
}

/** Shows (time ratio, fill ratio); orders at an empty side are masked out. */
export function orderTask({ orders, reward, paceSteps = 'own' }: OrderTaskOptions): TaskOver {
  if (paceSteps !== 'own' && !(paceSteps > 0))
    throw new StrataError(`pace is told in steps above 0 or as "own"; received ${paceSteps}`);
  return (s): ExecutionTask => ({
    name: 'order',
    actionSpace: discrete(orderActions.length),
    values: box(2, 0, [paceSteps === 'own' ? 1 : Number.POSITIVE_INFINITY, 1]),
    names: ['time ratio', 'fill ratio'],
    begin: orders(s),
    pay: slippagePayment(s, reward),
    observe(values, from, to) {
      const { step, steps, filledShares, orderShares } = s;
      for (let i = from; i < to; i++) {
        values[2 * i] = (step[i] as number) / (paceSteps === 'own' ? (steps[i] as number) : paceSteps);
        values[2 * i + 1] = (filledShares[i] as number) / (orderShares[i] as number);
      }
    },
    mask: (mask, from, to) => {
      maskEmptySides(s, mask, from, to);
    },
  });
}

/** Forbids orders at a side that shows no level; waiting is always allowed. */
export function maskEmptySides({ index, at }: ExecutionState, mask: Uint8Array, from: number, to: number): void {
  const { rows } = index;
  for (let i = from; i < to; i++) {
    const row = (at[i] as number) * stepWidth;
    mask[3 * i] = (rows[row + bestBid] as number) > 0 ? 1 : 0;
    mask[3 * i + 1] = (rows[row + bestAsk] as number) > 0 ? 1 : 0;
    mask[3 * i + 2] = 1;
  }
}
