/**
 * Energies of the quartic oscillator, −ψ″ + (r² + λ r⁴) ψ = E ψ, by the fit of Dasgupta et al. as Lee's *Quantum Finance* uses it
 * (ADDPG-QPL, arXiv 2501.08528, steps 5 and 6). On λ = 1 the fit is 0.9 to 1.7 % below the exact eigenvalues.
 */
import { StrataError } from '../../core/index.js';

/** Constant in the denominator of K_n: the tutorial's, which published levels confirm, and the book's printing (`qpl.k-constant`). */
export type KConstant = 43.6106 | 43.6196;

/** Dasgupta coefficient K_n = ((1.1924 + 33.2383 n + 56.2169 n²) / (1 + 43.6106 n))^(1/3). @param n level, a whole number ≥ 0 */
export function dasgupta(n: number, constant: KConstant = 43.6106): number {
  if (!(Number.isInteger(n) && n >= 0)) throw new StrataError(`a level is a whole number from 0 on, received ${n}`);
  return Math.cbrt((1.1924 + 33.2383 * n + 56.2169 * n * n) / (1 + constant * n));
}

/**
 * Energy E_n: the largest real root of (E / (2n + 1))³ − E / (2n + 1) − λ K_n³ = 0, by Cardano. Continuous in λ where the number of real roots changes.
 * @param lambda anharmonicity λ ≥ 0; without it E_n = 2n + 1
 */
export function quarticEnergy(n: number, lambda: number, constant: KConstant = 43.6106): number {
  if (!(lambda >= 0 && lambda < Number.POSITIVE_INFINITY))
    throw new StrataError(`the anharmonicity λ is a number from 0 on, received ${lambda}`);
  const k = dasgupta(n, constant);
  // With u = E / (2n + 1): u³ − u − c = 0.
  const half = (lambda * k * k * k) / 2;
  const discriminant = half * half - 1 / 27;
  const u =
    discriminant >= 0
      ? Math.cbrt(half + Math.sqrt(discriminant)) + Math.cbrt(half - Math.sqrt(discriminant))
      : (2 / Math.sqrt(3)) * Math.cos(Math.acos(Math.min(1, half * Math.sqrt(27))) / 3);
  return (2 * n + 1) * u;
}
