import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { randomBook } from '../../../test/support/random-books.js';
import { generator } from '../../core/index.js';
import type { RunEvent } from '../../runs/index.js';
import { m3tConfig } from '../../systems/index.js';
import type { StudyResult } from '../kit.js';
import { EXECUTION_METHODS } from './methods.js';
import { type BookStock, bookStock } from './stocks.js';
import { executionStudy } from './study.js';
import { type MethodDays, tradeDays } from './trade-days.js';

const results = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-execution-'));
beforeEach(() => vi.stubEnv('STRATA_RESULTS', results));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => fs.rmSync(results, { recursive: true, force: true }));

const days = (found: ReadonlyMap<string, MethodDays>, method: string): MethodDays => found.get(method) as MethodDays;

/** What holds of any books: no rule beats the oracle, parts add up, nothing is forced that need not be. */
function expectSound(found: ReadonlyMap<string, MethodDays>, count: number): void {
  const [best, undumped] = [days(found, 'oracle'), days(found, 'oracle without dumping')];
  for (let k = 0; k < count; k++) {
    for (const { name, cut } of EXECUTION_METHODS) {
      const own = days(found, name);
      if (cut === 'profile') expect(own.slippage[k], name).toBeLessThanOrEqual((best.slippage[k] as number) + 1e-9);
      const parts = (['spread', 'timing', 'adverseSelection', 'forced'] as const).map((part) => own[part][k] as number);
      expect(parts.reduce((sum, p) => sum + p, 0)).toBeCloseTo(-(own.slippage[k] as number), 8);
      expect((own.forcedShare[k] as number) + (own.restedShare[k] as number)).toBeLessThanOrEqual(1 + 1e-12);
    }
    expect(undumped.forcedShare[k]).toBe(0);
  }
}

/** A full day of eight half hours with a break, of a random book. */
function randomDay(k: number): ReturnType<typeof randomBook> {
  const book = randomBook(generator(`study ${k}`), { snapshots: 4801, levels: 5, day: `2015-01-0${k + 5}`, empty: 0 });
  const shift = (ms: number): number => (ms < 41_400_000 ? ms : ms + 5_400_000);
  return { ...book, timeMs: book.timeMs.map(shift), tape: { ...book.tape, timeMs: book.tape.timeMs.map(shift) } };
}

function expectWhole(result: StudyResult): void {
  for (const table of result.tables) {
    expect(table.cells).toHaveLength(table.rows.length * table.columns.length);
    for (const { row, value, low, high } of table.cells) {
      expect(value, `${table.id} ${row}`).toSatisfy(Number.isFinite);
      if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high);
    }
  }
  for (const figure of result.figures)
    expect(new Set(Object.values(figure.data).map((column) => column.length)).size).toBe(1);
}

describe('the study of execution', () => {
  it('trades any days of books, one after another, without looking ahead', async () => {
    const stock: BookStock = {
      name: 'random',
      data: 'random',
      synthetic: true,
      hash: 'random',
      days: 2,
      mostOfVolume: 0.002,
      day: randomDay,
    };
    const options = { side: 1, shares: 120_000, settings: m3tConfig.resolve(), random: generator('study') } as const;
    const found = await tradeDays(stock, EXECUTION_METHODS, options);
    expectSound(found, 2);
    const first = await tradeDays({ ...stock, days: 1 }, EXECUTION_METHODS, options);
    for (const { name } of EXECUTION_METHODS)
      expect(days(first, name).slippage[0], name).toBe(days(found, name).slippage[0]);
  });

  it('follows the settings of the simulator and of the baselines', async () => {
    const stock: BookStock = {
      name: 'random',
      data: 'random',
      synthetic: true,
      hash: 'random',
      days: 1,
      mostOfVolume: 0.002,
      day: randomDay,
    };
    const methods = EXECUTION_METHODS.filter((m) => ['VWAP', 'AP', 'rest, then forced'].includes(m.name));
    const slippages = async (overrides: Record<string, unknown>): Promise<number[]> => {
      const settings = m3tConfig.resolve(overrides);
      const random = generator('settings');
      const found = await tradeDays(stock, methods, { side: 1, shares: 120_000, settings, random });
      return methods.map(({ name }) => days(found, name).slippage[0] as number);
    };
    const [vwap, ap, rest] = (await slippages({})) as [number, number, number];
    const changed = await Promise.all([
      slippages({ vwapExecution: 'even-rest-then-cross' }),
      slippages({ apLower: 1.01 }),
      slippages({ apBand: 'keep' }),
      slippages({ queueConstant: 5 }),
      slippages({ marketVwapWindow: 'tranches' }),
    ]);
    const differs = changed.map(([v, a, r]) => [v !== vwap, a !== ap, r !== rest]);
    expect(differs).toEqual([
      [true, false, false],
      [false, true, false],
      [false, true, false],
      [false, true, true],
      [true, true, true],
    ]);
  });

  it('has every table on synthetic books, beside the printed numbers, and only reads the second time', async () => {
    vi.stubEnv('STRATA_DATA', '');
    const result = await executionStudy.run({ profile: 'smoke' });
    expectWhole(result);
    expect(result.synthetic).toBe(true);
    const [slippage] = result.tables;
    expect(slippage?.cells.filter((c) => c.published !== null).map((c) => [c.row, c.published])).toEqual([
      ['VWAP', -3.37],
      ['AP', 2.41],
    ]);
    const events: RunEvent[] = [];
    const again = await executionStudy.run({ profile: 'smoke', onEvent: (e) => events.push(e) });
    expect(new Set(events.map((e) => e.kind))).toEqual(new Set(['cached']));
    expect(again.tables).toEqual(result.tables);
  });

  dataTest('trades the real days of 600519 within 0.2 % of their volume', async () => {
    const stock = await bookStock('600519 (real)', 'quick');
    expect(stock.days).toBe(3);
    const options = { side: -1, shares: 120_000, settings: m3tConfig.resolve(), random: generator('study') } as const;
    const found = await tradeDays(stock, EXECUTION_METHODS, options);
    expectSound(found, 3);
    // Crossing pays, resting earns, whatever the day did.
    for (let k = 0; k < 3; k++) {
      expect(days(found, 'VWAP').halfSpread[k]).toBeLessThan(0);
      expect(days(found, 'VWAP').spread[k]).toBeGreaterThan(0);
      expect(days(found, 'rest, then cross').spread[k]).toBeLessThan(0);
    }
  });
});
