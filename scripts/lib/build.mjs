// The compiled library in dist, made anew where a source, the compiler's settings or a package has changed.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './process.mjs';
import { at, filesBelow, hash, read } from './project.mjs';
import { stamped } from './steps.mjs';

/** The compiler, called as a file: the bare command is the older one that tslab brings. */
export const tsc = at('node_modules', 'typescript', 'bin', 'tsc');

export function build() {
  return stamped({
    name: 'TypeScript build',
    place: 'project',
    needsMb: 30,
    stamp: at('dist', '.strata-build'),
    want: sources,
    makes: [at('dist', 'index.js')],
    work: async () => {
      removeOrphans();
      await run(process.execPath, [tsc, '-p', at('tsconfig.json')], { remedy: 'correct the type errors above' });
    },
  });
}

function sources() {
  const files = filesBelow(at('src'))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => {
      const { mtimeMs, size } = fs.statSync(file);
      return `${file} ${mtimeMs} ${size}`;
    });
  return hash(read(at('tsconfig.json')), hash(read(at('package-lock.json'))), ...files);
}

/** Removes compiled files whose source is gone, so that a deleted module cannot go on working. */
function removeOrphans() {
  for (const file of filesBelow(at('dist'))) {
    const source = path.join(at('src'), path.relative(at('dist'), file)).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (source.endsWith('.ts') && !fs.existsSync(source)) fs.rmSync(file);
  }
}
