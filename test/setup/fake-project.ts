/** A project folder with the real scripts and stand-ins for npm, Python, pip and g++, which note each call and download nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** What a finished script said. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/** A script at work. */
export interface Running {
  readonly ended: Promise<Outcome>;
  /** Waits until its output has a text. */
  says(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** Kills it and all that it has started. */
  killAll(): void;
}

export interface FakeProject {
  readonly folder: string;
  readonly cache: string;
  /** Folder that alone is on PATH: what is not in it is missing. */
  readonly commands: string;
  /** Calls of the stand-ins so far, e.g. `npm ci` or `pip download`. */
  calls(): string[];
  forgetCalls(): void;
  /** Lets stand-ins that wait go on. */
  release(): void;
  /** Runs a script of the project. */
  script(name: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome>;
  start(name: string, args?: readonly string[], env?: Readonly<Record<string, string>>): Running;
  at(...parts: string[]): string;
}

/** Content of the fake wheel; the copied pin has its hash. */
const wheel = 'wheel of TensorFlow';

/**
 * Makes a project. Variables change how the stand-ins behave: FAIL=npm makes npm fail, HANG=npm makes it wait for `release` in the
 * middle of its work, and likewise for venv, install, download, unzip, g++ and tsc; BAD_WHEEL=1 delivers other bytes.
 */
export function fakeProject(shared: { cache?: string } = {}): FakeProject {
  const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'strata-setup-')));
  const folder = path.join(base, 'project');
  const commands = path.join(base, 'commands');
  const cache = shared.cache ?? path.join(base, 'cache');
  const log = path.join(base, 'calls');
  fs.mkdirSync(folder);
  fs.mkdirSync(commands);
  fs.writeFileSync(log, '');
  for (const name of ['scripts', 'kernel', 'package.json', 'package-lock.json', 'requirements.txt', 'tsconfig.json'])
    fs.cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
  fs.mkdirSync(path.join(folder, 'src'));
  fs.writeFileSync(path.join(folder, 'src', 'index.ts'), 'export {};\n');
  const sum = createHash('sha256').update(wheel).digest('hex');
  for (const [set, name] of [
    ['tensorflow-cpu', 'tensorflow-cpu'],
    ['tensorflow-gpu', 'tensorflow'],
  ])
    fs.writeFileSync(path.join(folder, 'scripts', 'wheels', `${set}.txt`), `${name}==2.21.0 --hash=sha256:${sum}\n`);
  for (const [name, text] of Object.entries(standIns)) {
    fs.writeFileSync(path.join(commands, name), `#!/bin/sh\n${prelude}${text}`, { mode: 0o755 });
  }
  fs.symlinkSync(process.execPath, path.join(commands, 'node'));

  const start: FakeProject['start'] = (name, args = [], env = {}) =>
    running(
      spawn(process.execPath, [path.join(folder, 'scripts', name), ...args], {
        cwd: folder,
        env: { PATH: commands, HOME: base, STRATA_CACHE: cache, CALLS: log, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      }),
    );
  return {
    folder,
    cache,
    commands,
    at: (...parts) => path.join(folder, ...parts),
    calls: () => fs.readFileSync(log, 'utf8').split('\n').filter(Boolean),
    forgetCalls: () => fs.writeFileSync(log, ''),
    release: () => fs.writeFileSync(`${log}.release`, ''),
    start,
    script: (name, args, env) => start(name, args, env).ended,
  };
}

function running(child: ChildProcess): Running {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (text: Buffer) => (output += text.toString()));
  return {
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, output }))),
    says: (text) =>
      until(
        () => output.includes(text),
        () => `${text} was not said:\n${output}`,
      ),
    kill: (signal) => child.kill(signal),
    killAll: () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    },
  };
}

/** Waits until a stand-in has noted a call. */
export function called(project: FakeProject, call: string): Promise<void> {
  return until(
    () => project.calls().includes(call),
    () => `${call} was not called; calls: ${project.calls().join(', ')}`,
  );
}

async function until(done: () => boolean, message: () => string): Promise<void> {
  const end = performance.now() + 30_000;
  while (!done()) {
    if (performance.now() > end) throw new Error(message());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Removes the project and, unless it was handed in, its cache. */
export function removeProject(project: FakeProject): void {
  fs.rmSync(path.dirname(project.folder), { recursive: true, force: true });
}

const prelude = `
PATH=/usr/bin:/bin
begin() {
  echo "$2" >>"$CALLS"
  if [ "$FAIL" = "$1" ]; then echo "$1 says: no route to the server" >&2; exit 7; fi
  if [ "$HANG" = "$1" ]; then
    for i in $(seq 600); do [ -e "$CALLS.release" ] && break; sleep 0.05; done
  fi
}
`;

const python = `
case "$*" in
  *"import sys, venv"*)
    [ -z "$NO_VENV" ] || { echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1; } ;;
  "-m venv "*)
    mkdir -p "$3/bin"
    begin venv "python -m venv"
    cp "$0" "$3/bin/python" ;;
  *"pip install"*--target*)
    begin cuda "pip install cuda"
    for last; do :; done
    mkdir -p "$last/nvidia/cublas/lib" ;;
  *"pip install"*)
    begin install "pip install"
    touch "$(dirname "$0")/jupyter" ;;
  *"pip download"*)
    for last; do :; done
    echo "half" >"$last/tensorflow.whl"
    begin download "pip download"
    printf '${wheel}' >"$last/tensorflow.whl"
    [ -z "$BAD_WHEEL" ] || echo 'something else' >"$last/tensorflow.whl" ;;
  *unzip.py*)
    mkdir -p "$3/tensorflow"
    echo half >"$3/tensorflow/libtensorflow_cc.so.2"
    begin unzip "unzip"
    echo library >"$3/tensorflow/libtensorflow_cc.so.2"
    echo framework >"$3/tensorflow/libtensorflow_framework.so.2" ;;
  *) echo "unexpected: python $*" >&2; exit 64 ;;
esac
`;

const compiler = `#!/usr/bin/env node
const fs = require('node:fs');
fs.appendFileSync(process.env.CALLS, 'tsc\\n');
if (process.env.FAIL === 'tsc') { console.log('src/index.ts(1,1): error TS1'); process.exit(2); }
fs.mkdirSync('dist', { recursive: true });
if (process.env.HANG === 'tsc') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 30_000);
fs.writeFileSync('dist/index.js', '');
`;

const standIns: Readonly<Record<string, string>> = {
  npm: `
[ "$1" = --version ] && { echo 11.0.0; exit; }
rm -rf node_modules
mkdir -p node_modules/half
begin npm "npm $1"
rm -r node_modules/half
[ ! -d node_modules/webgpu ] || exit 0
mkdir -p node_modules/webgpu node_modules/@tensorflow/tfjs-node-gpu/binding node_modules/typescript/bin
cat >node_modules/typescript/bin/tsc <<'END'
${compiler}END
cp package-lock.json node_modules/.package-lock.json
`,
  python3: python,
  'g++': `
[ "$1" = --version ] && { echo 12.0.0; exit; }
for last; do :; done
echo half >"$last"
begin g++ "g++"
echo addon >"$last"
`,
};
