/** Tests that need the real market data under STRATA_DATA: skipped with a message where it is unset, run (and failing) where it is set. */
import fs from 'node:fs';
import { describe, it } from 'vitest';

const folder: string | undefined = process.env.STRATA_DATA;

/** Absolute path of a file of the shared market data; fails where STRATA_DATA is set and the file is missing. */
export function dataFile(relative: string): string {
  if (!folder) throw new Error('STRATA_DATA is not set: guard this test with dataTest or describeWithData');
  const file = `${folder}/${relative}`;
  if (!fs.existsSync(file)) throw new Error(`STRATA_DATA is set to ${folder}, but ${relative} is not there`);
  return file;
}

/** `it` for tests that need STRATA_DATA. */
export function dataTest(name: string, run: () => void | Promise<void>, timeoutMs?: number): void {
  if (folder) it(name, run, timeoutMs);
  else it.skip(`${name} (set STRATA_DATA to run it)`, run);
}

/** `describe` for groups of tests that need STRATA_DATA. */
export function describeWithData(name: string, group: () => void): void {
  if (folder) describe(name, group);
  else describe.skip(`${name} (set STRATA_DATA to run it)`, group);
}
