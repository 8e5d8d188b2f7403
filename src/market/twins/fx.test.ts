import { describe, expect, it } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { loadBars } from '../load.js';
import { fxTwinBars, fxTwinParameters } from './fx.js';
import { calibrateFxTwin, meanRange } from './fx-calibration.js';

const returns = (close: Float64Array): Float64Array =>
  Float64Array.from({ length: close.length - 1 }, (_, t) => Math.log((close[t + 1] as number) / (close[t] as number)));

const product = (a: Float64Array, b: Float64Array): number => a.reduce((sum, x, t) => sum + x * (b[t] as number), 0);
const correlation = (a: Float64Array, b: Float64Array): number =>
  product(a, b) / Math.sqrt(product(a, a) * product(b, b));
const kurtosis = (a: Float64Array): number => {
  const squares = a.map((x) => x * x);
  return (product(squares, squares) * a.length) / product(a, a) ** 2;
};

describe('the twin of the currency panel', () => {
  const parameters = fxTwinParameters();
  const bars = fxTwinBars();

  it('has coherent bars: open and close within high and low, prices above zero', () => {
    for (const { open, high, low, close } of bars)
      for (let t = 0; t < close.length; t++) {
        const [o, h, l, c] = [open[t], high[t], low[t], close[t]] as [number, number, number, number];
        expect(l > 0 && l <= Math.min(o, c) && h >= Math.max(o, c)).toBe(true);
      }
  });

  it('has the deviations, correlations and tails of its parameters', () => {
    const all = bars.map((b) => returns(b.close));
    for (const [i, a] of all.entries()) {
      const size = Math.sqrt(a.reduce((sum, r) => sum + r * r, 0) / a.length);
      expect(Math.abs(size / (parameters.deviation[i] as number) - 1)).toBeLessThan(0.06);
      expect(kurtosis(a)).toBeGreaterThan(3.6);
      for (const [j, b] of all.entries())
        expect(Math.abs(correlation(a, b) - (parameters.correlation[5 * i + j] as number))).toBeLessThan(0.07);
    }
  });

  it('begins alike however long it is, and is the same on every machine', () => {
    const short = fxTwinBars(parameters, 40);
    expect(short.map((b) => b.high)).toEqual(bars.map((b) => b.high.subarray(0, 40)));
    expect(short[0]?.hash).not.toBe(bars[0]?.hash);
  });

  dataTest('is frozen with the moments of the panel', async () => {
    const panel = await loadBars('fx-panel', parameters.pairs);
    expect(calibrateFxTwin(panel)).toEqual(parameters);
    for (const [i, b] of panel.entries())
      expect(Math.abs(meanRange(bars[i] as (typeof bars)[number]) / meanRange(b) - 1)).toBeLessThan(0.03);
  });
});
