/** The compiled library, which notebooks import, brought up to date. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** Builds what has changed. @throws Error with the compiler's messages */
export function buildLibrary(): void {
  execFileSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    encoding: 'utf8',
    stdio: 'pipe',
  });
}
