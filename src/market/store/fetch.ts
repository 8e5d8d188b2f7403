/** Fetches a file from an address pinned to a commit: verified by its hash, written aside and renamed, refused when anything is amiss. */
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StrataError } from '../../core/index.js';
import type { BarDataset } from '../datasets/description.js';

/** What a fetched file must be. */
export interface FetchOptions {
  readonly sha256: string;
  /** Milliseconds without any byte after which the fetch is given up; default 20,000. */
  readonly stallMs?: number;
}

/**
 * @throws StrataError naming the address and what went wrong: no connection, an answer other than 200, a body cut short, a stall, a
 *   wrong hash; the target is untouched then
 */
export async function fetchFile(address: string, target: string, options: FetchOptions): Promise<void> {
  const { sha256, stallMs = 20_000 } = options;
  const refuse = (what: string, cause?: unknown): never => {
    throw new StrataError(`${address}: ${what}`, { code: 'fetch', cause });
  };
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), stallMs);
  };
  const aside = `${target}.${randomUUID().slice(0, 8)}.part`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  try {
    alive();
    const response = await fetch(address, { signal: abort.signal });
    if (response.status !== 200 || !response.body) {
      refuse(`the server answered ${response.status}; check the address, or fetch the file by hand (data/README.md)`);
    }
    const announced = Number(response.headers.get('content-length') ?? Number.NaN);
    const hash = createHash('sha256');
    let size = 0;
    const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream);
    const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
      for await (const chunk of source) {
        alive();
        size += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    };
    await pipeline(body, counted, fs.createWriteStream(aside));
    if (Number.isFinite(announced) && size !== announced && !response.headers.get('content-encoding')) {
      refuse(`the body ended after ${size} of ${announced} bytes; run the command again`);
    }
    const got = hash.digest('hex');
    if (got !== sha256)
      refuse(`the file has SHA-256 ${got}, expected ${sha256}; the source has changed or the address is wrong`);
    fs.renameSync(aside, target);
  } catch (error) {
    if (error instanceof StrataError) throw error;
    if (abort.signal.aborted) refuse(`nothing came for ${stallMs / 1000} s; run the command again`, error);
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
    refuse(`no whole answer (${cause}); check the network, or fetch the file by hand (data/README.md)`, error);
  } finally {
    clearTimeout(timer);
    fs.rmSync(aside, { force: true });
  }
}

/** What a person does to get a data set. */
export function manualInstruction(dataset: BarDataset): string {
  return [
    `${dataset.id}: ${dataset.title}`,
    `  source:  ${dataset.source}`,
    `  licence: ${dataset.licence}`,
    `  put the files, named like ${dataset.files.source}, into ${dataset.folder} below STRATA_DATA;`,
    `  columns: ${dataset.header.join(', ')}`,
    '  then run `strata data check` and `strata data import`. With a pinned address: strata data fetch ID --url ADDRESS --sha256 HASH --to PATH',
  ].join('\n');
}
