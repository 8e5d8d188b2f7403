import { describe, expect, it } from 'vitest';
import { generator } from '../../core/index.js';
import { m3tConfig, type ProfileForecast } from '../../systems/index.js';
import { macroClaims, rankTable } from './claims.js';
import { dieboldMarianoTable, differenceTable } from './lstm-against.js';
import { columnsOf, type MacroRuns, METHODS, type Method } from './macro-runs.js';
import { macroPlan } from './plan.js';
import { table5 } from './table-5.js';

const DAYS = 60;
const STOCKS = ['600000', '600010'];
const days = Array.from({ length: DAYS }, (_, d) => `day ${String(d).padStart(2, '0')}`);

/** Runs with made-up daily errors: common noise, a level for each method on each stock, and noise of the method's own. */
function madeUp(level: (method: Method, stock: string) => number, own = 1e-4): MacroRuns {
  const runs: Record<string, Record<Method, MacroRuns['runs'][string][Method]>> = {};
  for (const stock of STOCKS) {
    const common = new Float64Array(DAYS);
    generator(`common ${stock}`).fillNormal(common, 3e-3, 1e-3);
    const entries = METHODS.map((method) => {
      const errors = Float64Array.from(common, (v) => v + level(method, stock));
      const noise = new Float64Array(DAYS);
      generator(`own ${stock} ${method}`).fillNormal(noise, 0, own);
      const forecast: ProfileForecast = {
        instrument: stock,
        tranches: 8,
        days,
        estimates: new Float64Array(DAYS * 8),
        realised: new Float64Array(DAYS * 8),
        fittedOn: null,
      };
      return [
        method,
        { forecasts: [forecast], errors: [errors.map((v, d) => v + (noise[d] as number))], inputs: ['hash'] },
      ];
    });
    runs[stock] = Object.fromEntries(entries);
  }
  const config = m3tConfig.resolve();
  const stocks = STOCKS.map((instrument) => ({
    profile: {
      instrument,
      tranches: 8,
      days,
      shares: new Float64Array(DAYS * 8),
      volume: new Float64Array(DAYS),
      leftOut: [],
    },
    train: { from: 20, to: 36 },
    validation: { from: 36, to: 48 },
    test: { from: 48, to: 60 },
  }));
  return {
    data: { dataset: 'made-up', synthetic: false, stocks },
    dataHash: 'hash',
    dataName: 'made-up',
    plan: macroPlan('smoke'),
    config,
    configOf: { linear: config, mlp: config, lstm: config },
    records: { linear: [], mlp: [], lstm: [] },
    runs,
  };
}

const asPrinted: Readonly<Record<Method, number>> = {
  'Macro Trader': -1e-3,
  MA: 0,
  Linear: 1e-3,
  MLP: 3e-3,
  'Long mean (ours)': -2e-3,
};
const verdicts = (macro: MacroRuns): string[] => macroClaims(macro).map((c) => c.verdict);

describe('claims C1 and C2', () => {
  it('hold where every stock orders the estimators as printed, whatever our own reference does', () => {
    expect(verdicts(madeUp((method) => asPrinted[method]))).toEqual(['holds', 'holds']);
  });
  it('do not hold where one stock surely has another order', () => {
    const swapped = madeUp((method, stock) => (stock === '600010' && method === 'Linear' ? -3e-3 : asPrinted[method]));
    expect(verdicts(swapped)).toEqual(['does not hold', 'does not hold']);
    const second = rankTable(swapped, 'smoke').cells.filter((c) => c.column === '600010');
    expect(second.map((c) => [c.value, c.low, c.high, c.verdict])).toEqual([
      [2, 2, 2, 'does not hold'],
      [3, 3, 3, 'does not hold'],
    ]);
  });
  it('cannot be decided where the estimators differ by noise only', () => {
    expect(verdicts(madeUp((method) => (method === 'MLP' ? 3e-3 : 0)))).toEqual([
      'cannot be decided',
      'cannot be decided',
    ]);
  });
});

describe('claims of a run that cannot decide them', () => {
  const clear = madeUp((method) => asPrinted[method]);
  it('stay open on synthetic bars and for networks trained less than the paper’s, and say why', () => {
    const synthetic = { ...clear, data: { ...clear.data, synthetic: true } };
    const short = { ...clear, configOf: { ...clear.configOf, lstm: m3tConfig.resolve({ macroEpochs: 100 }) } };
    for (const macro of [synthetic, short]) {
      expect(verdicts(macro)).toEqual(['cannot be decided', 'cannot be decided']);
      expect(rankTable(macro, 'quick').cells.every((c) => c.verdict === 'cannot be decided')).toBe(true);
    }
    expect(macroClaims(synthetic)[0]?.evidence).toContain('synthetic');
    expect(macroClaims(short)[0]?.evidence).toContain('5000 epochs');
  });
});

describe('tables of the Macro Trader', () => {
  const macro = madeUp((method) => asPrinted[method]);
  it('give the printed rank beside ours, third for MA on 600010', () => {
    const ranks = rankTable(macro, 'smoke').cells.filter((c) => c.row.startsWith('C2'));
    expect(ranks.map((c) => c.published)).toEqual([2, 3]);
  });
  it('judge no printed error, and show its difference where both are printed', () => {
    const errors = table5(macro, 'smoke');
    expect(new Set(errors.cells.filter((c) => c.published !== null).map((c) => c.verdict))).toEqual(
      new Set(['not comparable (data)']),
    );
    expect(
      errors.cells.filter((c) => c.row === 'Long mean (ours)').every((c) => c.published === null && c.verdict === null),
    ).toBe(true);
    const difference = differenceTable(macro, 'smoke').cells.find(
      (c) => c.row === 'Macro Trader − MA' && c.column === '600000',
    );
    expect(difference?.published).toBe(-0.21);
    expect(difference?.value).toBeCloseTo(-1, 1);
    expect(difference?.verdict).toBe('holds');
  });
  it('mean over the stocks is the mean of the columns', () => {
    const { cells } = table5(macro, 'smoke');
    const row = columnsOf(macro).map(
      (column) => cells.find((c) => c.row === 'MLP' && c.column === column)?.value ?? Number.NaN,
    );
    expect(row.at(-1)).toBeCloseTo(((row[0] ?? 0) + (row[1] ?? 0)) / 2, 12);
  });
  it('Diebold-Mariano has the sign of the difference and a small p-value for a large one', () => {
    const cells = dieboldMarianoTable(macro, 'smoke').cells.filter((c) => c.column === '600000');
    expect(cells.map((c) => Math.sign(c.value ?? 0))).toEqual([-1, 1, 1, 1]);
    expect(cells.filter((c) => c.row.endsWith('p-value')).every((c) => (c.value ?? 1) < 1e-6)).toBe(true);
  });
});
