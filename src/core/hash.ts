/** Content hashes (SHA-256) of bytes, files and plain values; equal content gives an equal hash on every machine. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { StrataError } from './errors.js';

/** SHA-256 of text (UTF-8) or bytes, 64 hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** SHA-256 of a file, read as a stream. @throws the file system's error if it cannot be read */
export async function sha256File(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/**
 * JSON with sorted keys and no spaces, so that equal values have equal text. Undefined members are left out.
 * @throws StrataError for what JSON cannot hold: NaN, infinities, undefined, functions, maps, sets, dates
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new StrataError(`canonical JSON holds finite numbers, received ${value}`);
    return JSON.stringify(Object.is(value, -0) ? 0 : value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return `[${Array.from(value as unknown as ArrayLike<number>, canonicalJson).join(',')}]`;
  }
  // Maps, sets and dates have no members of their own: they would all have the hash of {}. The tag also fits objects of a notebook's realm.
  if (Object.prototype.toString.call(value) === '[object Object]') {
    const members = Object.entries(value as object).filter(([, v]) => v !== undefined);
    members.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v)}`).join(',')}}`;
  }
  throw new StrataError(`canonical JSON holds plain values, received ${Object.prototype.toString.call(value)}`);
}

/** Short content hash of a plain value: the first 16 hexadecimal digits of the SHA-256 of its canonical JSON. */
export function hashOf(value: unknown): string {
  return sha256(canonicalJson(value)).slice(0, 16);
}
