import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { choice, defineConfig, parseSettings, setting } from './config.js';
import { ConfigError } from './errors.js';

const record = defineConfig('m3t', {
  macroHidden: choice([64, 128], { doc: 'LSTM width', ledger: 'm3t.macro-hidden' }),
  epochs: setting({
    schema: v.pipe(v.number(), v.integer(), v.minValue(1)),
    default: 5000,
    doc: 'passes over all samples',
  }),
  side: choice(['sell', 'buy', 'both'], { doc: 'side of the parent order', ledger: 'm3t.side' }),
});

describe('config record', () => {
  it('gives defaults, and overrides that fit', () => {
    expect(record.resolve()).toEqual({ macroHidden: 64, epochs: 5000, side: 'sell' });
    const values = record.resolve({ macroHidden: 128 });
    expect(record.diff(values)).toEqual({ macroHidden: [64, 128] });
    expect(record.hash(values)).not.toBe(record.hash(record.resolve()));
  });

  it('reports all problems at once, with value, options and the nearest name', () => {
    const error = caught(() => record.resolve({ macroHiden: 1, side: 'hold', epochs: 0.5 }));
    expect(error).toBeInstanceOf(ConfigError);
    const issues = (error as ConfigError).issues;
    expect(issues.map((i) => i.path)).toEqual(['m3t.macroHiden', 'm3t.epochs', 'm3t.side']);
    expect(issues[0]?.remedy).toBe('did you mean macroHidden?');
    expect(issues[2]).toMatchObject({ expected: 'one of "sell", "buy", "both"', received: '"hold"' });
  });

  it('checks its own defaults', () => {
    expect(() =>
      defineConfig('x', { n: setting({ schema: v.string(), default: 3 as unknown as string, doc: '' }) }),
    ).toThrow(ConfigError);
  });

  it('reads --set pairs', () => {
    expect(parseSettings(['m3t.epochs=10', 'm3t.side=buy', 'a.b.c=[1,2]'])).toEqual({
      m3t: { epochs: 10, side: 'buy' },
      'a.b': { c: [1, 2] },
    });
    expect(() => parseSettings(['epochs'])).toThrow(/system.name=value/);
  });
});

function caught(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}
