/** From closes to σ and the anharmonicity λ of their returns (ADDPG-QPL, arXiv 2501.08528, steps 1 to 4; rules of the laboratory's own program). */
import { StrataError } from '../../core/index.js';

export interface ReturnOptions {
  /** Ratio return C_t / C_{t−1}, or its inverse, which mirrors the histogram (`qpl.ratio`). Default `close/prev`. */
  readonly ratio?: 'close/prev' | 'prev/close';
  /**
   * Population deviation of the returns, or of the returns and one spurious zero, as in the predecessor's published levels (`qpl.sigma-mode`). The
   * histogram is the true one's in both. Default `true`.
   */
  readonly sigma?: 'true' | 'inflated';
  /** Point of the ground state: half a bin left of the peak bin's left edge, as all sources have it, or the bin's centre (`qpl.ground-point`). */
  readonly groundPoint?: 'half-bin-left' | 'bin-centre';
}

/** Histogram of returns in 100 bins of 3σ/50 around 1. */
export interface ReturnHistogram {
  readonly mean: number;
  /** Population standard deviation. */
  readonly sigma: number;
  readonly binWidth: number;
  readonly leftEdge: number;
  /** Returns inside the 100 bins. */
  readonly kept: number;
  /** Counts of the bins; bin k takes left + kΔ < r ≤ left + (k + 1)Δ. */
  readonly counts: Int32Array;
  /** First bin with the largest count. */
  readonly peak: number;
}

/** σ and λ of a price series. */
export interface QuantumFit {
  /** Deviation that scales the levels. */
  readonly sigma: number;
  readonly lambda: number;
}

const bins = 100;

/** Ratio returns of closes. */
export function ratioReturns(
  closes: ArrayLike<number>,
  ratio: 'close/prev' | 'prev/close' = 'close/prev',
): Float64Array {
  return Float64Array.from({ length: Math.max(0, closes.length - 1) }, (_, t) => {
    const before = closes[t] as number;
    const now = closes[t + 1] as number;
    return ratio === 'close/prev' ? now / before : before / now;
  });
}

/** Counts returns. @throws StrataError for fewer than three returns, or returns that do not vary */
export function returnHistogram(returns: Float64Array): ReturnHistogram {
  const n = returns.length;
  let sum = 0;
  for (let t = 0; t < n; t++) sum += returns[t] as number;
  const mean = sum / n;
  let squares = 0;
  for (let t = 0; t < n; t++) squares += ((returns[t] as number) - mean) ** 2;
  const sigma = Math.sqrt(squares / n);
  if (!(n >= 3 && sigma > 0 && sigma < Number.POSITIVE_INFINITY))
    throw new StrataError(`quantum price levels need returns that vary; received ${n} with deviation ${sigma}`);
  const binWidth = (3 * sigma) / (bins / 2);
  const leftEdge = 1 - (bins / 2) * binWidth;
  const counts = new Int32Array(bins);
  let kept = 0;
  for (let t = 0; t < n; t++) {
    const r = returns[t] as number;
    let k = Math.ceil((r - leftEdge) / binWidth) - 1;
    // The division may round across an edge.
    if (r <= leftEdge + k * binWidth) k--;
    else if (r > leftEdge + (k + 1) * binWidth) k++;
    if (k < 0 || k >= bins) continue;
    counts[k] = (counts[k] as number) + 1;
    kept++;
  }
  let peak = 0;
  for (let k = 1; k < bins; k++) if ((counts[k] as number) > (counts[peak] as number)) peak = k;
  return { mean, sigma, binWidth, leftEdge, kept, counts, peak };
}

/**
 * λ = |(r₋² φ₋ − r₊² φ₊) / (r₋⁴ φ₋ − r₊⁴ φ₊)|, φ± the shares of the bins beside the peak and r± one bin beside the ground point.
 * @throws StrataError for a peak in the first or last bin, and where the denominator is 0: a number there would be an accident
 */
export function anharmonicity(
  histogram: ReturnHistogram,
  groundPoint: 'half-bin-left' | 'bin-centre' = 'half-bin-left',
): number {
  const { binWidth, leftEdge, kept, counts, peak } = histogram;
  if (peak === 0 || peak === bins - 1)
    throw new StrataError(
      `most returns lie in bin ${peak} of ${bins}, at the end of the histogram; the anharmonicity needs a bin on both sides`,
    );
  const ground = leftEdge + peak * binWidth + (groundPoint === 'bin-centre' ? 0.5 : -0.5) * binWidth;
  const below = (ground - binWidth) ** 2;
  const above = (ground + binWidth) ** 2;
  const left = (counts[peak - 1] as number) / kept;
  const right = (counts[peak + 1] as number) / kept;
  const denominator = below * below * left - above * above * right;
  if (denominator === 0)
    throw new StrataError(
      `the bins beside the peak of the returns hold ${counts[peak - 1]} and ${counts[peak + 1]}, which leaves no anharmonicity`,
    );
  return Math.abs((below * left - above * right) / denominator);
}

/** Fits σ and λ to closes, oldest first. */
export function fitQuantum(closes: ArrayLike<number>, options: ReturnOptions = {}): QuantumFit {
  const returns = ratioReturns(closes, options.ratio);
  const histogram = returnHistogram(returns);
  const sigma = options.sigma === 'inflated' ? inflated(returns, histogram.mean) : histogram.sigma;
  return { sigma, lambda: anharmonicity(histogram, options.groundPoint) };
}

/** Population deviation of the returns and one zero. */
function inflated(returns: Float64Array, mean: number): number {
  const n = returns.length;
  const shifted = (mean * n) / (n + 1);
  let squares = shifted * shifted;
  for (let t = 0; t < n; t++) squares += ((returns[t] as number) - shifted) ** 2;
  return Math.sqrt(squares / (n + 1));
}
