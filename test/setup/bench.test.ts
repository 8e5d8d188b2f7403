/** `npm run bench`: which benchmarks run, with which threads, and which rows are refused. */
import fs from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { rowProblems } from '../../scripts/lib/bench-rows.mjs';
import { fakeProject, removeProject } from './fake-project.js';

const row = { name: 'step', ours: 10, peer: 25, peerName: 'peer (installed)', ratio: 2.5, unit: 'ms', threads: 1 };

describe('rows', () => {
  it('may be times or rates', () => {
    expect(rowProblems([row, { ...row, ours: 25, peer: 10, unit: 'steps/s' }])).toEqual([]);
  });

  it.each([
    ['no rows', [], /received none/],
    ['a missing name', [{ ...row, name: undefined }], /name should be a text/],
    ['a time of zero', [{ ...row, ours: 0 }], /ours should be a positive number, received 0/],
    ['a value that is none', [{ ...row, peer: Number.NaN }], /peer should be a positive number/],
    ['a ratio that does not follow', [{ ...row, ratio: 4 }], /ratio 4 is neither/],
  ])('are refused with %s', (_, rows, message) => {
    expect(rowProblems(rows)).toEqual([expect.stringMatching(message)]);
  });
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('npm run bench', () => {
  const project = fakeProject();
  afterAll(() => removeProject(project));
  fs.mkdirSync(project.at('bench'));
  const returns = (rows: string): string => `export async function run({ threads }) { return ${rows}; }`;
  const threads = "[{ ...row, threads, name: 'OMP ' + process.env.OMP_NUM_THREADS }]";
  fs.writeFileSync(project.at('bench/good.mjs'), `const row = ${JSON.stringify(row)};\n${returns(threads)}`);
  fs.writeFileSync(project.at('bench/bad.mjs'), returns('[{}]'));
  const json = project.at('rows.json');

  it('runs one by name and writes its rows', async () => {
    const { code, output } = await project.script('bench.mjs', ['--only', 'good', '--json', json, '--threads', '2']);
    expect(output).toContain('2.50×');
    expect(code).toBe(0);
    expect(JSON.parse(fs.readFileSync(json, 'utf8'))).toEqual([{ ...row, name: 'OMP 2', threads: 2 }]);
  });

  it('keeps good rows where another benchmark fails, and fails', async () => {
    const { code, output } = await project.script('bench.mjs', ['--json', json]);
    expect(code).toBe(1);
    expect(output).toContain('benchmark bad: row 0: name should be a text');
    expect(JSON.parse(fs.readFileSync(json, 'utf8'))).toHaveLength(1);
  });

  it('names the benchmarks there are', async () => {
    const { code, output } = await project.script('bench.mjs', ['--only', 'none']);
    expect(code).toBe(1);
    expect(output).toContain('one of bad, good');
  });
});
