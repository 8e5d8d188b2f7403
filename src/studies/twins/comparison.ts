/** What the page on twins compares: one stock's real and synthetic bars with their moments. */
import type { MomentBand } from '../../evaluation/index.js';
import type { BarSeries } from '../../market/index.js';

/** Real and synthetic bars of one stock with the moments compared; without market data only the twin. */
export interface Comparison {
  readonly stock: string;
  readonly twin: BarSeries;
  readonly real: BarSeries | undefined;
  readonly bands: readonly MomentBand[] | undefined;
}
