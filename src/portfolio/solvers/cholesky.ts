/** Cholesky factors of small symmetric positive definite matrices in typed arrays, without allocation. */

/**
 * Factors the leading k × k block of a row-major matrix as L Lᵀ; L replaces its lower triangle.
 * @param stride entries a row
 * @param floor  pivots at or below `floor` times the diagonal entry count as not positive
 * @returns whether the block is positive definite
 */
export function factor(a: Float64Array, k: number, stride: number, floor = 0): boolean {
  for (let j = 0; j < k; j++) {
    const rowJ = j * stride;
    const diagonal = a[rowJ + j] as number;
    let pivot = diagonal;
    for (let p = 0; p < j; p++) pivot -= (a[rowJ + p] as number) * (a[rowJ + p] as number);
    if (!(pivot > floor * diagonal)) return false;
    const root = Math.sqrt(pivot);
    a[rowJ + j] = root;
    for (let i = j + 1; i < k; i++) {
      const rowI = i * stride;
      let sum = a[rowI + j] as number;
      for (let p = 0; p < j; p++) sum -= (a[rowI + p] as number) * (a[rowJ + p] as number);
      a[rowI + j] = sum / root;
    }
  }
  return true;
}

/** Solves L Lᵀ x = b for a factor of `factor`; x replaces b. */
export function solveFactored(l: Float64Array, k: number, stride: number, b: Float64Array): void {
  for (let i = 0; i < k; i++) {
    const row = i * stride;
    let sum = b[i] as number;
    for (let p = 0; p < i; p++) sum -= (l[row + p] as number) * (b[p] as number);
    b[i] = sum / (l[row + i] as number);
  }
  for (let i = k - 1; i >= 0; i--) {
    let sum = b[i] as number;
    for (let p = i + 1; p < k; p++) sum -= (l[p * stride + i] as number) * (b[p] as number);
    b[i] = sum / (l[i * stride + i] as number);
  }
}
