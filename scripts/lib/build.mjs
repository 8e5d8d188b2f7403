// Compiles src to dist where a source is newer than the last whole build.
import fs from 'node:fs';
import path from 'node:path';
import { at, hash, read, sh, step } from './steps.mjs';

export function build(options) {
  const sources = listed(at('src')).map((file) => {
    const { mtimeMs, size } = fs.statSync(file);
    return `${file} ${mtimeMs} ${size}`;
  });
  const want = hash(read(at('tsconfig.json')), read(at('node_modules', '.strata-lock')), ...sources);
  step('TypeScript build', { ...options, stamp: at('dist', '.strata-build'), want, makes: [at('dist', 'index.js')] }, () => {
    removeStale();
    sh(process.execPath, [at('node_modules', 'typescript', 'bin', 'tsc'), '-p', at('tsconfig.json')], { remedy: 'correct the type errors above' });
  });
}

/** Removes compiled files whose source is gone, so that a deleted module cannot go on working. */
function removeStale() {
  if (!fs.existsSync(at('dist'))) return;
  for (const file of listed(at('dist'))) {
    const source = path.join(at('src'), path.relative(at('dist'), file)).replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (source.endsWith('.ts') && !fs.existsSync(source)) fs.rmSync(file);
  }
}

function listed(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => path.join(e.parentPath ?? e.path, e.name)).sort();
}
