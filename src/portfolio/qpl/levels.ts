/** Quantum price levels: relative energies turned into multiples of a price (ADDPG-QPL, arXiv 2501.08528, steps 7 and 8). */
import type { QuantumFit } from './anharmonicity.js';
import { type KConstant, quarticEnergy } from './energies.js';

/** 0.21, a constant of Lee's book without a stated reason. */
const priceScale = 0.21;

/** NQPR_n = 1 + 0.21 σ E_n / E_0, the multiple of the price at which level n lies. At n = 0 λ cancels. */
export function levelMultiple(n: number, fit: QuantumFit, constant: KConstant = 43.6106): number {
  const { sigma, lambda } = fit;
  const relative = n === 0 ? 1 : quarticEnergy(n, lambda, constant) / quarticEnergy(0, lambda, constant);
  return 1 + priceScale * sigma * relative;
}

/** The levels n above and below a price, P · NQPR_n and P / NQPR_n; their product is P². */
export interface LevelPair {
  readonly lower: number;
  readonly upper: number;
}

/** Levels around a reference price. @param n level, ≥ 0; the sources call level 0 "±1" (`qpl.level-index`) */
export function levelsAround(price: number, n: number, fit: QuantumFit, constant: KConstant = 43.6106): LevelPair {
  const multiple = levelMultiple(n, fit, constant);
  return { lower: price / multiple, upper: price * multiple };
}
