import { describe, expect, it } from 'vitest';
import { StrataError } from '../core/index.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

const tensors = {
  b: { shape: [2], values: Float32Array.of(1, -2) },
  a: { shape: [1, 3], values: Float32Array.of(0.5, 0, Number.POSITIVE_INFINITY) },
};

describe('safetensors', () => {
  it('lays out header and values as the format says, byte for byte', () => {
    const bytes = encodeSafetensors({ x: { shape: [1], values: Float32Array.of(1) } });
    const header = '{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8, ' ');
    expect([...bytes.subarray(0, 8)]).toEqual([padded.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(Buffer.from(bytes.subarray(8, 8 + padded.length)).toString()).toBe(padded);
    expect([...bytes.subarray(8 + padded.length)]).toEqual([0, 0, 0x80, 0x3f]);
  });
  it('brings names, shapes, values and metadata back, whatever the order of insertion', () => {
    const bytes = encodeSafetensors(tensors, { made: 'here' });
    const back = decodeSafetensors(bytes);
    expect(back.tensors).toEqual(tensors);
    expect(back.metadata).toEqual({ made: 'here' });
    expect(encodeSafetensors({ a: tensors.a, b: tensors.b }, { made: 'here' })).toEqual(bytes);
  });
  it('reads from the middle of a larger buffer', () => {
    const bytes = encodeSafetensors(tensors);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(decodeSafetensors(shifted.subarray(3)).tensors).toEqual(tensors);
  });
  it('refuses a wrong size, a cut file and bytes of something else', () => {
    expect(() => encodeSafetensors({ x: { shape: [2], values: Float32Array.of(1) } })).toThrow(StrataError);
    const bytes = encodeSafetensors(tensors);
    expect(() => decodeSafetensors(bytes.subarray(0, bytes.length - 1), 'w.safetensors')).toThrow(
      /w\.safetensors: b is F32/,
    );
    expect(() => decodeSafetensors(bytes.subarray(0, 20))).toThrow(StrataError);
    expect(() => decodeSafetensors(new TextEncoder().encode('\x04\0\0\0\0\0\0\0nope and more'))).toThrow(/no JSON/);
  });
});
