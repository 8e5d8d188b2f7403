// `npm run check`: format and lint, types (tests and scripts' tests too), and the walk of imports. All run; one line each.
import path from 'node:path';
import { tsc } from './lib/build.mjs';
import { importProblems } from './lib/import-walk.mjs';
import { packages } from './lib/packages.mjs';
import { handOver } from './lib/process.mjs';
import { at, filesBelow, main, read } from './lib/project.mjs';
import { prepare } from './setup.mjs';

/** @type {readonly { name: string, passes: () => Promise<boolean> }[]} */
const checks = [
  { name: 'format and lint', passes: async () => (await handOver(at('node_modules', '.bin', 'biome'), biome())) === 0 },
  { name: 'types', passes: () => compiles('tsconfig.check.json') },
  {
    name: 'declarations',
    passes: () => compiles('tsconfig.json', '--tsBuildInfoFile', '.cache/declarations.tsbuildinfo'),
  },
  { name: 'imports', passes: importsPass },
];

/** The library's own settings ask for more than the tests': types of exports that a notebook can read. */
async function compiles(/** @type {string} */ settings, /** @type {string[]} */ ...more) {
  return (await handOver(process.execPath, [tsc, '-p', settings, '--noEmit', ...more])) === 0;
}

function biome() {
  return ['check', '--error-on-warnings', ...(process.argv.includes('--write') ? ['--write'] : []), '.'];
}

async function importsPass() {
  const { default: ts } = await import('typescript');
  const sources = Object.fromEntries(
    filesBelow(at('src'))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => [path.relative(at('src'), file).split(path.sep).join('/'), read(file)]),
  );
  const problems = importProblems(sources, (text) =>
    ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
  );
  for (const problem of problems) console.error(problem);
  return problems.length === 0;
}

await main(import.meta.url, async () => {
  await prepare([packages()]);
  const failed = [];
  for (const { name, passes } of checks) {
    const passed = await passes();
    console.log(`${passed ? 'ok    ' : 'FAILED'}  ${name}`);
    if (!passed) failed.push(name);
  }
  if (failed.length > 0) process.exitCode = 1;
  console.log(failed.length > 0 ? `check failed: ${failed.join(', ')}` : 'check passed');
});
