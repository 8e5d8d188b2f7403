/** What trading costs as a share of wealth: the rules of the papers and packages, each under the name of its source. */
import { StrataError } from '../core/index.js';

/** A rule for the cost of going from the weights held to the weights wanted. */
export interface CostRule {
  readonly name: string;
  /**
   * Share of wealth left after the trade, in (0, 1].
   * @param wanted weights after the trade [assets]
   * @param held   weights before it; all zero before the first purchase
   */
  remainder(wanted: Float64Array, held: Float64Array): number;
  /** What drifted weights are divided by: the growth before costs (they sum to 1), or after costs (to a little more, as in the toolbox). */
  readonly driftedBy: 'gross' | 'net';
}

/** Trading is free. */
export const free: CostRule = { name: 'no cost', remainder: () => 1, driftedBy: 'gross' };

/** Options that proportional rules share. */
export interface ProportionalOptions {
  /** Index of an asset that is money: moving it costs nothing. */
  readonly cash?: number;
}

/**
 * 1 − c ‖w − w′‖₁: every unit bought or sold pays c (ADDPG-QPL, Eq. 10; `addpg.cost-norm` = `l1`).
 * @param rate c, a share of the traded value, in [0, 0.5)
 */
export function l1Cost(rate: number, options: ProportionalOptions = {}): CostRule {
  return proportional(`${rate} × L1`, rate, 'gross', options);
}

/** 1 − c/2 ‖w − w′‖₁: a round trip pays c (`addpg.cost-norm` = `half-l1`). */
export function halfL1Cost(rate: number, options: ProportionalOptions = {}): CostRule {
  return proportional(`${rate}/2 × L1`, rate / 2, 'gross', options);
}

/**
 * The rule of the OLPS toolbox (Li, Sahoo and Hoi, JMLR 17, 2016): 1 − c/2 ‖w − w′‖₁ with w′ divided by the growth after costs. Drifted
 * weights then sum to a little more than 1, so even buy and hold pays a little on the day after a purchase.
 */
export function toolboxCost(rate: number): CostRule {
  return proportional(`${rate}/2 × L1, toolbox`, rate / 2, 'net', {});
}

function proportional(
  name: string,
  perUnit: number,
  driftedBy: 'gross' | 'net',
  options: ProportionalOptions,
): CostRule {
  checkRate(perUnit);
  const { cash = -1 } = options;
  const remainder = (wanted: Float64Array, held: Float64Array): number => {
    let traded = 0;
    for (let i = 0; i < wanted.length; i++)
      if (i !== cash) traded += Math.abs((wanted[i] as number) - (held[i] as number));
    return 1 - perUnit * traded;
  };
  return { name, remainder, driftedBy };
}

export interface ExactCostOptions extends ProportionalOptions {
  /** Share of the value bought. */
  readonly buy: number;
  /** Share of the value sold; default `buy`. */
  readonly sell?: number;
}

/**
 * The exact remainder μ: the fees are paid out of the very portfolio that is bought, μ = 1 − Σ fee(μ w_i − w′_i) over the traded assets, solved
 * by fixed point (Ormos and Urbán 2013; Jiang, Xu and Liang 2017, Eq. 14 for a cash asset). The iteration contracts by at least the fee.
 * @throws StrataError for fees outside [0, 0.5)
 */
export function exactCost(options: ExactCostOptions): CostRule {
  const { buy, sell = buy, cash = -1 } = options;
  checkRate(buy);
  checkRate(sell);
  const remainder = (wanted: Float64Array, held: Float64Array): number => {
    // Before the first purchase all wealth is money outside the portfolio.
    let mu = 1;
    for (let round = 0; round < 200; round++) {
      let fees = 0;
      for (let i = 0; i < wanted.length; i++) {
        if (i === cash) continue;
        const trade = mu * (wanted[i] as number) - (held[i] as number);
        fees += trade > 0 ? buy * trade : -sell * trade;
      }
      const next = 1 - fees;
      if (Math.abs(next - mu) <= 1e-16) return next;
      mu = next;
    }
    return mu;
  };
  return { name: `exact remainder, ${buy} bought, ${sell} sold`, remainder, driftedBy: 'gross' };
}

function checkRate(perUnit: number): void {
  if (!(perUnit >= 0 && perUnit < 0.5))
    throw new StrataError(
      `a cost rate is a share of the traded value from 0 to 0.5, received ${perUnit}; 0.001 is 10 bp`,
    );
}
