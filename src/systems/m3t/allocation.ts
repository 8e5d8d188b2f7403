/**
 * Cuts a parent order into tranche orders of whole lots along an estimated volume profile (M3T, docs/papers/m3t.md, allocation).
 */
import { StrataError } from '../../core/index.js';

/** Shares sold or bought in one order, and how its remainder is dealt with. */
export interface AllocationOptions {
  /** Smallest tradable size, shares. */
  readonly lot: number;
  /** Ledger `m3t.profile-normalise`: divide the estimates by their sum first. */
  readonly normalise: 'off' | 'on';
  /** Ledger `m3t.allocation-rounding`: who takes the remainder of flooring; `floor-drop` leaves it unexecuted. */
  readonly rounding: 'floor-largest' | 'floor-drop';
}

/** Shares added before flooring, so that a product such as 0.29 × 100000 does not lose a lot to the last binary digit. */
const FLOOR_GUARD_SHARES = 1e-6;

/**
 * Tranche orders q_i = lot × ⌊Q û_i / lot⌋, the shares still missing to Q given to the largest tranche (the first on a tie).
 *
 * Where the estimates add up to more than 1 the excess is taken from the largest tranche, and from the next largest once that is
 * empty. A negative estimate (a linear model can give one) counts as 0.
 *
 * @param parentShares order of the day, shares, ≥ 0
 * @param profile      estimated share of each tranche, any finite values of which at least one is positive
 * @returns shares a tranche, whole lots except for the tranche that takes the remainder of an order that is no multiple of a lot
 * @throws StrataError when a value is not finite, no estimate is positive, or the order or lot is negative
 * @see test/golden/macro-allocation.json
 */
export function allocate(parentShares: number, profile: ArrayLike<number>, options: AllocationOptions): Float64Array {
  const { lot, normalise, rounding } = options;
  if (!(parentShares >= 0) || !Number.isFinite(parentShares))
    throw new StrataError(
      `The parent order must be a number of shares of at least 0, got ${parentShares}: pass shares, not lots.`,
    );
  if (!(lot > 0)) throw new StrataError(`The lot must be a positive number of shares, got ${lot}.`);
  const shares = Float64Array.from(profile, (value) => Math.max(0, value));
  let total = 0;
  for (let i = 0; i < shares.length; i++) {
    if (!Number.isFinite(shares[i]))
      throw new StrataError(
        `Estimate ${i} of the profile is ${profile[i]}: every estimate must be a finite share of the day.`,
      );
    total += shares[i] as number;
  }
  if (!(total > 0)) throw new StrataError('No estimate of the profile is positive: there is no tranche to trade in.');

  const divisor = normalise === 'on' ? total : 1;
  const orders = shares.map((u) => Math.floor(((u / divisor) * parentShares + FLOOR_GUARD_SHARES) / lot) * lot);
  if (rounding === 'floor-drop') return orders;

  let missing = parentShares - orders.reduce((sum, q) => sum + q, 0);
  while (missing !== 0) {
    const largest = indexOfLargest(orders);
    const change = Math.max(missing, -(orders[largest] as number));
    orders[largest] = (orders[largest] as number) + change;
    missing -= change;
  }
  return orders;
}

function indexOfLargest(values: Float64Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[best] as number)) best = i;
  return best;
}
