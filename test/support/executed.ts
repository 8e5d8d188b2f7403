/** Writes small notebooks for tests, and reads what executed ones show. */
import fs from 'node:fs';
import { joined, type Notebook, type NotebookOutput } from '../../src/cli/executed-notebook.js';

/** Writes a notebook of code cells for our kernel. */
export function writeNotebook(file: string, cells: readonly string[]): void {
  const notebook = {
    cells: cells.map((source, i) => ({
      cell_type: 'code',
      id: `cell-${i}`,
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
    metadata: { kernelspec: { name: 'strata', display_name: 'Strata (TypeScript)', language: 'typescript' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  fs.writeFileSync(file, JSON.stringify(notebook));
}

/** Outputs of each code cell. */
export function outputsOf(file: string): (readonly NotebookOutput[])[] {
  const { cells } = JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
  return cells.filter((cell) => cell.cell_type === 'code').map((cell) => cell.outputs ?? []);
}

/** Everything an executed notebook says in words: printed lines and the text form of what it shows. */
export function textOf(file: string): string {
  return outputsOf(file)
    .flat()
    .map((output) => joined(output.text ?? (output.data?.['text/plain'] as string | string[] | undefined)))
    .join('\n');
}

/** How many charts an executed notebook shows. */
export function chartsOf(file: string): number {
  return outputsOf(file)
    .flat()
    .filter((output) => output.data && 'application/vnd.vegalite.v5+json' in output.data).length;
}
