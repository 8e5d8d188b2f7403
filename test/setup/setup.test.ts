/** The set-up as a whole, with stand-ins for npm, Python and g++: what it does, does not do again, and says when it cannot go on. */
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { called, type FakeProject, fakeProject, removeProject } from './fake-project.js';

const projects: FakeProject[] = [];
function project(shared?: { cache?: string }): FakeProject {
  const made = fakeProject(shared);
  projects.push(made);
  return made;
}
afterAll(() => {
  for (const made of projects) removeProject(made);
});

const allCalls = ['npm ci', 'python -m venv', 'pip install', 'pip download', 'unzip', 'g++', 'tsc'];
const binding = 'node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node';
const supported = process.platform === 'linux' && process.arch === 'x64';

describe.runIf(supported).concurrent('set-up', () => {
  it('does each step once, and nothing the second time', async () => {
    const made = project();
    const first = await made.script('setup.mjs');
    expect(first.output).toContain('ready');
    expect(first.code).toBe(0);
    expect(made.calls()).toEqual(allCalls);
    expect(fs.readFileSync(made.at(binding), 'utf8')).toBe('addon\n');
    expect(fs.readlinkSync(made.at('.venv/share/jupyter/kernels/strata'))).toBe(made.at('kernel'));
    expect(note(made)).toMatchObject({ requested: 'auto', device: 'cpu', tensorflow: '2.21.0' });

    made.forgetCalls();
    const second = await made.script('setup.mjs');
    expect(second.code).toBe(0);
    expect(second.output).not.toMatch(/\.\.\.|done/);
    expect(made.calls()).toEqual([]);
    expect((await made.script('setup.mjs', ['--check'])).code).toBe(0);
  });

  it.each([
    ['npm', 'npm ci'],
    ['venv', 'python -m venv'],
    ['install', 'pip install'],
    ['download', 'pip download'],
    ['unzip', 'unzip'],
    ['g++', 'g++'],
    ['tsc', 'tsc'],
  ])('goes on after a kill in the middle of %s', async (hang, call) => {
    const made = project();
    const killed = made.start('setup.mjs', [], { HANG: hang });
    await called(made, call);
    killed.killAll();
    await killed.ended;
    expect(fs.existsSync(made.at('.cache/device.json'))).toBe(false);

    const again = await made.script('setup.mjs');
    expect(again.output).toContain('ready');
    // What was done before the kill is not done again, the interrupted step is.
    expect(made.calls()).toEqual([...allCalls.slice(0, allCalls.indexOf(call) + 1), ...repeated(call)]);
    expect(fs.readFileSync(made.at(binding), 'utf8')).toBe('addon\n');
    expect(fs.readdirSync(made.cache).filter((name) => name.startsWith('aside'))).toEqual([]);
    expect(fs.existsSync(made.at('node_modules/half'))).toBe(false);
    expect((await made.script('setup.mjs', ['--check'])).output).toContain('ready');
  });

  /** Calls of the run after a kill in a call: a download starts over where its wheel was not unpacked. */
  function repeated(call: string): string[] {
    return allCalls.slice(call === 'unzip' ? allCalls.indexOf('pip download') : allCalls.indexOf(call));
  }

  it('waits for an npm that a killed set-up has left at work', async () => {
    const made = project();
    const killed = made.start('setup.mjs', [], { HANG: 'npm' });
    await called(made, 'npm ci');
    killed.kill('SIGKILL');
    const again = made.start('setup.mjs');
    await again.says('left by one that was killed');
    made.release();
    expect((await again.ended).code).toBe(0);
    // The one left behind has finished the work.
    expect(made.calls()).toEqual(allCalls);
  });

  it('ends the programs it has started when it is asked to stop', async () => {
    const made = project();
    const stopped = made.start('setup.mjs', [], { HANG: 'npm' });
    await called(made, 'npm ci');
    const npm = Number(fs.readFileSync(made.at('.cache/setup.lock/child'), 'utf8').split(' ')[0]);
    stopped.kill('SIGTERM');
    expect((await stopped.ended).code).toBe(143);
    expect(() => process.kill(npm, 0)).toThrow('ESRCH');
    expect(fs.existsSync(made.at('.cache/setup.lock'))).toBe(false);
  });

  it('lists all that is missing, each with its remedy, before any work', async () => {
    const made = project();
    fs.rmSync(path.join(made.commands, 'npm'));
    fs.rmSync(path.join(made.commands, 'python3'));
    const { code, output } = await made.script('setup.mjs');
    expect(code).toBe(1);
    expect(output).toContain('npm is missing');
    expect(output).toContain('python3 is missing (Jupyter needs it)\n    to fix: apt-get install python3 python3-venv');
    expect(made.calls()).toEqual([]);
  });

  it('says so where Python cannot make environments', async () => {
    const made = project();
    const { code, output } = await made.script('setup.mjs', [], { NO_VENV: '1' });
    expect(code).toBe(1);
    expect(output).toContain(
      "python3 cannot make a virtual environment (ModuleNotFoundError: No module named 'ensurepip')",
    );
    expect(output).toContain('apt-get install python3-venv');
    expect(made.calls()).toEqual([]);
  });

  it.each([
    ['npm', 'npm ping'],
    ['install', 'package index'],
    ['download', '--device wasm'],
    ['g++', 'apt-get install g++'],
    ['tsc', 'type errors'],
  ])('shows the last lines of a failing %s and the remedy', async (fail, remedy) => {
    const { code, output } = await project().script('setup.mjs', [], { FAIL: fail });
    expect(code).toBe(1);
    expect(output).toContain(fail === 'tsc' ? 'error TS1' : `${fail} says: no route to the server`);
    expect(output).toContain(remedy);
    expect(output).not.toMatch(/\n {4}at /);
  });

  it('refuses a wheel with another hash, and keeps nothing of it', async () => {
    const made = project();
    const { code, output } = await made.script('setup.mjs', [], { BAD_WHEEL: '1' });
    expect(code).toBe(1);
    expect(output).toMatch(/tensorflow\.whl has SHA-256 [0-9a-f]{64}, expected [0-9a-f]{64}/);
    expect(fs.readdirSync(made.cache)).toEqual([]);
    expect((await made.script('setup.mjs')).code).toBe(0);
  });

  it('fetches the libraries again where one in the cache has lost bytes', async () => {
    const made = project();
    await made.script('setup.mjs');
    const library = path.join(note(made).libraries, 'libtensorflow_cc.so.2');
    fs.truncateSync(library, 3);
    made.forgetCalls();
    expect((await made.script('setup.mjs')).code).toBe(0);
    expect(made.calls()).toEqual(['pip download', 'unzip']);
    expect(fs.readFileSync(library, 'utf8')).toBe('library\n');
  });

  it('links the binding again after a fresh npm ci, without a second one', async () => {
    const made = project();
    await made.script('setup.mjs');
    fs.rmSync(made.at('node_modules/.strata-lock'));
    fs.rmSync(made.at('node_modules/@tensorflow/tfjs-node-gpu/lib'), { recursive: true });
    fs.rmSync(made.at('node_modules/@tensorflow/tfjs-node-gpu/.strata-link'));
    made.forgetCalls();
    expect((await made.script('setup.mjs')).code).toBe(0);
    expect(made.calls()).toEqual([]);
    expect(fs.existsSync(made.at(binding))).toBe(true);
  });

  it('installs and builds again when the lock file or a source changes', async () => {
    const made = project();
    await made.script('setup.mjs');
    const lock = JSON.parse(fs.readFileSync(made.at('package-lock.json'), 'utf8'));
    lock.packages['node_modules/vega'].version = '5.0.0';
    fs.writeFileSync(made.at('package-lock.json'), JSON.stringify(lock));
    made.forgetCalls();
    await made.script('setup.mjs');
    expect(made.calls()).toEqual(['npm ci', 'tsc']);
    fs.writeFileSync(made.at('src/more.ts'), 'export {};\n');
    fs.writeFileSync(made.at('dist/gone.js'), '');
    made.forgetCalls();
    await made.script('setup.mjs');
    expect(made.calls()).toEqual(['tsc']);
    expect(fs.existsSync(made.at('dist/gone.js'))).toBe(false);
  });

  it('makes the Python environment anew where the project has moved', async () => {
    const made = project();
    await made.script('setup.mjs');
    const stamp = made.at('.venv/.strata-environment');
    fs.writeFileSync(stamp, 'another folder');
    fs.writeFileSync(made.at('.venv/left-over'), '');
    made.forgetCalls();
    await made.script('setup.mjs');
    expect(made.calls()).toEqual(['python -m venv', 'pip install']);
    expect(fs.existsSync(made.at('.venv/left-over'))).toBe(false);
  });

  it('takes WebAssembly where there is no compiler, says so every time, and TensorFlow once there is one', async () => {
    const made = project();
    const compiler = path.join(made.commands, 'g++');
    fs.renameSync(compiler, `${compiler}.away`);
    const said = /device: wasm \(g\+\+ is missing.*WebAssembly is used, which is slower \(apt-get install g\+\+\)\)/;
    expect((await made.script('setup.mjs')).output).toMatch(said);
    expect((await made.script('setup.mjs')).output).toMatch(said);
    expect(made.calls()).toEqual(['npm ci', 'python -m venv', 'pip install', 'tsc']);
    expect(note(made)).toMatchObject({ requested: 'auto', device: 'wasm' });
    fs.renameSync(`${compiler}.away`, compiler);
    expect((await made.script('setup.mjs')).code).toBe(0);
    expect(note(made)).toMatchObject({ device: 'cpu' });
  });

  it('takes the CUDA wheels where nvidia-smi answers', async () => {
    const made = project();
    nvidiaSmi(made, 'echo "NVIDIA H100, 550.54.15"');
    expect((await made.script('setup.mjs')).code).toBe(0);
    expect(made.calls()).toEqual([...allCalls.slice(0, 5), 'pip install cuda', 'g++', 'tsc']);
    expect(note(made)).toMatchObject({ device: 'gpu', why: 'nvidia-smi names NVIDIA H100, 550.54.15' });
    expect(fs.existsSync(made.at('node_modules/@tensorflow/tfjs-node-gpu/deps/nvidia/cublas/lib'))).toBe(true);
    // Going back to the CPU relinks and compiles nothing anew.
    made.forgetCalls();
    expect((await made.script('setup.mjs', ['--device', 'cpu'])).code).toBe(0);
    expect(made.calls()).toEqual(['pip download', 'unzip']);
    expect(fs.existsSync(made.at('node_modules/@tensorflow/tfjs-node-gpu/deps/nvidia'))).toBe(false);
  });

  it('passes over an nvidia-smi that does not answer', async () => {
    const made = project();
    nvidiaSmi(made, 'echo "couldn\'t communicate with the NVIDIA driver"; exit 9');
    await made.script('setup.mjs');
    expect(note(made).device).toBe('cpu');
  });

  it('remembers --device, lets STRATA_DEVICE count only while it is set', async () => {
    const made = project();
    await made.script('setup.mjs', ['--device=wasm']);
    expect(note(made)).toMatchObject({ requested: 'wasm', device: 'wasm' });
    expect(fs.existsSync(made.at(binding))).toBe(false);
    await made.script('setup.mjs');
    expect(note(made).device).toBe('wasm');
    await made.script('setup.mjs', [], { STRATA_DEVICE: 'cpu' });
    expect(note(made)).toMatchObject({ requested: 'cpu', device: 'cpu' });
    expect(fs.existsSync(made.at(binding))).toBe(true);
    await made.script('setup.mjs');
    expect(note(made)).toMatchObject({ requested: 'wasm', device: 'wasm' });
    await made.script('setup.mjs', ['--device', 'auto']);
    expect(note(made)).toMatchObject({ requested: 'auto', device: 'cpu' });
  });

  it('installs webgpu into the cache, not into the project', async () => {
    const made = project();
    expect((await made.script('setup.mjs', ['--device', 'webgpu'])).code).toBe(0);
    expect(made.calls()).toEqual(['npm ci', 'python -m venv', 'pip install', 'npm ci', 'tsc']);
    expect(fs.existsSync(note(made).webgpu)).toBe(true);
    expect(note(made).webgpu.startsWith(made.cache)).toBe(true);
  });

  it('fills one cache once when two set-ups begin together', async () => {
    const one = project();
    const two = project({ cache: one.cache });
    const first = one.start('setup.mjs', [], { HANG: 'download' });
    await called(one, 'pip download');
    const second = two.start('setup.mjs');
    await second.says('another set-up is at work');
    one.release();
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
    const together = [...one.calls(), ...two.calls()];
    for (const call of ['pip download', 'unzip', 'g++'])
      expect(together.filter((made) => made === call)).toHaveLength(1);
    for (const made of [one, two]) expect(fs.readFileSync(made.at(binding), 'utf8')).toBe('addon\n');
  });

  it('waits for another set-up of the same project', async () => {
    const made = project();
    const first = made.start('setup.mjs', [], { HANG: 'npm' });
    await called(made, 'npm ci');
    const second = made.start('setup.mjs');
    await second.says('another set-up is at work');
    made.release();
    expect((await first.ended).code).toBe(0);
    expect((await second.ended).code).toBe(0);
    expect(made.calls()).toEqual(allCalls);
  });

  it('refuses a relative cache', async () => {
    const { code, output } = await project().script('setup.mjs', [], { STRATA_CACHE: 'here' });
    expect(code).toBe(1);
    expect(output).toContain('STRATA_CACHE must be an absolute path, received here');
  });
});

function note(made: FakeProject): { device: string; libraries: string; webgpu: string } {
  return JSON.parse(fs.readFileSync(made.at('.cache/device.json'), 'utf8'));
}

function nvidiaSmi(made: FakeProject, does: string): void {
  fs.writeFileSync(path.join(made.commands, 'nvidia-smi'), `#!/bin/sh\n${does}\n`, { mode: 0o755 });
}
