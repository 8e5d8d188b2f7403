import { describe, expect, it } from 'vitest';
import { executionProblems, type NotebookCell, type NotebookOutput } from './executed-notebook.js';

function code(source: string, execution_count: number | null, outputs: readonly NotebookOutput[] = []): NotebookCell {
  return { cell_type: 'code', source, execution_count, outputs };
}
const problems = (...cells: NotebookCell[]): string[] => executionProblems({ cells });
const printed: NotebookOutput = { output_type: 'stream', name: 'stdout', text: 'a\n' };
const chart = (...types: string[]): NotebookOutput => ({
  output_type: 'display_data',
  data: Object.fromEntries(types.map((type) => [type, {}])),
});

describe('executionProblems', () => {
  it('finds nothing in a notebook whose cells ran in order and showed what they show', () => {
    const shown = chart('application/vnd.vegalite.v5+json', 'image/svg+xml', 'text/plain');
    const cells = [
      code('const a = 1;', 1),
      { cell_type: 'markdown', source: ['# Text'] } as const,
      code('', null),
      code('console.log(a);\nawait show(f);', 2, [printed, shown]),
    ];
    expect(problems(...cells)).toEqual([]);
  });
  it('finds a cell that was skipped and one that ran out of order', () => {
    expect(problems(code('a', 1), code('b', null), code('c', 5))).toEqual([
      'cell 2 (b) should have run as number 2; it was skipped',
      'cell 3 (c) should have run as number 3; it ran as number 5',
    ]);
  });
  it('finds errors, the error stream, missing prints, missing displays, charts without a picture', () => {
    expect(problems(code('a', 1, [{ output_type: 'error', ename: 'E', evalue: 'no' }]))).toEqual([
      'cell 1 (a) failed: E: no',
    ]);
    expect(problems(code('a', 1, [{ output_type: 'stream', name: 'stderr', text: ['Uncaught', ' x'] }]))).toEqual([
      'cell 1 (a) wrote to the error stream: Uncaught x',
    ]);
    expect(problems(code('console.log(1)', 1))).toEqual(['cell 1 (console.log(1)) should have printed something']);
    expect(problems(code('await show(a);\nawait show(b);', 1, [chart('text/html')]))).toEqual([
      'cell 1 (await show(a); await show(b);) shows 1 outputs where it calls show() 2 times',
    ]);
    expect(problems(code('a', 1, [chart('application/vnd.vegalite.v5+json')]))).toEqual([
      'cell 1 (a) shows a chart without its picture',
    ]);
  });
});
