import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishFolder, scratchFolder, writeFileAtomic } from './files.js';

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-files-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));
const at = (...parts: string[]): string => path.join(folder, ...parts);

describe('atomic files', () => {
  it('are written whole, over an old one, with missing folders made, and nothing left aside', () => {
    writeFileAtomic(at('a', 'b', 'x.json'), 'old');
    writeFileAtomic(at('a', 'b', 'x.json'), Uint8Array.of(1, 2, 3));
    expect([...fs.readFileSync(at('a', 'b', 'x.json'))]).toEqual([1, 2, 3]);
    expect(fs.readdirSync(at('a', 'b'))).toEqual(['x.json']);
  });

  it('replace the file instead of writing into it: a reader that has the old one open keeps it', () => {
    writeFileAtomic(at('x'), 'old');
    const reader = fs.openSync(at('x'), 'r');
    writeFileAtomic(at('x'), 'newer');
    expect(fs.readFileSync(reader, 'utf8')).toBe('old');
    fs.closeSync(reader);
    expect(fs.readFileSync(at('x'), 'utf8')).toBe('newer');
  });

  it('leave nothing behind where they cannot be put in place', () => {
    fs.mkdirSync(at('x', 'full'), { recursive: true });
    expect(() => writeFileAtomic(at('x'), 'text')).toThrow();
    expect(fs.readdirSync(folder)).toEqual(['x']);
  });
});

describe('published folders', () => {
  it('appear by one rename; the second of two is thrown away', () => {
    const first = scratchFolder(at('cells', 'c1'));
    const second = scratchFolder(at('cells', 'c1'));
    expect(path.dirname(first)).toBe(at('cells'));
    expect(second).not.toBe(first);
    fs.writeFileSync(path.join(first, 'metrics.json'), 'first');
    fs.writeFileSync(path.join(second, 'metrics.json'), 'second');
    expect(publishFolder(first, at('cells', 'c1'))).toBe(true);
    expect(publishFolder(second, at('cells', 'c1'))).toBe(false);
    expect(fs.readdirSync(at('cells'))).toEqual(['c1']);
    expect(fs.readFileSync(at('cells', 'c1', 'metrics.json'), 'utf8')).toBe('first');
  });

  it('may be entered by whom the user mask admits, as any other folder', () => {
    const scratch = scratchFolder(at('c2'));
    fs.mkdirSync(at('plain'));
    expect(fs.statSync(scratch).mode).toBe(fs.statSync(at('plain')).mode);
  });

  it('that cannot be renamed are an error and stay where they are', () => {
    const scratch = scratchFolder(at('c3'));
    fs.writeFileSync(at('c3'), 'a file in its place');
    expect(() => publishFolder(scratch, at('c3'))).toThrow(/ENOTDIR/);
    expect(fs.existsSync(scratch)).toBe(true);
  });
});
