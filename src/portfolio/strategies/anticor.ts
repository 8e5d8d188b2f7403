/** Anticor: wealth moves from assets that rose to assets that follow them, by the correlations of two windows (Borodin, El-Yaniv and Gogan, JAIR 21, 2004). */
import { defineStrategy, rowOf, type Strategy } from '../strategy.js';
import { drift, growthOf, toSumOne } from './holding.js';

export interface AnticorOptions {
  /**
   * What wealth is moved from: the weights chosen the day before (`chosen`, the toolbox's BAH(Anticor)), or those weights after the day's
   * prices have moved them (`drifted`, the paper). Default `drifted`.
   */
  readonly from?: 'chosen' | 'drifted';
}

/**
 * One Anticor expert. Log relatives of the last `window` days are compared with those of the `window` days before; until both are known
 * nothing is moved. O(n² · window) a day, O(n · (n + window)) memory.
 * @param window days of each of the two windows, ≥ 2
 */
export function anticor(window = 30, options: AnticorOptions = {}): Strategy {
  const { from = 'drifted' } = options;
  return defineStrategy({
    id: 'anticor',
    name: `Anticor (window ${window}${from === 'chosen' ? ', from chosen weights' : ''})`,
    complexity: 'O(n² · window)',
    window: 2 * window,
    remembers: true,
    step: (n) => {
      const logs = logRing(2 * window, n);
      const transfer = anticorTransfer(n, window);
      return (w, h) => {
        logs.take(h.relatives, rowOf(h));
        if (from === 'drifted') drift(w, h.relatives, rowOf(h));
        transfer(logs, 0, w);
        toSumOne(w);
      };
    },
  });
}

/**
 * BAH(Anticor): uniform buy and hold of the experts with windows 2, …, `most`, by the rules of the toolbox of Li, Sahoo and Hoi (2016).
 * O(n² · most²) a day.
 * @param most largest window, ≥ 2
 */
export function bahAnticor(most = 30): Strategy {
  return defineStrategy({
    id: 'bah-anticor',
    name: `BAH(Anticor) (windows 2 to ${most})`,
    complexity: 'O(n² · window²)',
    window: 2 * most,
    remembers: true,
    step: (n) => {
      const logs = logRing(2 * most, n);
      const experts = anticorExperts(n, most);
      const wealth = new Float64Array(most - 1).fill(1);
      return (w, h) => {
        const row = rowOf(h);
        let total = 0;
        for (const [k, weights] of experts.weights.entries()) {
          wealth[k] = (wealth[k] as number) * growthOf(weights, h.relatives, row);
          total += wealth[k] as number;
        }
        for (let k = 0; k < wealth.length; k++) wealth[k] = (wealth[k] as number) / total;
        logs.take(h.relatives, row);
        experts.move(logs);
        mix(wealth, experts.weights, w);
      };
    },
  });
}

/**
 * BAH(Anticor(Anticor)): the Anticor experts are themselves assets of a second layer of Anticor experts, all from drifted weights, and
 * those are bought and held (the toolbox's `anticor_anticor`). Experts that hold the same assets tie in the second layer, and rounding then
 * decides, as it does in the toolbox. O((n² + most²) · most²) a day.
 * @param most largest window of both layers, ≥ 2
 */
export function bahAnticor2(most = 30): Strategy {
  return defineStrategy({
    id: 'bah-anticor2',
    name: `BAH(Anticor(Anticor)) (windows 2 to ${most})`,
    complexity: 'O((n² + window²) · window²)',
    window: 2 * most,
    remembers: true,
    step: (n) => {
      const count = most - 1;
      const logs = logRing(2 * most, n);
      const experts = anticorExperts(n, most);
      const upperLogs = logRing(2 * most, count);
      const upper = anticorExperts(count, most);
      const earned = new Float64Array(count);
      const wealth = new Float64Array(count).fill(1);
      const shares = new Float64Array(count);
      return (w, h) => {
        const row = rowOf(h);
        for (const [k, weights] of experts.weights.entries()) {
          earned[k] = growthOf(weights, h.relatives, row);
          drift(weights, h.relatives, row);
        }
        let total = 0;
        for (const [k, weights] of upper.weights.entries()) {
          wealth[k] = (wealth[k] as number) * growthOf(weights, earned, 0);
          total += wealth[k] as number;
          drift(weights, earned, 0);
        }
        for (let k = 0; k < count; k++) wealth[k] = (wealth[k] as number) / total;
        logs.take(h.relatives, row);
        upperLogs.take(earned, 0);
        experts.move(logs);
        upper.move(upperLogs);
        mix(wealth, upper.weights, shares);
        mix(shares, experts.weights, w);
      };
    },
  });
}

/** The last days of log relatives by asset: asset i's day d (0 the oldest) stands at [i · days + d]. */
interface LogRing {
  readonly days: number;
  readonly values: Float64Array;
  /** Days taken in so far. */
  known: number;
  take(x: Float64Array, row: number): void;
}

function logRing(days: number, n: number): LogRing {
  const values = new Float64Array(days * n);
  const ring: LogRing = {
    days,
    values,
    known: 0,
    take: (x, row) => {
      values.copyWithin(0, 1);
      for (let i = 0; i < n; i++) values[(i + 1) * days - 1] = Math.log(x[row + i] as number);
      ring.known++;
    },
  };
  return ring;
}

