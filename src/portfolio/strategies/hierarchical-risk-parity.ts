/** Hierarchical risk parity: wealth is split along a tree of similar assets, by the risk on each side (López de Prado, J. Portfolio Management 42, 2016). */
import type { Strategy } from '../strategy.js';
import { defineFitted, type Fit, type FitOptions } from './fitted.js';

/** No matrix is inverted, so that it also works with fewer days than assets. O(n² · window + n³) at an estimate. */
export function hierarchicalRiskParity(options: FitOptions = {}): Strategy {
  const definition = { id: 'hrp', title: 'hierarchical risk parity', complexity: 'n³', fitter: splitByRisk } as const;
  return defineFitted(definition, options);
}

/** The fit of `hierarchicalRiskParity`. */
export function splitByRisk(n: number): Fit {
  return ({ covariance }, _days, w) => {
    const leaves = similarOrder(covariance, n);
    w.fill(1);
    divide(covariance, n, leaves, w);
  };
}

/** Splits a run of leaves in the middle, by the inverse of the variances of its halves, down to single assets. */
function divide(covariance: Float64Array, n: number, leaves: readonly number[], w: Float64Array): void {
  if (leaves.length < 2) return;
  const halves = [leaves.slice(0, leaves.length >> 1), leaves.slice(leaves.length >> 1)] as const;
  const [first, second] = halves.map((half) => clusterVariance(covariance, n, half)) as [number, number];
  const share = second / (first + second);
  for (const i of halves[0]) w[i] = (w[i] as number) * share;
  for (const i of halves[1]) w[i] = (w[i] as number) * (1 - share);
  for (const half of halves) divide(covariance, n, half, w);
}

/** Variance of assets weighted by their inverse variances. */
function clusterVariance(covariance: Float64Array, n: number, assets: readonly number[]): number {
  const weights = assets.map((i) => 1 / (covariance[i * n + i] as number));
  const sum = weights.reduce((a, b) => a + b, 0);
  let variance = 0;
  for (const [a, i] of assets.entries())
    for (const [b, j] of assets.entries())
      variance += ((weights[a] as number) * (weights[b] as number) * (covariance[i * n + j] as number)) / (sum * sum);
  return variance;
}

/**
 * Leaves of the single-linkage tree of the assets. Their distance is that of their rows in the matrix √((1 − ρ)/2). A tree has no order of
 * its children; the one with the asset of least variance comes first, so that the place of an asset in the data does not matter.
 */
export function similarOrder(covariance: Float64Array, n: number): readonly number[] {
  const variance = (i: number): number => covariance[i * n + i] as number;
  const apart = Float64Array.from({ length: n * n }, (_, k) => {
    const i = Math.floor(k / n);
    const j = k % n;
    const rho = (covariance[k] as number) / Math.sqrt(variance(i) * variance(j));
    return i === j ? 0 : Math.sqrt(Math.max(0, (1 - rho) / 2));
  });
  const distance = (i: number, j: number): number => {
    let squares = 0;
    for (let k = 0; k < n; k++) squares += ((apart[i * n + k] as number) - (apart[j * n + k] as number)) ** 2;
    return Math.sqrt(squares);
  };
  const clusters = Array.from({ length: n }, (_, i) => [i]);
  const clusterOf = Int32Array.from({ length: n }, (_, i) => i);
  const least = Array.from({ length: n }, (_, i) => variance(i));
  for (const { a, b } of spanningTree(n, distance)) {
    let [first, second] = [clusterOf[a] as number, clusterOf[b] as number];
    if ((least[first] as number) > (least[second] as number)) [first, second] = [second, first];
    const moved = clusters[second] as number[];
    for (const i of moved) clusterOf[i] = first;
    (clusters[first] as number[]).push(...moved);
  }
  return clusters[clusterOf[0] as number] as number[];
}

/** Edges of the minimum spanning tree in ascending order (Prim): the merges of single linkage. */
function spanningTree(n: number, distance: (i: number, j: number) => number): { a: number; b: number; d: number }[] {
  const nearest = Float64Array.from({ length: n }, () => Number.POSITIVE_INFINITY);
  const from = new Int32Array(n);
  const taken = new Uint8Array(n);
  const edges: { a: number; b: number; d: number }[] = [];
  for (let last = 0; edges.length < n - 1; ) {
    taken[last] = 1;
    let next = -1;
    for (let j = 0; j < n; j++) {
      if (taken[j]) continue;
      const d = distance(last, j);
      if (d < (nearest[j] as number)) {
        nearest[j] = d;
        from[j] = last;
      }
      if (next < 0 || (nearest[j] as number) < (nearest[next] as number)) next = j;
    }
    edges.push({ a: from[next] as number, b: next, d: nearest[next] as number });
    last = next;
  }
  return edges.sort((x, y) => x.d - y.d);
}
