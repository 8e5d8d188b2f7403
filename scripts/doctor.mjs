// `npm run doctor`: what this machine has and lacks for Strata, checked against environment.md. Works before any set-up, changes nothing.
// Exits with 1 where something needs mending.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { SetupError } from './lib/failure.mjs';
import { existing, nodeProblems, pythonProblems } from './lib/prerequisites.mjs';
import { have } from './lib/process.mjs';
import { at, cacheFolder, main, marketData, read, root } from './lib/project.mjs';
import { systemPython } from './lib/python.mjs';
import { runtimeEnvironment } from './lib/runtime.mjs';
import { documented, installedVersion, pinnedVersion } from './lib/versions.mjs';
import { choice, plan } from './setup.mjs';

let problems = 0;

await main(import.meta.url, () => {
  console.log('machine');
  machine();
  console.log('\nset-up');
  const device = chosenDevice();
  if (device) project(device);
  console.log('\nversions (environment.md)');
  versions();
  console.log(problems === 0 ? '\nall is well' : `\n${problems} to mend`);
  if (problems > 0) process.exitCode = 1;
});

function machine() {
  good(`${process.platform} ${process.arch}`);
  judge(`Node ${process.versions.node}`, nodeProblems(process.versions.node, process.platform));
  judge(`npm ${said('npm', ['--version'])}`, have('npm') ? [] : [{ what: 'npm is missing', remedy: 'install npm' }]);
  judge(said(systemPython, ['--version']), pythonProblems(systemPython));
  const compiler = process.env.CXX || 'g++';
  if (have(compiler)) good(said(compiler, ['--version']));
  else note(`${compiler} is missing: WebAssembly is used, which is slower (apt-get install g++)`);
  if (have('nvidia-smi'))
    good(said('nvidia-smi', ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader']));
  else note('no NVIDIA card (nvidia-smi is not there)');
  const browser = ['chromium', 'chromium-browser', 'google-chrome'].find(have);
  if (process.env.STRATA_CHROMIUM || browser) good(`browser for tests: ${process.env.STRATA_CHROMIUM ?? browser}`);
  else note('no Chromium: the browser tests are skipped (apt-get install chromium)');
  attempt(() => space('project', root));
  attempt(() => space('cache', cacheFolder()));
  attempt(() => {
    const data = marketData();
    if (data) good(`market data: ${data}`);
    else note('STRATA_DATA is not set: the synthetic twin stands in for market data');
  });
}

function space(/** @type {string} */ name, /** @type {string} */ folder) {
  const { bavail, bsize } = fs.statfsSync(existing(folder));
  good(`${name}: ${folder} (${Math.floor((bavail * bsize) / 2 ** 30)} GB free)`);
}

/** @returns {Parameters<typeof plan>[0] | undefined} */
function chosenDevice() {
  return attempt(() => {
    const { device, why } = choice();
    good(`device: ${device} (${why})`);
    return device;
  });
}

/** The steps of the set-up, and whether the device does what it should. */
function project(/** @type {Parameters<typeof plan>[0]} */ device) {
  const steps = plan(device);
  for (const step of steps)
    judge(step.name, step.done() ? [] : [{ what: `${step.name}: to do`, remedy: 'npm run setup' }]);
  if (!steps.every((step) => step.done())) return;
  const library = pathToFileURL(at('dist', 'compute', 'index.js')).href;
  const program = `const { useDevice } = await import('${library}'); console.log(JSON.stringify(await useDevice()));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
    env: runtimeEnvironment(),
  });
  if (run.status === 0) {
    const { backend, accelerated, threads } = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '');
    good(
      `computes with ${backend}${accelerated ? ' on a graphics card' : ''}, ${threads} thread${threads === 1 ? '' : 's'}`,
    );
  } else {
    const reason = [...run.stderr.matchAll(/^\w*Error: (.*)$/gm)].at(-1)?.[1] ?? run.stderr.trim();
    bad(`the device does not start: ${reason}`, 'npm run setup; environment.md, known problems');
  }
}

/** Documented versions against the pins and against what is installed. */
function versions() {
  const rows = documented(read(at('environment.md')));
  if (rows.length === 0) return bad('environment.md names no versions', 'restore it: git checkout environment.md');
  let fine = 0;
  for (const { component, version, file, name } of rows) {
    const pinned = pinnedVersion(file, name);
    const installed = installedVersion(file, name);
    if (pinned !== version)
      bad(`${component}: environment.md says ${version}, ${file} ${pinned ?? 'nothing'}`, 'make them equal');
    else if (installed !== undefined && installed !== version)
      bad(`${component} ${installed} is installed, ${version} is expected`, 'npm run setup');
    else fine++;
  }
  good(`${fine} of ${rows.length} as documented`);
}

/** First line that a command prints. */
function said(/** @type {string} */ command, /** @type {readonly string[]} */ args) {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 30_000 });
  return (
    `${stdout ?? ''}${stderr ?? ''}`
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('npm warn'))[0] ?? ''
  );
}

/** @template T */
function attempt(/** @type {() => T} */ work) {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    for (const { what, remedy } of error.problems) bad(what, remedy);
    return undefined;
  }
}

function judge(/** @type {string} */ name, /** @type {readonly { what: string, remedy: string }[]} */ found) {
  if (found.length === 0) good(name);
  for (const { what, remedy } of found) bad(what, remedy);
}

function good(/** @type {string} */ text) {
  console.log(`  ok    ${text}`);
}

function note(/** @type {string} */ text) {
  console.log(`  note  ${text}`);
}

function bad(/** @type {string} */ text, /** @type {string} */ remedy) {
  problems++;
  console.log(`  MEND  ${text}\n        to fix: ${remedy}`);
}
