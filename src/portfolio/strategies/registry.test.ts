import { describe, expect, it } from 'vitest';
import { backtest } from '../backtest.js';
import { namedStrategies, strategyNamed } from './registry.js';

const market = {
  days: 12,
  assets: ['a', 'b', 'c'],
  values: Float64Array.from({ length: 36 }, (_, k) => 1 + ((k * 7) % 5) / 100),
};

describe('strategies by name', () => {
  it('run with their defaults', () => {
    for (const { id } of namedStrategies())
      expect(backtest(strategyNamed(id, market), market).wealth.at(-1), id).toBeGreaterThan(0);
  });
  it('take parameters', () => {
    expect(strategyNamed('olmar', market, { window: 3 }).name).toBe('OLMAR-1 (ε 10, window 3)');
    expect(strategyNamed('pamr1', market, { epsilon: 0.7 }).name).toBe('PAMR-1 (ε 0.7, C 500)');
    expect(strategyNamed('universal', { ...market, assets: ['a', 'b'] }).name).toBe('universal portfolio (exact)');
  });
  it('are refused with what there is', () => {
    expect(() => strategyNamed('olmer', market)).toThrow(/no strategy olmer; there are bah, ucrp/);
    expect(() => strategyNamed('toString', market)).toThrow(/no strategy toString/);
    expect(() => strategyNamed('olmar', market, { windw: 3 })).toThrow(/no parameter windw; it has epsilon, window/);
    expect(() => strategyNamed('olmar', market, { window: Number.NaN })).toThrow(/received NaN/);
  });
});
