import { describe, expect, it } from 'vitest';
import { dataTest } from '../../test/support/data.js';
import { barsFrom, barTwinInstruments, barTwinParameters, loadBars, twinBars } from '../market/index.js';
import { calibrateBarTwin } from './twin-calibration.js';

describe('calibration of twins', () => {
  it('on a twin gives its parameters back, roughly', () => {
    const p = barTwinParameters('600030');
    const again = calibrateBarTwin(barsFrom(p, 300));
    expect(Math.abs(again.logVolumeMean - p.logVolumeMean)).toBeLessThan(0.3);
    for (let b = 0; b < 16; b++) {
      const ratio = (again.logShareDeviation[b] as number) / (p.logShareDeviation[b] as number);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.3);
    }
  });

  it('refuses too few days', () => {
    expect(() => calibrateBarTwin(twinBars('600000', 59))).toThrow(/59 whole days of bars; a twin needs at least 60/);
  });

  dataTest('on the real bars gives the frozen parameters of all eight stocks', async () => {
    for (const bars of await loadBars('cn-15min', barTwinInstruments())) {
      expect(bars.synthetic).toBe(false);
      expect(calibrateBarTwin(bars)).toEqual(barTwinParameters(bars.instrument));
    }
  });
});
