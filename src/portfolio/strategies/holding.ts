/** What a day does to weights that are held. */

/** Growth of weights over the day whose relatives stand from `row` on. */
export function growthOf(w: Float64Array, x: Float64Array, row: number): number {
  let growth = 0;
  for (let i = 0; i < w.length; i++) growth += (w[i] as number) * (x[row + i] as number);
  return growth;
}

/** Weights after a day without trades. */
export function drift(w: Float64Array, x: Float64Array, row: number): void {
  const growth = growthOf(w, x, row);
  for (let i = 0; i < w.length; i++) w[i] = ((w[i] as number) * (x[row + i] as number)) / growth;
}

/** Scales weights to the sum 1; what rounding left below zero becomes zero. */
export function toSumOne(w: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < w.length; i++) {
    if ((w[i] as number) < 0) w[i] = 0;
    sum += w[i] as number;
  }
  for (let i = 0; i < w.length; i++) w[i] = (w[i] as number) / sum;
}
