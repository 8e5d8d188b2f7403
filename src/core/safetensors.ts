/** Named arrays as one file in the safetensors format: 8-byte little-endian header length, JSON header, raw little-endian values. */
import { StrataError } from './errors.js';

/** One array of a file; shape and values row-major. */
export interface NamedTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface TensorFile {
  readonly tensors: Readonly<Record<string, NamedTensor>>;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Bytes of a file; arrays in the order of their names, so equal content gives equal bytes. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, NamedTensor>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const names = Object.keys(tensors).sort();
  const header: Record<string, Entry | Readonly<Record<string, string>>> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let end = 0;
  for (const name of names) {
    const { shape, values } = tensors[name] as NamedTensor;
    const size = shape.reduce((product, n) => product * n, 1);
    if (size !== values.length)
      throw new StrataError(`${name}: shape [${shape.join(', ')}] holds ${size} values, got ${values.length}.`);
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + 4 * size] };
    end += 4 * size;
  }
  const text = Buffer.from(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(8 + headerLength + end).fill(0x20, 8, 8 + headerLength);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const name of names)
    for (const value of (tensors[name] as NamedTensor).values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return bytes;
}

/** @throws StrataError when the bytes are no such file, are cut short, or hold another type than F32 */
export function decodeSafetensors(bytes: Uint8Array, name = 'safetensors file'): TensorFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = bytes.length < 8 ? Number.NaN : Number(view.getBigUint64(0, true));
  if (!(headerLength <= bytes.length - 8))
    throw new StrataError(
      `${name}: ${bytes.length} bytes are too few for the header they announce; copy the file again.`,
    );
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + headerLength)).toString('utf8')) as Record<string, Entry>;
  } catch (cause) {
    throw new StrataError(`${name}: the header is no JSON; this is no safetensors file.`, { cause });
  }
  const { __metadata__: metadata, ...entries } = header as Record<string, Entry> & {
    __metadata__?: Record<string, string>;
  };
  const start = 8 + headerLength;
  const tensors: Record<string, NamedTensor> = {};
  for (const [key, { dtype, shape, data_offsets: range }] of Object.entries(entries)) {
    const [from, to] = range;
    const size = shape.reduce((product, n) => product * n, 1);
    if (dtype !== 'F32' || to - from !== 4 * size || from < 0 || start + to > bytes.length)
      throw new StrataError(
        `${name}: ${key} is ${dtype} [${shape.join(', ')}] at bytes ${from} to ${to} of ${bytes.length - start}; expected F32 values inside the file.`,
      );
    tensors[key] = {
      shape,
      values: Float32Array.from({ length: size }, (_, n) => view.getFloat32(start + from + 4 * n, true)),
    };
  }
  return { tensors, metadata: metadata ?? {} };
}
