import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StrataError } from './errors.js';
import { canonicalJson, hashOf, sha256, sha256File } from './hash.js';

describe('hashes', () => {
  it('SHA-256 of "abc" is that of FIPS 180-4, of text, bytes and a file', async () => {
    const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(sha256('abc')).toBe(expected);
    expect(sha256(Uint8Array.of(97, 98, 99))).toBe(expected);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-hash-'));
    try {
      fs.writeFileSync(path.join(folder, 'abc'), 'abc');
      expect(await sha256File(path.join(folder, 'abc'))).toBe(expected);
      await expect(sha256File(path.join(folder, 'none'))).rejects.toThrow(/ENOENT/);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it('canonical JSON parses to the value, and does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
      { seed: 1 },
    );
    expect(canonicalJson({ b: [1, null], a: undefined, c: -0 })).toBe('{"b":[1,null],"c":0}');
  });

  it('typed arrays count as lists', () => {
    expect(canonicalJson(Float64Array.of(1, 0.5))).toBe('[1,0.5]');
    expect(canonicalJson({ x: Int32Array.of(-3) })).toBe('{"x":[-3]}');
  });

  it('what JSON would lose is refused rather than hashed as something else', () => {
    for (const value of [
      Number.NaN,
      Number.POSITIVE_INFINITY,
      undefined,
      [undefined],
      new Map([[1, 2]]),
      new Set([1]),
      new Date(0),
      () => 1,
      10n,
      new DataView(new ArrayBuffer(1)),
    ])
      expect(() => canonicalJson(value), String(value)).toThrow(StrataError);
  });

  it('a short hash is the beginning of the long one, and pinned: cells of earlier versions are found by it', () => {
    expect(hashOf({ a: 1 })).toBe(sha256('{"a":1}').slice(0, 16));
    expect(hashOf({ a: 1 })).toBe('015abd7f5cc57a2d');
  });
});

/** The same value with the members of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reversed(v)]),
  );
}
