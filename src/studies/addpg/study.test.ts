import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { useDevice } from '../../compute/index.js';
import type { RunEvent } from '../../runs/index.js';
import type { StudyResult } from '../kit.js';
import { addpgStudy } from './study.js';

const results = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-addpg-'));
beforeAll(async () => {
  vi.stubEnv('STRATA_RESULTS', results);
  await useDevice();
});
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
      expect(value, `${table.id} ${row}`).toSatisfy(Number.isFinite);
      expect(low).toBeLessThanOrEqual(high as number);
      expect(inputs.length).toBeGreaterThan(0);
    }
  }
  for (const figure of result.figures) {
    expect(new Set(Object.values(figure.data).map((column) => column.length)).size, figure.id).toBe(1);
    expect(figure.data[figure.x.field]?.length, figure.id).toBeGreaterThan(0);
  }
  expect(result.claims.map((c) => c.id)).toEqual(['A1', 'A2', 'A3', 'A4', 'A5', 'A6']);
}

describe('the study of ADDPG-QPL', () => {
  dataTest(
    'has Table I with the baselines of the panel, and only reads the second time',
    async () => {
      const result = await addpgStudy.run({ profile: 'smoke' });
      expectWhole(result);
      expect(result.synthetic).toBe(false);
      // No level, no gain; an oracle gains; one level serves half of the orders as the other serves the rest.
      expect(cell(result, 'addpg-level-gains', 'no levels', 'oracle')?.value).toBe(0);
      expect(cell(result, 'addpg-level-gains', 'level 0, causal', 'oracle')?.low).toBeGreaterThan(0);
      expect(cell(result, 'addpg-table-1', 'Best Asset', 'ARR')?.verdict).toBe('not comparable (data)');
      const events: RunEvent[] = [];
      const again = await addpgStudy.run({ profile: 'smoke', onEvent: (e) => events.push(e) });
      expect(new Set(events.map((e) => e.kind))).toEqual(new Set(['cached']));
      expect(again.tables).toEqual(result.tables);
    },
    60_000,
  );

  it('without market data runs on the twin, and decides nothing', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const result = await addpgStudy.run({ profile: 'smoke' });
    expectWhole(result);
    expect(result.synthetic).toBe(true);
    expect(result.claims.map((c) => c.verdict)).toEqual(Array(6).fill('cannot be decided'));
  }, 60_000);
});
