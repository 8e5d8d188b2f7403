import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { dataTest, describeWithData } from '../../../test/support/data.js';
import type { RunEvent } from '../../runs/index.js';
import { m3tStudy } from './study.js';

describeWithData('the M3T study in the smoke profile', () => {
  const results = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-m3t-'));
  const before = process.env.STRATA_RESULTS;
  beforeAll(() => {
    process.env.STRATA_RESULTS = results;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.STRATA_RESULTS;
    else process.env.STRATA_RESULTS = before;
    fs.rmSync(results, { recursive: true, force: true });
  });

  dataTest('fills every cell from real bars, and a second run only reads', async () => {
    const events: RunEvent[] = [];
    const result = await m3tStudy.run({ profile: 'smoke', onEvent: (e) => events.push(e) });
    expect(events.some((e) => e.kind === 'failed')).toBe(false);
    expect(result.synthetic).toBe(false);
    for (const table of result.tables) {
      expect(table.cells).toHaveLength(table.rows.length * table.columns.length);
      for (const cell of table.cells) {
        expect(Number.isFinite(cell.value), `${table.id} ${cell.row} ${cell.column}`).toBe(true);
        if (cell.low !== null && cell.high !== null && cell.metric !== 'rank')
          expect(cell.low).toBeLessThanOrEqual(cell.high);
        expect(cell.inputs.length).toBeGreaterThan(0);
      }
    }
    // The moving average needs no training: its errors on these bars were also computed by a separate script.
    const tableV = result.tables.find((t) => t.id === 'm3t-table-5');
    const average = (stock: string) => tableV?.cells.find((c) => c.row === 'MA' && c.column === stock);
    expect(average('600000')?.value).toBeCloseTo(2.154, 3);
    expect(average('600104')?.value).toBeCloseTo(2.012, 3);
    expect(average('600000')?.verdict).toBe('not comparable (data)');
    expect(average('600000')?.published).toBe(2.48);
    expect(result.claims.map((c) => c.id)).toEqual(['C1', 'C2']);
    for (const figure of result.figures) {
      const lengths = new Set(Object.values(figure.data).map((column) => column.length));
      expect(lengths.size, figure.id).toBe(1);
      expect(figure.data[figure.x.field], figure.id).toBeDefined();
    }
    const again: RunEvent[] = [];
    const second = await m3tStudy.run({ profile: 'smoke', onEvent: (e) => again.push(e) });
    expect(again.every((e) => e.kind === 'cached')).toBe(true);
    expect(second.tables).toEqual(result.tables);
  });
});
