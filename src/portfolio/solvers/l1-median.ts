/** The point of least summed distance to given points, the L1 or spatial median (Vardi and Zhang, PNAS 97, 2000). */

export interface L1MedianOptions {
  readonly iterations?: number;
  /** Ends where a step is below this share of the median, both in the 1-norm. */
  readonly tolerance?: number;
  /** Points nearer than this count as met. */
  readonly zero?: number;
}

/**
 * A median of `count` points of n coordinates with its own memory; begins at the median by coordinate.
 * @returns a function of points (row-major [count × n]) that writes the median into `out`
 */
export function l1Median(
  count: number,
  n: number,
  options: L1MedianOptions = {},
): (points: Float64Array, out: Float64Array) => void {
  const { iterations = 200, tolerance = 1e-9, zero = 1e-15 } = options;
  const column = new Float64Array(count);
  const pull = new Float64Array(n);
  const force = new Float64Array(n);
  return (points, out) => {
    const half = count >> 1;
    for (let i = 0; i < n; i++) {
      for (let p = 0; p < count; p++) column[p] = points[p * n + i] as number;
      column.sort();
      const upper = column[half] as number;
      out[i] = count % 2 === 1 ? upper : ((column[half - 1] as number) + upper) / 2;
    }
    for (let round = 0; round < iterations; round++) {
      pull.fill(0);
      force.fill(0);
      let weight = 0;
      let met = 0;
      for (let p = 0; p < count; p++) {
        const row = p * n;
        let squares = 0;
        for (let i = 0; i < n; i++) {
          const d = (points[row + i] as number) - (out[i] as number);
          squares += d * d;
        }
        const distance = Math.sqrt(squares);
        if (distance < zero) {
          met = 1;
          continue;
        }
        const inverse = 1 / distance;
        weight += inverse;
        for (let i = 0; i < n; i++) {
          const x = points[row + i] as number;
          pull[i] = (pull[i] as number) + x * inverse;
          force[i] = (force[i] as number) + (x - (out[i] as number)) * inverse;
        }
      }
      let norm = 0;
      for (let i = 0; i < n; i++) norm += (force[i] as number) * (force[i] as number);
      const stay = norm === 0 ? 0 : Math.min(1, met / Math.sqrt(norm));
      let change = 0;
      let size = 0;
      for (let i = 0; i < n; i++) {
        const before = out[i] as number;
        const after = (1 - stay) * (weight === 0 ? 0 : (pull[i] as number) / weight) + stay * before;
        change += Math.abs(after - before);
        size += Math.abs(before);
        out[i] = after;
      }
      if (change <= tolerance * size) return;
    }
  };
}
