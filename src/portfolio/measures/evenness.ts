/** How evenly wealth is spread over the assets. */

/** Mean over days of the effective number of assets, 1 / Σ w²: 1 where all is in one, n where all are alike. */
export function effectiveAssets(weights: Float64Array, assets: number): number {
  let sum = 0;
  for (let row = 0; row < weights.length; row += assets) {
    let squares = 0;
    for (let i = 0; i < assets; i++) squares += (weights[row + i] as number) ** 2;
    sum += 1 / squares;
  }
  return (sum * assets) / weights.length;
}

/** Gini impurity of weights, 1 − Σ w²: 0 where all is in one asset, 1 − 1/n where all are alike (ADDPG-QPL, Eq. 12; `addpg.gini-form` = `impurity`). */
export function giniImpurity(weights: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < weights.length; i++) squares += (weights[i] as number) ** 2;
  return 1 - squares;
}

/** Entropy of weights, −Σ w ln w: 0 where all is in one asset, ln n where all are alike. */
export function weightEntropy(weights: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i] as number;
    if (w > 0) sum -= w * Math.log(w);
  }
  return sum;
}
