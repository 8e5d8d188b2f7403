/**
 * State of something that lives (an environment, a replay memory, a generator) as a tree of plain values and typed arrays, and that tree
 * as bytes: a safetensors file whose tensors are the arrays and whose metadata holds the tree.
 */
import type { NumericArray } from './arrays.js';
import { StrataError } from './errors.js';

/** A tree of plain values and columns of numbers. */
export type Snapshot =
  | null
  | boolean
  | number
  | string
  | NumericArray
  | readonly Snapshot[]
  | { readonly [name: string]: Snapshot };

const kinds = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;
type Kind = keyof typeof kinds;

interface Entry {
  readonly dtype: Kind;
  readonly shape: readonly [number];
  readonly data_offsets: readonly [number, number];
}

/** In the text of the tree: the array of that number, or a number that JSON does not know. */
interface Mark {
  readonly $: number | 'NaN' | 'Infinity' | '-Infinity' | '-0';
}

/** Bytes of a tree; equal trees give equal bytes on every machine of the same byte order. @throws StrataError for a member named `$` */
export function encodeSnapshot(tree: Snapshot): Uint8Array {
  const arrays: NumericArray[] = [];
  const text = JSON.stringify(planted(tree, arrays));
  // The widest numbers first, so that each array starts on a multiple of its own width.
  const order = arrays.map((_, n) => n).sort((a, b) => widthOf(arrays[b]) - widthOf(arrays[a]) || a - b);
  const header: Record<string, Entry | { readonly tree: string }> = { __metadata__: { tree: text } };
  let end = 0;
  for (const n of order) {
    const array = arrays[n] as NumericArray;
    header[String(n)] = { dtype: kindOf(array), shape: [array.length], data_offsets: [end, end + array.byteLength] };
    end += array.byteLength;
  }
  const head = Buffer.from(JSON.stringify(header));
  const start = 8 + Math.ceil(head.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(head, 8);
  for (const n of order) {
    const array = arrays[n] as NumericArray;
    const [from] = (header[String(n)] as Entry).data_offsets;
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), start + from);
  }
  return bytes;
}

/** @throws StrataError where the bytes were not written by `encodeSnapshot` or are cut short */
export function decodeSnapshot(bytes: Uint8Array, name = 'saved state'): Snapshot {
  const damaged = (what: string): never => {
    throw new StrataError(`${name}: ${what}; it was damaged or not written by encodeSnapshot`);
  };
  if (bytes.length < 8) damaged(`${bytes.length} bytes are too few`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + Number(view.getBigUint64(0, true));
  if (!(start <= bytes.length)) damaged(`the header ends at byte ${start} of ${bytes.length}`);
  let header: Record<string, Entry> & { readonly __metadata__?: { readonly tree?: string } };
  let tree: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes.subarray(8, start)).toString('utf8'));
    tree = JSON.parse(header.__metadata__?.tree ?? '');
  } catch {
    return damaged('the header is no JSON with a tree');
  }
  return grown(tree, (n) => {
    const entry = header[String(n)];
    const array = entry && kinds[entry.dtype];
    if (!entry || !array || start + entry.data_offsets[1] > bytes.length) return damaged(`array ${n} is missing`);
    // A copy, so that the array is aligned and does not hold the file's bytes alive; a Buffer's own `slice` makes none.
    const own = new Uint8Array(bytes.subarray(start + entry.data_offsets[0], start + entry.data_offsets[1]));
    return new array(own.buffer);
  });
}

/** A member of a tree. @throws StrataError where the tree has none of that name */
export function memberOf(tree: Snapshot, name: string): Snapshot {
  if (tree !== null && typeof tree === 'object' && !Array.isArray(tree) && !ArrayBuffer.isView(tree)) {
    const found = (tree as { readonly [name: string]: Snapshot })[name];
    if (found !== undefined) return found;
  }
  throw new StrataError(`the saved state has no ${name}: it belongs to something else`);
}

/** Copies a saved array into one of the same kind and length. @throws StrataError where kind or length differ */
export function restoreArray(target: NumericArray, saved: Snapshot, name: string): void {
  const fits = ArrayBuffer.isView(saved) && kindOf(saved) === kindOf(target) && saved.length === target.length;
  if (!fits) {
    const got = ArrayBuffer.isView(saved) ? `${saved.length} × ${kindOf(saved)}` : 'no array';
    throw new StrataError(`saved ${name}: expected ${target.length} × ${kindOf(target)}, received ${got}`);
  }
  target.set(saved);
}

function kindOf(array: NumericArray): Kind {
  return (Object.keys(kinds) as Kind[]).find((kind) => array instanceof kinds[kind]) ?? 'U8';
}

function widthOf(array: NumericArray | undefined): number {
  return array?.BYTES_PER_ELEMENT ?? 0;
}

/** The tree with a mark in the place of each array, which is appended to `arrays`. */
function planted(tree: Snapshot, arrays: NumericArray[]): unknown {
  if (ArrayBuffer.isView(tree)) return { $: arrays.push(tree) - 1 } satisfies Mark;
  if (typeof tree === 'number' && (!Number.isFinite(tree) || Object.is(tree, -0)))
    return { $: Object.is(tree, -0) ? '-0' : String(tree) };
  if (tree === null || typeof tree !== 'object') return tree;
  if (Array.isArray(tree)) return tree.map((member: Snapshot) => planted(member, arrays));
  if ('$' in tree) throw new StrataError('a member of a saved state may not be named $');
  return Object.fromEntries(Object.entries(tree).map(([name, member]) => [name, planted(member, arrays)]));
}

function grown(tree: unknown, arrayOf: (n: number) => NumericArray): Snapshot {
  if (tree === null || typeof tree !== 'object') return tree as Snapshot;
  if (Array.isArray(tree)) return tree.map((member) => grown(member, arrayOf));
  if ('$' in tree) {
    const { $ } = tree as Mark;
    return typeof $ === 'number' ? arrayOf($) : Number($);
  }
  return Object.fromEntries(Object.entries(tree).map(([name, member]) => [name, grown(member, arrayOf)]));
}
