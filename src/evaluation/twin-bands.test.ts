import { describe, expect, it } from 'vitest';
import { dataTest } from '../../test/support/data.js';
import {
  type BarTwinParameters,
  barsFrom,
  barTwinInstruments,
  barTwinParameters,
  loadBars,
  twinBars,
} from '../market/index.js';
import { barMoments } from './bar-moments.js';
import { commonBands, commonMomentsOf } from './common-factor.js';
import { twinBands } from './twin-bands.js';

/** Another draw of 300 days from a stock's parameters, some of them changed. */
function draw(instrument: string, name: string, change: Partial<BarTwinParameters> = {}): ReturnType<typeof barsFrom> {
  return barsFrom({ ...barTwinParameters(instrument), ...change, instrument: name });
}

describe('twin bands', () => {
  it('find bars that were made wrong, by name', () => {
    const p = barTwinParameters('600000');
    const wrong = draw('600000', '600000', {
      logVolumeMean: p.logVolumeMean + 1,
      barReturnDeviation: p.barReturnDeviation.map((s) => 2 * s),
    });
    const bands = twinBands(twinBars('600000'), wrong);
    const names = (alike: boolean): string[] =>
      bands.filter((b) => b.agrees === alike && b.inside === alike).map((b) => b.name);
    expect(names(false)).toContain('log volume, mean');
    expect(names(false)).toContain('bar return, deviation');
    expect(names(true)).toContain('share of half hour 1, mean');
  });

  it('find a memory that is missing, at every lag', () => {
    const lagged = barMoments.filter((m) => m.name.includes('autocorrelation at'));
    const real = draw('600000', 'long memory', { logVolumePersistence: 0.99, logVolumeSlowShare: 1 });
    const twin = draw('600000', 'no memory', { logVolumePersistence: 0, logVolumeSlowShare: 0 });
    const bands = twinBands(real, twin, lagged);
    expect(bands.map((b) => [b.inside, b.agrees])).toEqual([1, 5, 20].map(() => [false, false]));
    for (const b of bands) {
      expect(b.difference.low).toBeLessThan(b.twin - b.real);
      expect(b.difference.high).toBeGreaterThan(b.twin - b.real);
    }
  });

  it('find shares that are harder to forecast', () => {
    const errors = barMoments.filter((m) => m.name.startsWith('error of') && m.unit === '1e-3');
    const p = barTwinParameters('600000');
    const harder = draw('600000', 'harder', { logShareDeviation: p.logShareDeviation.map((s) => 1.4 * s) });
    expect(errors.length).toBe(3);
    expect(twinBands(twinBars('600000'), harder, errors).some((b) => b.inside || b.agrees)).toBe(false);
  });

  it('take two draws of one twin for alike in most moments', () => {
    const bands = ['600018', '600048'].flatMap((s) => twinBands(draw(s, `${s} first`), draw(s, `${s} second`)));
    expect(bands.filter((b) => b.agrees).length / bands.length).toBeGreaterThan(0.8);
    expect(bands.filter((b) => b.inside).length / bands.length).toBeGreaterThan(0.65);
  });

  it('find what stocks have in common, and that twins have nothing in common', () => {
    const same = [twinBars('600000'), { ...twinBars('600000'), instrument: 'its copy' }];
    const apart = [twinBars('600000'), twinBars('600048')];
    const bands = commonBands(same, apart);
    for (const b of bands) {
      expect(b.real).toBeCloseTo(1, 12);
      expect([b.inside, b.agrees]).toEqual([false, false]);
    }
    expect(commonMomentsOf(apart).map((m) => m.value)).toEqual(bands.map((b) => b.twin));
  });

  it('refuse too few days', () => {
    expect(() => twinBands(twinBars('600000'), twinBars('600000', 119))).toThrow(/119 whole days.*needs at least 120/);
    expect(() => commonMomentsOf([twinBars('600000')])).toThrow(/needs two stocks/);
  });

  dataTest('of the frozen twins: the profiles of all eight are as hard to forecast as the real ones', async () => {
    const errors = barMoments.filter((m) => /^error of the (20-day average|linear autoregression)$/.test(m.name));
    expect(errors.length).toBe(2);
    for (const bars of await loadBars('cn-15min', barTwinInstruments())) {
      const bands = twinBands(bars, twinBars(bars.instrument), errors);
      expect([bars.synthetic, ...bands.map((b) => b.inside)]).toEqual([false, true, true]);
    }
  });

  dataTest('of the frozen twins: as many moments are alike as between two draws of one twin', async () => {
    const real = await loadBars('cn-15min', ['600010', '600030', '600048']);
    const twins = real.map((b) => twinBars(b.instrument));
    const bands = real.flatMap((bars, i) => twinBands(bars, twins[i] as (typeof twins)[number]));
    expect(bands.filter((b) => b.inside).length / bands.length).toBeGreaterThan(0.8);
    expect(bands.filter((b) => b.agrees).length / bands.length).toBeGreaterThan(0.87);
    expect(commonBands(real, twins).map((b) => b.agrees)).toEqual([false, false, false]);
  });
});
