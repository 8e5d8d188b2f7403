import { describe, expect, it } from 'vitest';
import { ConfigError, DataError, describeProblem, type Problem, StrataError } from './errors.js';

const problem: Problem = {
  file: 'bars.csv.gz',
  row: 12,
  column: 'close',
  value: 'abc',
  problem: 'not a number',
  remedy: 'remove the row',
};

describe('errors', () => {
  it('are one family with names, codes and causes', () => {
    const cause = new Error('below');
    const plain = new StrataError('above', { code: 'stopped', cause });
    expect([plain.name, plain.code, plain.cause]).toEqual(['StrataError', 'stopped', cause]);
    for (const error of [new DataError([problem]), new ConfigError([])]) expect(error).toBeInstanceOf(StrataError);
    expect([new DataError([]).name, new DataError([]).code]).toEqual(['DataError', 'data']);
    expect([new ConfigError([]).name, new ConfigError([]).code]).toEqual(['ConfigError', 'config']);
  });

  it('say file, row, column, value, what is wrong and what to do', () => {
    expect(describeProblem(problem)).toBe('bars.csv.gz, row 12, column close: not a number ("abc"); remove the row');
    expect(describeProblem({ file: 'a.csv', problem: 'the file ends early', remedy: 'copy it again' })).toBe(
      'a.csv: the file ends early; copy it again',
    );
  });

  it('list the first twenty problems and count the rest, and keep all', () => {
    const problems = Array.from({ length: 23 }, (_, i) => ({ ...problem, row: i + 1 }));
    const error = new DataError(problems, 'bars were refused');
    const lines = error.message.split('\n');
    expect(lines[0]).toBe('bars were refused: 23 problems');
    expect(lines).toHaveLength(22);
    expect(lines[20]).toContain('row 20');
    expect(lines[21]).toBe('  … and 3 more');
    expect(error.problems).toHaveLength(23);
    expect(new DataError([problem]).message).toMatch(/^the data were refused: 1 problem\n/);
  });

  it('give path, expected, received and remedy of a setting', () => {
    const error = new ConfigError([{ path: 'm3t.side', expected: '"sell"', received: '"hold"', remedy: 'use sell' }]);
    expect(error.message).toContain('m3t.side: expected "sell", received "hold"; use sell');
  });
});
