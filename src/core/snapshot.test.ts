import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './safetensors.js';
import { decodeSnapshot, encodeSnapshot, memberOf, restoreArray, type Snapshot } from './snapshot.js';

const tree: Snapshot = {
  step: 7,
  odd: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, null, true, 'text'],
  columns: { bytes: Uint8Array.of(1, 2, 3), prices: Float64Array.of(0.1, Number.NaN), days: Int32Array.of(-5) },
  inner: { empty: new Float32Array(0), deep: [[Int16Array.of(-1, 2)]] },
};

describe('a saved state', () => {
  it('comes back as it was, arrays and numbers that JSON does not know included', () => {
    expect(decodeSnapshot(encodeSnapshot(tree))).toEqual(tree);
    expect(encodeSnapshot(decodeSnapshot(encodeSnapshot(tree)))).toEqual(encodeSnapshot(tree));
  });

  it('is read from bytes that begin anywhere', () => {
    const bytes = encodeSnapshot(tree);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSnapshot(shifted.subarray(3))).toEqual(tree);
    expect(decodeSnapshot(Buffer.from(bytes))).toEqual(tree);
  });

  it('does not share memory with what was saved', () => {
    const live = Float32Array.of(1, 2);
    const bytes = encodeSnapshot({ live });
    live[0] = 9;
    expect(memberOf(decodeSnapshot(bytes), 'live')).toEqual(Float32Array.of(1, 2));
  });

  it('is a safetensors file', () => {
    const bytes = encodeSnapshot({ a: Float32Array.of(1, 2), b: Float32Array.of(3) });
    expect(decodeSafetensors(bytes).tensors['0']?.values).toEqual(Float32Array.of(1, 2));
  });

  it('holds any tree', () => {
    const leaf = fc.oneof(
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.float64Array({ maxLength: 4 }),
      fc.int16Array({ maxLength: 4 }),
    );
    const { node } = fc.letrec<{ node: Snapshot }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf as fc.Arbitrary<Snapshot>,
        fc.array(tie('node')) as fc.Arbitrary<Snapshot>,
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('node')) as fc.Arbitrary<Snapshot>,
      ),
    }));
    fc.assert(
      fc.property(node, (value) => {
        expect(decodeSnapshot(encodeSnapshot(value))).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it('refuses damage, foreign trees and arrays of another size', () => {
    const bytes = encodeSnapshot(tree);
    expect(() => decodeSnapshot(bytes.subarray(0, bytes.length - 1))).toThrow(/array \d is missing/);
    expect(() => decodeSnapshot(bytes.subarray(0, 20))).toThrow(/the header ends at byte/);
    expect(() => decodeSnapshot(new Uint8Array(3), 'replay.bin')).toThrow(/replay.bin: 3 bytes are too few/);
    expect(() => memberOf(tree, 'wealth')).toThrow(/has no wealth/);
    expect(() => restoreArray(new Float64Array(2), Float64Array.of(1), 'cash')).toThrow(
      /expected 2 × F64, received 1 × F64/,
    );
    expect(() => restoreArray(new Float64Array(1), Float32Array.of(1), 'cash')).toThrow(
      /expected 1 × F64, received 1 × F32/,
    );
    expect(() => encodeSnapshot({ $: 1 })).toThrow(/may not be named/);
  });
});
