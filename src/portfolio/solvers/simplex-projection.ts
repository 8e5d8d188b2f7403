/** Euclidean projection on the probability simplex, by the finite algorithm of Michelot (J. Optimization Theory and Applications 50, 1986). */

/**
 * Replaces a vector by the nearest point of the simplex {w ≥ 0, Σ w = 1}.
 *
 * The vector is first moved so that its largest entry is 0, which changes no projection and keeps full precision where a step was huge.
 * The sum of the result differs from 1 by rounding only (below 1e-15 times its length). Expected time O(n).
 *
 * @param v finite values, overwritten
 */
export function projectToSimplex(v: Float64Array): void {
  const n = v.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < n; i++) if ((v[i] as number) > most) most = v[i] as number;
  // With the largest entry at 0 the threshold lies in [-1, 0), so entries at -1 or below have no weight.
  let threshold = -1;
  let count = Number.POSITIVE_INFINITY;
  for (;;) {
    let sum = 0;
    let kept = 0;
    for (let i = 0; i < n; i++) {
      const x = (v[i] as number) - most;
      if (x > threshold) {
        sum += x;
        kept++;
      }
    }
    threshold = (sum - 1) / kept;
    // In exact arithmetic entries only leave; where rounding would bring one back, the search is over.
    if (kept >= count) break;
    count = kept;
  }
  let total = 0;
  for (let i = 0; i < n; i++) {
    const x = (v[i] as number) - most - threshold;
    v[i] = x > 0 ? x : 0;
    total += v[i] as number;
  }
  for (let i = 0; i < n; i++) v[i] = (v[i] as number) / total;
}
