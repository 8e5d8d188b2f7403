import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import type { RunEvent } from '../../runs/index.js';
import type { StudyResult } from '../kit.js';
import { olpsStudy } from './study.js';

const results = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-olps-'));
beforeAll(() => vi.stubEnv('STRATA_RESULTS', results));
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(results, { recursive: true, force: true });
});

const cell = (result: StudyResult, table: string, row: string, column: string) =>
  result.tables.find((t) => t.id === table)?.cells.find((c) => c.row === row && c.column === column);

function expectWhole(result: StudyResult): void {
  for (const table of result.tables) {
    expect(table.cells).toHaveLength(table.rows.length * table.columns.length);
    for (const { row, value, low, high, inputs } of table.cells) {
      if (table.id !== 'olps-break-even') expect(value, `${table.id} ${row}`).toSatisfy(Number.isFinite);
      if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high);
      expect(inputs.length).toBe(2);
    }
  }
  for (const figure of result.figures) {
    expect(new Set(Object.values(figure.data).map((column) => column.length)).size, figure.id).toBe(1);
    expect(figure.data[figure.x.field]?.length, figure.id).toBeGreaterThan(0);
  }
}

describe('the study of online portfolio selection', () => {
  dataTest('matches the toolbox on DJIA, finds what costs leave, and only reads the second time', async () => {
    const result = await olpsStudy.run({ profile: 'smoke' });
    expectWhole(result);
    expect(result.synthetic).toBe(false);
    const judged = result.tables.flatMap((t) => t.cells).filter((c) => c.published !== null);
    expect(judged.map((c) => c.verdict)).toEqual(judged.map(() => 'matches'));
    expect(judged.length).toBe(19);
    expect(result.claims.map((c) => [c.id, c.verdict])).toEqual([
      ['O1', 'holds'],
      ['O2', 'cannot be decided'],
      ['O3', 'does not hold'],
    ]);
    // Between the cost without which OLMAR-1 is above buy and hold and the one at which it is below.
    expect(cell(result, 'olps-break-even', 'OLMAR-1', 'DJIA')?.value).toBeCloseTo(36.3, 1);
    expect(cell(result, 'olps-break-even', 'PAMR', 'DJIA')?.value).toBe(null);
    const events: RunEvent[] = [];
    const again = await olpsStudy.run({ profile: 'smoke', onEvent: (e) => events.push(e) });
    expect(new Set(events.map((e) => e.kind))).toEqual(new Set(['cached']));
    expect(again.tables).toEqual(result.tables);
  });

  it('without market data runs on a market that is made up, and decides nothing', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const result = await olpsStudy.run({ profile: 'standard' });
    expectWhole(result);
    expect(result.synthetic).toBe(true);
    expect(result.claims.map((c) => c.verdict)).toEqual(Array(3).fill('cannot be decided'));
    expect(cell(result, 'olps-wealth', 'BAH(Anticor)', 'made up')?.value).toBeGreaterThan(0);
    expect(cell(result, 'olps-wealth', 'UCRP', 'made up')?.verdict).toBe(null);
  });
});
