import { afterEach, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { twinBooksStudy } from './study.js';

afterEach(() => vi.unstubAllEnvs());

describe('the study of synthetic order books', () => {
  it('without market data has the twin’s own moments, skills, and costs on null books', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const { tables, facts, figures, data } = await twinBooksStudy.run({ profile: 'smoke' });
    expect(tables.map((t) => [t.id, t.columns.length, t.rows.length])).toEqual([
      ['twin-book-moments', 1, 28],
      ['twin-book-probe', 2, 4],
      ['twin-book-spread', 3, 10],
    ]);
    expect([facts.length, figures.length, data]).toEqual([0, 0, 'twin-book@1 (synthetic)']);
    for (const cell of tables.flatMap((t) => t.cells)) expect(cell.value, cell.row).toSatisfy(Number.isFinite);
  });

  dataTest('with market data lists by name what is not alike', async () => {
    const { tables, facts, figures } = await twinBooksStudy.run({ profile: 'smoke' });
    const unlike = tables
      .slice(0, 2)
      .flatMap((t) => t.cells)
      .filter((c) => c.verdict === 'differs');
    expect(facts[0]?.rows).toHaveLength(unlike.length);
    for (const { row } of unlike)
      expect(
        facts[0]?.rows.some(([name]) => name?.endsWith(row)),
        row,
      ).toBe(true);
    expect(tables[1]?.cells.filter((c) => c.column === 'null twin' && c.verdict === 'differs')).toEqual([]);
    expect(figures.map((f) => f.id)).toEqual(['twin-book-places']);
  });
});
