import { describe, expect, it } from 'vitest';
import { dataTest } from '../../test/support/data.js';
import { barsFrom, barTwinParameters, loadBars, twinBars } from '../market/index.js';
import { calibrateBarTwin, twinBands } from './twin-bands.js';

describe('twin bands', () => {
  it('find bars that were made wrong, by name', () => {
    const p = barTwinParameters('600000');
    const wrong = barsFrom({
      ...p,
      logVolumeMean: p.logVolumeMean + 1,
      barReturnDeviation: p.barReturnDeviation.map((s) => 2 * s),
    });
    const bands = twinBands(twinBars('600000'), wrong);
    const outside = bands.filter((b) => !b.inside).map((b) => b.name);
    expect(outside).toContain('log volume, mean');
    expect(outside).toContain('bar return, deviation');
    expect(outside).not.toContain('share of half hour 1, mean');
  });

  it('a twin calibrated on a twin has its parameters back, roughly', () => {
    const p = barTwinParameters('600030');
    const again = calibrateBarTwin(barsFrom(p, 300));
    expect(Math.abs(again.logVolumeMean - p.logVolumeMean)).toBeLessThan(0.3);
    for (let b = 0; b < 16; b++) {
      expect(Math.abs((again.logShareDeviation[b] as number) / (p.logShareDeviation[b] as number) - 1)).toBeLessThan(
        0.3,
      );
    }
  });

  dataTest('the frozen parameters are those of the real bars, and nearly all moments agree', async () => {
    for (const bars of await loadBars('cn-15min', ['600000', '600048'])) {
      expect(calibrateBarTwin(bars)).toEqual(barTwinParameters(bars.instrument));
      const bands = twinBands(bars, twinBars(bars.instrument));
      expect(bands.filter((b) => b.inside).length).toBeGreaterThanOrEqual(28);
      expect(bands.find((b) => b.name === 'error of the 20-day average profile')?.inside).toBe(true);
    }
  });
});