/** Experts with windows 2 to `most`, uniform at first. */
function anticorExperts(n: number, most: number): { weights: Float64Array[]; move: (logs: LogRing) => void } {
  const weights = Array.from({ length: most - 1 }, () => new Float64Array(n).fill(1 / n));
  const transfers = weights.map((_, k) => anticorTransfer(n, k + 2));
  const move = (logs: LogRing): void => {
    for (const [k, transfer] of transfers.entries())
      transfer(logs, logs.days - 2 * (k + 2), weights[k] as Float64Array);
  };
  return { weights, move };
}

/**
 * Moves weights by the claims of the assets: i gives to j where i earned at least as much in the last window and i's earlier window
 * correlates with j's last one, in proportion to that correlation plus what i and j each correlate negatively with themselves. An
 * asset's claim on itself counts in the proportion, as in the toolbox; it moves nothing.
 *
 * Whether a correlation is above zero and whether two means are equal decide about whole positions, and with few price steps both happen
 * exactly. So each window is centred and summed anew, oldest day first. Covariances from sums of products, as sliding windows keep them,
 * leave rounding in place of zeros, which moves the final wealth of BAH(Anticor) on NYSE (N) by 1e-4.
 */
function anticorTransfer(n: number, window: number): (logs: LogRing, first: number, w: Float64Array) => void {
  const earlier = new Float64Array(n * window);
  const unsorted = new Float64Array(n * window);
  // Assets in ascending order of their last window's mean, so that those an asset may give to are a run; three rows more for blocks of four.
  const later = new Float64Array((n + 3) * window);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const spreadEarlier = new Float64Array(n);
  const spreadLater = new Float64Array(n);
  const meanLater = new Float64Array(n);
  const against = new Float64Array(n);
  const claim = new Float64Array(n + 3);
  const before = new Float64Array(n);

  const correlation = (product: number, i: number, j: number): number => {
    const scale = (spreadEarlier[i] as number) * (spreadLater[j] as number);
    return scale === 0 ? 0 : product / (window - 1) / Math.sqrt(scale);
  };
  /** Products of asset i's earlier window with the last windows of the first `count` assets in order; four sums at a time. */
  const products = (i: number, count: number): void => {
    const from = i * window;
    for (let q = 0; q < count; q += 4) {
      const at = q * window;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let k = 0; k < window; k++) {
        const x = earlier[from + k] as number;
        a += x * (later[at + k] as number);
        b += x * (later[at + window + k] as number);
        c += x * (later[at + 2 * window + k] as number);
        d += x * (later[at + 3 * window + k] as number);
      }
      claim[q] = a;
      claim[q + 1] = b;
      claim[q + 2] = c;
      claim[q + 3] = d;
    }
  };

  return (logs, first, w) => {
    if (logs.known < 2 * window) return;
    for (let i = 0; i < n; i++) {
      const at = i * logs.days + first;
      spreadEarlier[i] = centre(logs.values, at, window, earlier, i * window).squares / (window - 1);
      const last = centre(logs.values, at + window, window, unsorted, i * window);
      spreadLater[i] = last.squares / (window - 1);
      meanLater[i] = last.mean;
      let own = 0;
      for (let k = i * window; k < (i + 1) * window; k++) own += (earlier[k] as number) * (unsorted[k] as number);
      against[i] = Math.max(0, -correlation(own, i, i));
    }
    sortBy(order, meanLater);
    for (let q = 0; q < n; q++) {
      const from = (order[q] as number) * window;
      for (let k = 0; k < window; k++) later[q * window + k] = unsorted[from + k] as number;
    }
    before.set(w);
    let count = 0;
    for (let p = 0; p < n; p++) {
      const i = order[p] as number;
      while (count < n && (meanLater[order[count] as number] as number) <= (meanLater[i] as number)) count++;
      products(i, count);
      let total = 0;
      for (let q = 0; q < count; q++) {
        const j = order[q] as number;
        const product = claim[q] as number;
        claim[q] = product > 0 ? correlation(product, i, j) + (against[i] as number) + (against[j] as number) : 0;
        total += claim[q] as number;
      }
      if (!(total > 0)) continue;
      const share = (before[i] as number) / total;
      for (let q = 0; q < count; q++) {
        const j = order[q] as number;
        if (j === i) continue;
        const moved = share * (claim[q] as number);
        w[i] = (w[i] as number) - moved;
        w[j] = (w[j] as number) + moved;
      }
    }
  };
}

/** Sorts indices by their values, ascending; quick where the order of the last call is nearly right. */
function sortBy(order: Int32Array, values: Float64Array): void {
  for (let p = 1; p < order.length; p++) {
    const moving = order[p] as number;
    const value = values[moving] as number;
    let q = p - 1;
    for (; q >= 0 && (values[order[q] as number] as number) > value; q--) order[q + 1] = order[q] as number;
    order[q + 1] = moving;
  }
}

const centred = { mean: 0, squares: 0 };

/** Writes values less their mean into `out`; returns the mean and the sum of squares. */
function centre(x: Float64Array, at: number, count: number, out: Float64Array, to: number): typeof centred {
  let sum = 0;
  for (let d = 0; d < count; d++) sum += x[at + d] as number;
  const mean = sum / count;
  let squares = 0;
  for (let d = 0; d < count; d++) {
    const value = (x[at + d] as number) - mean;
    out[to + d] = value;
    squares += value * value;
  }
  centred.mean = mean;
  centred.squares = squares;
  return centred;
}

/** out ← Σ share × portfolio, normalised. */
function mix(shares: Float64Array, portfolios: readonly Float64Array[], out: Float64Array): void {
  out.fill(0);
  for (const [k, weights] of portfolios.entries()) {
    const share = shares[k] as number;
    for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + share * (weights[i] as number);
  }
  toSumOne(out);
}
