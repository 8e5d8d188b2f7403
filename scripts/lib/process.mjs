// Other programs, run so that a signal to us ends them too and a failure shows their last lines.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fail } from './failure.mjs';
import { root } from './project.mjs';

/** Children at work, and who wants to know of them. @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
/** @type {Set<(pid: number | undefined) => void>} */
const watchers = new Set();
/** @type {Set<() => void>} */
const cleanUps = new Set();
let listening = false;
let stopping = false;

/** Calls back with the process id of each child that starts, and with undefined when it has ended. */
export function watchChildren(/** @type {(pid: number | undefined) => void} */ watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Does something before a signal ends this process. */
export function beforeExit(/** @type {() => void} */ cleanUp) {
  cleanUps.add(cleanUp);
  listen();
  return () => cleanUps.delete(cleanUp);
}

/** Whether a command is on PATH, or is itself a path to a file. */
export function have(/** @type {string} */ command) {
  if (command.includes('/')) return fs.existsSync(command);
  return folders().some((folder) => fs.existsSync(path.join(folder, command)));
}

function folders() {
  return (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
}

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ remedy?: string, cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} its standard output
 * @throws SetupError with the last lines it wrote and the remedy
 */
export async function run(command, args, options = {}) {
  const { remedy = 'see the lines above, then run the same command again' } = options;
  const ended = await ending(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  if (ended.missing) fail(`${command}: command not found`, remedy);
  if (ended.code !== 0) {
    const said = `${ended.output}${ended.errors}`.trim().split('\n').slice(-15);
    const shown = [path.basename(command), ...args.slice(0, 4)].join(' ');
    fail([`${shown} … failed (${ended.code ?? ended.signal})`, ...said].join('\n    | '), remedy);
  }
  return ended.output;
}

/**
 * Runs a command on our own terminal.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} its exit code; 1 where a signal ended it
 */
export async function handOver(command, args, options = {}) {
  const ended = await ending(command, args, { ...options, stdio: 'inherit' });
  if (ended.missing) fail(`${command}: command not found`, 'npm run doctor');
  return ended.code ?? 1;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @returns {Promise<{ code: number | null, signal: string | null, output: string, errors: string, missing: boolean }>}
 */
function ending(command, args, options) {
  listen();
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { cwd: root, ...options });
    children.add(child);
    for (const watcher of watchers) watcher(child.pid);
    let output = '';
    let errors = '';
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      errors += text;
    });
    const done = () => {
      children.delete(child);
      for (const watcher of watchers) watcher(undefined);
    };
    child.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      done();
      if (error.code === 'ENOENT') resolve({ code: null, signal: null, output, errors, missing: true });
      else reject(error);
    });
    child.once('close', (code, signal) => {
      if (stopping) return; // what failed by our own signal is no news
      done();
      resolve({ code, signal, output, errors, missing: false });
    });
  });
}

/** Ends the children, waits for them, then ends this process; a second signal ends it at once. */
function stop(/** @type {NodeJS.Signals} */ signal, /** @type {number} */ code) {
  if (stopping) process.exit(code);
  stopping = true;
  const ends = [...children].map((child) => new Promise((resolve) => child.once('close', resolve)));
  // A terminal has sent its interrupt to the children too.
  const told = signal === 'SIGINT' && process.stdin.isTTY;
  if (!told) for (const child of children) child.kill(signal);
  const leave = () => {
    for (const cleanUp of cleanUps) cleanUp();
    process.exit(code);
  };
  Promise.all(ends).then(leave);
  setTimeout(leave, 10_000).unref();
}

function listen() {
  if (listening) return;
  listening = true;
  for (const [signal, number] of /** @type {const} */ ([
    ['SIGINT', 2],
    ['SIGTERM', 15],
    ['SIGHUP', 1],
  ])) {
    process.on(signal, () => stop(signal, 128 + number));
  }
}
