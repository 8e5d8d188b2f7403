// Steps of the set-up: each has a stamp that says what it was done for, so a second run passes over it and a killed one repeats it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(path.dirname(fileURLToPath(import.meta.url))));
export const at = (...parts) => path.join(root, ...parts);
export const venv = at('.venv');
export const venvPython = path.join(venv, 'bin', 'python');

/** The user's cache: STRATA_CACHE, else `strata` below XDG_CACHE_HOME or ~/.cache. */
export function cacheFolder() {
  const given = process.env.STRATA_CACHE;
  if (given && !path.isAbsolute(given)) fail(`STRATA_CACHE must be an absolute path, received ${given}`, `export STRATA_CACHE="$PWD/${given}"`);
  return given || path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'strata');
}

/** A failure that a person can mend; printed without a stack. */
export class SetupError extends Error {}

export function fail(what, remedy) {
  throw new SetupError(`${what}\n  to fix: ${remedy}`);
}

export const hash = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);

export function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a command is on PATH, or is itself a path to a file. */
export function have(command) {
  if (command.includes('/')) return fs.existsSync(command);
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => folder && fs.existsSync(path.join(folder, command)));
}

/** Runs a command to its end; on failure its last lines and the remedy are shown. */
export function sh(command, args, options = {}) {
  const { remedy, ...rest } = options;
  const run = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...rest });
  if (run.error?.code === 'ENOENT') fail(`${command}: command not found`, remedy ?? `install ${command} and put it on PATH`);
  if (run.status !== 0) {
    const said = `${run.stdout ?? ''}${run.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n');
    fail(`${command} ${args.slice(0, 4).join(' ')} … failed (exit ${run.status ?? run.signal})\n${said}`, remedy ?? 'see the output above, then run the same command again');
  }
  return run.stdout;
}

/**
 * Does a piece of work unless its stamp holds `want` and all files it makes are there.
 * The stamp is written last, so work that was killed is done again.
 */
export function step(name, { stamp, want, makes = [], checkOnly = false, quiet = false }, work) {
  if (read(stamp) === want && makes.every((file) => fs.existsSync(file))) {
    if (!quiet) console.log(`  ok    ${name}`);
    return false;
  }
  if (checkOnly) fail(`${name} is not up to date`, 'npm run setup');
  const started = performance.now();
  console.log(`  ...   ${name}`);
  fs.rmSync(stamp, { force: true });
  work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(`${stamp}.part`, want);
  fs.renameSync(`${stamp}.part`, stamp);
  console.log(`  done  ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return true;
}

/**
 * Holds a lock folder while `work` runs, so that two set-ups do not fill one cache at once. The second one waits; a lock whose owner
 * is gone is taken over.
 */
export function withLock(folder, work, waitMs = 900_000) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const owner = path.join(folder, 'owner');
  const started = Date.now();
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(folder);
      fs.writeFileSync(owner, String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = Number(read(owner));
    const age = Date.now() - (fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if ((pid && !alive(pid)) || (!pid && age > 10_000)) {
      fs.rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) console.log(`  wait  another set-up (process ${pid || 'unknown'}) is filling the cache`);
    told = true;
    if (Date.now() - started > waitMs) fail(`process ${pid} has held ${folder} for too long`, `end it, or remove ${folder}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    return work();
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
