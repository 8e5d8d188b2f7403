/** What venues, brokers and the state take for a fill: per share, per value, a minimum an order, stamp duty on sells, maker and taker rates. */

/** Rates for orders that waited in the book and for orders that took from it; a rebate is below 0. */
export interface Rates {
  readonly maker: number;
  readonly taker: number;
}

/** A schedule of fees. All money in the instrument's currency. */
export interface FeeSchedule {
  readonly name: string;
  /** Commission a share. */
  readonly perShare: Rates;
  /** Commission as a part of the value. */
  readonly perValue: Rates;
  /** Least commission of an order with a fill; later fills of the order are free until the rates exceed it. */
  readonly minimumPerOrder: number;
  /** Most commission of an order as a part of its value, over the minimum; Infinity for none. */
  readonly maximumPerValue: number;
  /** Stamp duty and other levies on sells, and levies on both sides, as parts of the value; outside of minimum and maximum. */
  readonly stampDuty: number;
  readonly levy: number;
}

const both = (rate: number): Rates => ({ maker: rate, taker: rate });

/** No fees, as the papers assume. */
export const noFees: FeeSchedule = {
  name: 'none',
  perShare: both(0),
  perValue: both(0),
  minimumPerOrder: 0,
  maximumPerValue: Number.POSITIVE_INFINITY,
  stampDuty: 0,
  levy: 0,
};

/** Names of {@link feePresets}. */
export type FeePreset =
  | 'none'
  | 'china-a-share'
  | 'china-a-share-2008'
  | 'us-per-share'
  | 'us-maker-taker'
  | 'crypto-maker-taker';

/**
 * Named schedules, to be used as they are or as a base: `{ ...feePresets['china-a-share'], perValue: … }`.
 *
 * * `china-a-share`: commission 2.5 bp with at least CNY 5 an order (usual at brokers, who may ask up to 30 bp), transfer fee 0.1 bp on
 *   both sides (ChinaClear since 2022-04-29), stamp duty 5 bp on sells (State Taxation Administration, since 2023-08-28).
 * * `china-a-share-2008`: the same commission with stamp duty 10 bp (2008-09-19 to 2023-08-27) and transfer fee 0.2 bp (from 2015-08-01).
 * * `us-per-share`: USD 0.005 a share, at least 1 and at most 1 % of the value of an order (Interactive Brokers, fixed pricing).
 * * `us-maker-taker`: USD 0.0030 a share to take (the cap of Rule 610(c), Regulation NMS), 0.0020 back to make.
 * * `crypto-maker-taker`: 2 bp to make, 5 bp to take, a usual schedule of perpetual futures.
 */
export const feePresets: Readonly<Record<FeePreset, FeeSchedule>> = {
  none: noFees,
  'china-a-share': {
    ...noFees,
    name: 'china-a-share',
    perValue: both(2.5e-4),
    minimumPerOrder: 5,
    stampDuty: 5e-4,
    levy: 1e-5,
  },
  'china-a-share-2008': {
    ...noFees,
    name: 'china-a-share-2008',
    perValue: both(2.5e-4),
    minimumPerOrder: 5,
    stampDuty: 1e-3,
    levy: 2e-5,
  },
  'us-per-share': { ...noFees, name: 'us-per-share', perShare: both(0.005), minimumPerOrder: 1, maximumPerValue: 0.01 },
  'us-maker-taker': { ...noFees, name: 'us-maker-taker', perShare: { maker: -0.002, taker: 0.003 } },
  'crypto-maker-taker': { ...noFees, name: 'crypto-maker-taker', perValue: { maker: 2e-4, taker: 5e-4 } },
};

/** Commission of one fill by the rates alone, before an order's minimum and maximum. */
export function commissionByRates(fees: FeeSchedule, shares: number, value: number, maker: boolean): number {
  return maker
    ? fees.perShare.maker * shares + fees.perValue.maker * value
    : fees.perShare.taker * shares + fees.perValue.taker * value;
}

/**
 * Commission that an order owes in all.
 * @param byRates sum of {@link commissionByRates} over its fills
 * @param value   value of its fills
 */
export function orderCommission(fees: FeeSchedule, byRates: number, value: number): number {
  return Math.min(Math.max(byRates, fees.minimumPerOrder || byRates), fees.maximumPerValue * value);
}

/** Duties and levies of a fill. @param side +1 bought, −1 sold */
export function dutyOf(fees: FeeSchedule, side: number, value: number): number {
  return (side < 0 ? fees.stampDuty + fees.levy : fees.levy) * value;
}

/**
 * All fees of an order from its fills.
 * @param side +1 bought, −1 sold
 */
export function feesOfOrder(
  fees: FeeSchedule,
  side: 1 | -1,
  fills: readonly { readonly shares: number; readonly price: number; readonly maker: boolean }[],
): number {
  if (fills.length === 0) return 0;
  let [byRates, value] = [0, 0];
  for (const { shares, price, maker } of fills) {
    byRates += commissionByRates(fees, shares, shares * price, maker);
    value += shares * price;
  }
  return orderCommission(fees, byRates, value) + dutyOf(fees, side, value);
}
