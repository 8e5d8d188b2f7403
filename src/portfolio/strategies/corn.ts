/** CORN: log-optimal weights over the days that followed windows correlated with the last one (Li, Hoi and Gopalkrishnan, ACM TIST 2, 2011). */
import { logOptimalSolver } from '../solvers/log-optimal.js';
import { defineStrategy, type History, rowOf, type Strategy } from '../strategy.js';

/**
 * A past day counts where the `window` days before it, all assets together, correlate by at least `threshold` with the last `window` days.
 * Weights are uniform while no more than window + 1 days are known or no day counts.
 *
 * O(t · n) on day t for all correlations by sliding sums, and the log-optimal portfolio of the days found; O(t · window) memory.
 * @param window    days compared, ≥ 1
 * @param threshold correlation in [-1, 1]
 */
export function corn(window = 5, threshold = 0.1): Strategy {
  return defineStrategy({
    id: 'corn',
    name: `CORN (window ${window}, ρ ${threshold})`,
    complexity: 'O(t · n) on day t',
    window: Number.POSITIVE_INFINITY,
    remembers: false,
    step: (n) => {
      const similar = similarDays(n, window, threshold);
      const solver = logOptimalSolver(n);
      let rows = new Int32Array(1024);
      return (w, h) => {
        if (h.days > rows.length) rows = new Int32Array(2 * h.days);
        const count = similar(h, rows);
        if (h.days <= window + 1 || count === 0) {
          w.fill(1 / n);
          return;
        }
        solver.solve(h.relatives, rows, count, w, 1e-12);
      };
    },
  });
}

/** Finds the rows (offsets in `relatives`) of days that followed a window like the last one; writes them into `out` and returns how many. */
function similarDays(n: number, window: number, threshold: number): (h: History, out: Int32Array) => number {
  const size = n * window;
  // For each day e: sum and squares of x − 1 on the day, and the product of its window with the window that ends on the last day.
  let sums = new Float64Array(1024);
  let squares = new Float64Array(1024);
  let products = new Float64Array(1024);
  let recent = Array.from({ length: window + 1 }, () => new Float64Array(1024));
  let known = 0;

  const dot = (x: Float64Array, a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += ((x[a + i] as number) - 1) * ((x[b + i] as number) - 1);
    return sum;
  };
  const reserve = (days: number): void => {
    if (days <= sums.length) return;
    const larger = (from: Float64Array): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(2 * days);
      to.set(from);
      return to;
    };
    [sums, squares, products] = [larger(sums), larger(squares), larger(products)];
    recent = recent.map(larger);
  };
  /** Takes in day `last`: its products with all earlier days, and the products of windows that end on it. */
  const takeIn = (h: History, last: number): void => {
    const x = h.relatives;
    const row = (day: number): number => (day - h.from) * n;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (x[row(last) + i] as number) - 1;
    sums[last] = sum;
    squares[last] = dot(x, row(last), row(last));
    const today = recent[last % (window + 1)] as Float64Array;
    for (let e = 0; e <= last; e++) today[e] = dot(x, row(last), row(e));
    const gone = last >= window ? (recent[(last - window) % (window + 1)] as Float64Array) : undefined;
    for (let e = last; e >= window; e--)
      products[e] = (products[e - 1] as number) + (today[e] as number) - (gone?.[e - window] ?? 0);
    if (last >= window - 1) {
      let first = 0;
      for (let k = 0; k < window; k++) first += dot(x, row(last - k), row(window - 1 - k));
      products[window - 1] = first;
    }
  };

  return (h, out) => {
    const last = h.days - 1;
    reserve(h.days);
    while (known < h.days) takeIn(h, known++);
    if (h.days <= window + 1) return 0;
    const windowSum = (day: number, of: Float64Array): number => {
      let sum = 0;
      for (let k = 0; k < window; k++) sum += of[day - k] as number;
      return sum;
    };
    const sumLast = windowSum(last, sums);
    const spreadLast = windowSum(last, squares) - (sumLast * sumLast) / size;
    let count = 0;
    for (let e = window - 1; e < last; e++) {
      const sum = windowSum(e, sums);
      const spread = windowSum(e, squares) - (sum * sum) / size;
      const scale = spread * spreadLast;
      if (!(scale > 0)) continue;
      if (((products[e] as number) - (sum * sumLast) / size) / Math.sqrt(scale) >= threshold)
        out[count++] = rowOf(h, last - e - 1);
    }
    return count;
  };
}
