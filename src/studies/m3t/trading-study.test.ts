import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { dataTest, describeWithData } from '../../../test/support/data.js';
import type { RunEvent } from '../../runs/index.js';
import { m3tTradingStudy } from './trading-study.js';

describeWithData('the study of M3T’s execution in the smoke profile', () => {
  const results = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-m3t-trading-'));
  const before = process.env.STRATA_RESULTS;
  beforeAll(() => {
    process.env.STRATA_RESULTS = results;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.STRATA_RESULTS;
    else process.env.STRATA_RESULTS = before;
    fs.rmSync(results, { recursive: true, force: true });
  });

  dataTest('fills every cell of Table VI, and a second run only reads', async () => {
    const result = await m3tTradingStudy.run({ profile: 'smoke' });
    for (const table of result.tables) {
      expect(table.cells).toHaveLength(table.rows.length * table.columns.length);
      for (const cell of table.cells) expect(Number.isFinite(cell.value), `${cell.table} ${cell.row}`).toBe(true);
    }
    const mean = (row: string): number => result.tables[0]?.cells.find((c) => c.row === row)?.value ?? Number.NaN;
    // Crossing evenly pays the spread that resting earns.
    expect(mean('rest, then cross') - mean('VWAP')).toBeGreaterThan(3);
    expect(result.tables[0]?.cells.find((c) => c.row === 'M3T')?.published).toBe(4.38);
    const again: RunEvent[] = [];
    const second = await m3tTradingStudy.run({ profile: 'smoke', onEvent: (e) => again.push(e) });
    expect(again.every((e) => e.kind === 'cached')).toBe(true);
    expect(second.tables).toEqual(result.tables);
  });
});
