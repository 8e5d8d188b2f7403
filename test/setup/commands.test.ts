/** The commands around the set-up: what reaches the tests and the CLI, the closing line, the doctor on a bare machine, the lab's port. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeProject, removeProject } from './fake-project.js';

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('commands', () => {
  const project = fakeProject();
  afterAll(() => removeProject(project));
  beforeAll(async () => {
    const { output } = await project.script('setup.mjs');
    expect(output).toContain('ready');
    // Stand-ins for vitest and the CLI say what reached them.
    fs.mkdirSync(project.at('node_modules/vitest'));
    fs.writeFileSync(project.at('node_modules/vitest/vitest.mjs'), vitest);
    fs.mkdirSync(project.at('dist/cli'));
    fs.writeFileSync(
      project.at('dist/cli/main.js'),
      'console.log("cli", ...process.argv.slice(2), process.env.STRATA_DEVICE ?? ""); process.exit(3);',
    );
  });
  const lastLine = (output: string): string | undefined => output.trimEnd().split('\n').at(-1);

  it('npm test closes with its counts and fails where a test fails', async () => {
    const { code, output } = await project.script('test.mjs', ['src/core'], { OUTCOMES: 'passed failed skipped' });
    expect(lastLine(output)).toBe('1 passed, 1 failed, 1 skipped');
    expect(output).toContain('filters: src/core');
    expect(code).toBe(1);
    const good = await project.script('test.mjs', [], { OUTCOMES: 'passed passed' });
    expect(lastLine(good.output)).toBe('2 passed, 0 failed, 0 skipped');
    expect(good.code).toBe(0);
  });

  it.each([
    [
      'relative',
      'shared/data',
      /STRATA_DATA must be an absolute path, received shared\/data\n.*export STRATA_DATA="\//,
    ],
    ['missing', '/nowhere/data', /STRATA_DATA names \/nowhere\/data, which is not a folder\n.*correct it/],
  ])('npm test fails on a %s market data folder', async (_, folder, message) => {
    const { code, output } = await project.script('test.mjs', [], { STRATA_DATA: folder, OUTCOMES: 'passed' });
    expect(code).toBe(1);
    expect(output).toMatch(message);
    expect(lastLine(output)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('npm test does not take the report of an earlier run for its own', async () => {
    await project.script('test.mjs', [], { OUTCOMES: 'passed' });
    const { code, output } = await project.script('test.mjs', [], { OUTCOMES: '' });
    expect(lastLine(output)).toBe('0 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('npm run test:long writes its report', async () => {
    await project.script('test.mjs', ['--long'], { OUTCOMES: 'passed' });
    const report = fs.readFileSync(project.at('docs/results/long-tests.md'), 'utf8');
    expect(report).toContain('1 passed, 0 failed, 0 skipped');
    expect(report).toContain('| long.test.ts | test 0 (long) | passed | 1.5 |');
  });

  it('npm start hands its arguments and its exit code over', async () => {
    const plain = await project.script('start.mjs');
    expect(plain.output).toContain('cli start --profile quick');
    expect(plain.code).toBe(3);
    const told = await project.script('start.mjs', ['--profile', 'standard', '--device', 'cpu'], {
      STRATA_DEVICE: 'wasm',
    });
    expect(lastLine(told.output)).toBe('cli start --profile standard cpu');
  });

  it('npm run doctor works before any set-up and names each remedy', async () => {
    const bare = fakeProject();
    fs.rmSync(path.join(bare.commands, 'python3'));
    fs.copyFileSync(path.resolve(import.meta.dirname, '../../environment.md'), bare.at('environment.md'));
    const { code, output } = await bare.script('doctor.mjs');
    expect(code).toBe(1);
    expect(output).toContain('MEND  python3 is missing');
    expect(output).toContain('MEND  npm packages: to do\n        to fix: npm run setup');
    expect(bare.calls()).toEqual([]);
    expect(fs.existsSync(bare.at('.cache'))).toBe(false);
    removeProject(bare);
  });

  it.each([
    ['passes', 0, true],
    ['fails', 1, false],
  ])('.ci/run tests with the market data beside the project after a check that %s', (_, check, tested) => {
    const fresh = fakeProject();
    const data = path.join(path.dirname(fresh.folder), 'shared', 'data');
    fs.mkdirSync(data, { recursive: true });
    fs.cpSync(path.resolve(import.meta.dirname, '../../.ci'), fresh.at('.ci'), { recursive: true });
    fs.writeFileSync(fresh.at('scripts/check.mjs'), `console.log('checked'); process.exit(${check});`);
    fs.writeFileSync(fresh.at('scripts/test.mjs'), "console.log(process.env.STRATA_DATA); console.log('1 passed');");
    fs.writeFileSync(path.join(fresh.commands, 'chromium'), '', { mode: 0o755 });
    const { status, stdout } = spawnSync('/bin/bash', [fresh.at('.ci/run')], {
      cwd: '/',
      env: { PATH: `${fresh.commands}:/usr/bin:/bin`, CI: 'true' },
      encoding: 'utf8',
    });
    removeProject(fresh);
    expect(stdout).toBe(tested ? `checked\n${data}\n1 passed\n` : 'checked\n');
    expect(status).toBe(check);
  });

  it('npm run lab refuses a port that is taken', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    const { code, output } = await project.script('lab.mjs', ['--port', String(port)]);
    server.close();
    expect(code).toBe(1);
    expect(output).toContain(`port ${port} is in use`);
  });
});

const vitest = `
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
const args = process.argv.slice(2);
console.log('filters:', ...args.filter((arg) => !arg.startsWith('--') && arg !== 'run'));
const outcomes = (process.env.OUTCOMES ?? '').split(' ').filter(Boolean);
const name = process.env.STRATA_TEST_LONG ? ' (long)' : '';
const assertionResults = outcomes.map((status, i) => ({ status, fullName: 'test ' + i + name, duration: 1500 }));
const status = outcomes.includes('failed') ? 'failed' : 'passed';
const testResults = [{ name: process.cwd() + '/long.test.ts', status, message: '', assertionResults }];
const file = args.find((arg) => arg.startsWith('--outputFile.json=')).split('=')[1];
if (outcomes.length > 0) fs.writeFileSync(file, JSON.stringify({ testResults }));
process.exit(status === 'failed' || outcomes.length === 0 ? 1 : 0);
`;
