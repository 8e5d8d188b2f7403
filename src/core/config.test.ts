import fc from 'fast-check';
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

  it('says what was expected: the rule, a message of the schema, the place inside a list; not just the options worth trying', () => {
    const other = defineConfig('other', {
      width: setting({
        schema: v.pipe(v.number(), v.integer(), v.minValue(1)),
        default: 64,
        options: [64, 128],
        doc: '',
      }),
      months: setting({
        schema: v.array(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}$/, 'a month such as 2014-11'))),
        default: ['2014-11'] as string[],
        doc: 'first months',
      }),
    });
    expect(other.resolve({ width: 3 }).width).toBe(3);
    const issues = (caught(() => other.resolve({ width: 0, months: ['2014-11', 'May'] })) as ConfigError).issues;
    expect(issues).toMatchObject([
      { path: 'other.width', expected: '>=1', received: '0' },
      { path: 'other.months.1', expected: 'a month such as 2014-11', received: '"May"' },
    ]);
    const text = (width: unknown): string => (caught(() => other.resolve({ width })) as ConfigError).message;
    expect(text(0.5)).toContain('expected integer, received 0.5');
    expect(text(Number.NaN)).toContain('received NaN');
    expect(text(null)).toContain('received null');
  });

  it('knows no settings that only every object has', () => {
    expect(() => record.resolve({ constructor: 1 })).toThrow(/unknown name constructor/);
  });

  it('suggests a name only where one is near, and lists all names else', () => {
    const remedy = (name: string): string | undefined =>
      (caught(() => record.resolve({ [name]: 1 })) as ConfigError).issues[0]?.remedy;
    expect(remedy('Epoch')).toBe('did you mean epochs?');
    expect(remedy('hidden')).toBe('did you mean macroHidden?');
    expect(remedy('lotShares')).toBe('known: macroHidden, epochs, side');
  });

  it('resolves what --set writes to the same values, and lists one row a setting', () => {
    fc.assert(
      fc.property(
        fc.record({
          macroHidden: fc.constantFrom(64, 128),
          epochs: fc.integer({ min: 1 }),
          side: fc.constantFrom('sell', 'buy', 'both'),
        }),
        (values) => {
          const pairs = Object.entries(values).map(([name, value]) => `m3t.${name}=${value}`);
          expect(record.resolve(parseSettings(pairs).m3t)).toEqual(values);
        },
      ),
      { seed: 1 },
    );
    expect(record.rows().map((r) => [r.name, r.default, r.ledger])).toEqual([
      ['macroHidden', 64, 'm3t.macro-hidden'],
      ['epochs', 5000, null],
      ['side', 'sell', 'm3t.side'],
    ]);
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
    expect(parseSettings(['m3t.epochs=1', 'm3t.epochs=2']).m3t).toEqual({ epochs: 2 });
    expect(() => parseSettings(['epochs'])).toThrow(/system.name=value, received "epochs"/);
    const issues = (caught(() => parseSettings(['m3tt.epochs=1', '=2'], ['m3t', 'hrpm'])) as ConfigError).issues;
    expect(issues.map((i) => i.remedy)).toEqual(['did you mean m3t?', 'see `strata config`']);
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
