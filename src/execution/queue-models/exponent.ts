/** Powers of the power families of queue models. */
import { StrataError } from '../../core/index.js';

/**
 * x ↦ xⁿ; the small whole powers without the general one.
 * @throws StrataError for an exponent below 0 or none
 */
export function powerOf(n: number): (x: number) => number {
  if (!(n >= 0 && Number.isFinite(n)))
    throw new StrataError(`the exponent of a power queue is a number from 0; received ${n}`);
  if (n === 1) return (x) => x;
  if (n === 2) return (x) => x * x;
  if (n === 3) return (x) => x * x * x;
  return (x) => x ** n;
}
