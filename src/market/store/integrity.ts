/** What can be said of a file before its rows are read: whole gzip stream, plain UTF-8, plain line ends, its hash. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Problem } from '../../core/index.js';

/** Findings of {@link inspectFile}. */
export interface FileFacts {
  /** SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** Lines of the unpacked text, header included. */
  readonly lines: number;
  readonly problems: readonly Problem[];
}

/** Reads a file once, as a stream: hash, gzip, encoding, line ends. */
export async function inspectFile(path: string, name: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  const problems: Problem[] = [];
  const add = (problem: string, remedy: string, row?: number): void => {
    problems.push({ file: name, problem, remedy, ...(row === undefined ? {} : { row }) });
  };
  const raw = createReadStream(path);
  raw.on('data', (chunk) => hash.update(chunk));
  const text = path.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
  raw.on('error', (error) => text.destroy(error));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let lines = 0;
  let last = 0x0a;
  let first = true;
  let seenReturn = false;
  let encoded = !path.endsWith('.parquet');
  try {
    for await (const chunk of text) {
      const bytes = chunk as Buffer;
      if (!encoded) continue;
      if (first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
        add('the text begins with a UTF-8 byte-order mark', 'save it as UTF-8 without one');
      }
      if (first && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))) {
        add('the text is UTF-16', 'save it as UTF-8');
        encoded = false;
        continue;
      }
      first = false;
      for (const byte of bytes) {
        if (byte === 0x0a) lines++;
        else if (byte === 0x0d && !seenReturn) {
          seenReturn = true;
          add(
            'lines end in a carriage return (Windows)',
            'convert the line ends to a single line feed',
            Math.max(1, lines),
          );
        }
      }
      last = bytes[bytes.length - 1] ?? last;
      try {
        decoder.decode(bytes, { stream: true });
      } catch {
        add('a byte is not valid UTF-8', 'convert the text to UTF-8', Math.max(1, lines));
        encoded = false;
      }
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    const row = lines > 0 ? lines : undefined;
    add(
      code === 'Z_BUF_ERROR' ? 'the gzip stream is cut off' : 'the gzip stream is damaged',
      'fetch or copy the file again',
      row,
    );
  }
  if (encoded && last !== 0x0a && problems.length === 0) lines++;
  return { sha256: hash.digest('hex'), lines, problems };
}
