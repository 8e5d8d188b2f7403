import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { barTwinId, barTwinParameters } from '../../market/index.js';
import { twinStudy } from './bars.js';

afterEach(() => vi.unstubAllEnvs());

describe('the study of twins', () => {
  it('without market data has the twins’ own moments, and every cell names the twin it comes from', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const result = await twinStudy.run({ profile: 'smoke' });
    expect(result.tables.map((t) => t.id)).toEqual([
      'twin-day-volume',
      'twin-half-hour-shares',
      'twin-profile-forecasts',
      'twin-prices',
      'twin-across-stocks',
    ]);
    expect([result.figures.length, result.facts.length]).toEqual([1, 0]);
    for (const cell of result.tables.slice(0, 4).flatMap((t) => t.cells)) {
      expect(cell.inputs).toEqual([barTwinId(barTwinParameters(cell.column))]);
      expect(cell.value).toSatisfy(Number.isFinite);
      expect(cell.verdict).toBe(null);
    }
  });

  dataTest('with market data lists every moment that is not alike by name', async () => {
    const result = await twinStudy.run({ profile: 'smoke' });
    const unlike = new Set(
      result.tables
        .flatMap((t) => t.cells)
        .filter((c) => c.verdict === 'differs')
        .map((c) => `${c.row.replace(': twin − real', '')} ${c.table === 'twin-across-stocks' ? 'all' : c.column}`),
    );
    const listed = result.facts.flatMap((f) => f.rows.map(([moment, stock]) => `${moment} ${stock}`));
    expect(new Set(listed)).toEqual(unlike);
    expect(listed.length).toBe(unlike.size);
    expect(listed.length).toBeGreaterThan(0);
    expect(result.figures.map((f) => f.id)).toEqual(['twin-profiles', 'twin-places']);
  });
});
