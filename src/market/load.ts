/** Bars by name: the real ones where STRATA_DATA is set, the frozen synthetic twin where it is not. */
import { paths, StrataError } from '../core/index.js';
import type { BarSeries } from './bars/bar-series.js';
import { storedBars } from './store/store.js';
import { twinBars } from './twins/bars.js';
import { fxTwinBars } from './twins/fx.js';

/**
 * Bars of several instruments of a known data set. With STRATA_DATA they are imported on first use and come from the store.
 * Without it, data sets that have a twin (`cn-15min`, `fx-panel`) give the twin, marked `synthetic`.
 *
 * @throws StrataError where STRATA_DATA is unset and the data set has no twin
 */
export async function loadBars(dataset: string, instruments: readonly string[]): Promise<BarSeries[]> {
  if (paths.data()) return storedBars(dataset, instruments);
  if (dataset === 'cn-15min') return instruments.map((instrument) => twinBars(instrument));
  if (dataset === 'fx-panel') {
    const twins = fxTwinBars();
    return instruments.map((name) => {
      const found = twins.find((twin) => twin.instrument === name);
      if (found) return found;
      throw new StrataError(`the twin of fx-panel has ${twins.map((t) => t.instrument).join(', ')}; not ${name}`);
    });
  }
  throw new StrataError(
    `${dataset} is read from the market data folder and has no synthetic twin; set STRATA_DATA to its absolute path (layout: data/README.md)`,
  );
}
