/** Files that appear whole or not at all: everything is written aside in the same folder and renamed. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Writes a file through a temporary neighbour, flushes it to disk and renames it over the target. */
export function writeFileAtomic(file: string, data: string | Uint8Array): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const aside = `${file}.${process.pid}.${randomUUID().slice(0, 8)}.part`;
  try {
    fs.writeFileSync(aside, data, { flush: true });
    fs.renameSync(aside, file);
  } catch (error) {
    fs.rmSync(aside, { force: true });
    throw error;
  }
}

/** Makes an empty folder beside the given path, on the same file system, for work that is published by a rename. */
export function scratchFolder(beside: string): string {
  // Not mkdtemp, whose folders only their owner may enter: a published folder is read by others too.
  const folder = `${beside}.part-${randomUUID().slice(0, 8)}`;
  fs.mkdirSync(path.dirname(beside), { recursive: true });
  fs.mkdirSync(folder);
  return folder;
}

/**
 * Publishes a finished folder by one rename; an empty folder in its place counts as none.
 * @returns false where the target already exists (somebody else was first); `from` is removed then
 */
export function publishFolder(from: string, to: string): boolean {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  try {
    fs.renameSync(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    fs.rmSync(from, { recursive: true, force: true });
    return false;
  }
}
