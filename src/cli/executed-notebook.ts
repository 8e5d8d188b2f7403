/** What is wrong with an executed notebook: cells that were skipped, failed in silence, or showed nothing where they should. */

/** The parts of the notebook format (nbformat 4) that are looked at. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
}

export interface NotebookCell {
  readonly cell_type: 'code' | 'markdown' | 'raw';
  readonly source: string | readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly NotebookOutput[];
}

export interface NotebookOutput {
  readonly output_type: 'stream' | 'display_data' | 'execute_result' | 'error';
  readonly name?: 'stdout' | 'stderr';
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
  readonly ename?: string;
  readonly evalue?: string;
}

/**
 * All problems of an executed notebook, one line each; none means that every code cell ran in order and showed what it shows.
 *
 * The kernel skips the cell after a failing one and prints errors from outside a cell's own promises to its error stream only,
 * so neither an exit code nor the outputs alone can be trusted.
 */
export function executionProblems(notebook: Notebook): string[] {
  let count = 0;
  return codeCells(notebook).flatMap(({ cell, place }) => {
    const problems: string[] = [];
    const outputs = cell.outputs ?? [];
    count++;
    if (cell.execution_count !== count) {
      const came = cell.execution_count == null ? 'it was skipped' : `it ran as number ${cell.execution_count}`;
      problems.push(`${place} should have run as number ${count}; ${came}`);
    }
    for (const output of outputs) {
      if (output.output_type === 'error') problems.push(`${place} failed: ${output.ename}: ${output.evalue}`);
      if (output.name === 'stderr')
        problems.push(`${place} wrote to the error stream: ${shortened(joined(output.text))}`);
      const types = Object.keys(output.data ?? {});
      const chart = types.some((type) => type.startsWith('application/vnd.vegalite'));
      if (chart && !types.includes('image/svg+xml')) problems.push(`${place} shows a chart without its picture`);
    }
    const shown = outputs.filter((output) => output.output_type === 'display_data').length;
    const expected = joined(cell.source).match(/^(await )?show\(/gm)?.length ?? 0;
    if (shown < expected) problems.push(`${place} shows ${shown} outputs where it calls show() ${expected} times`);
    if (/^console\.log\(/m.test(joined(cell.source)) && !outputs.some((output) => output.name === 'stdout'))
      problems.push(`${place} should have printed something`);
    return problems;
  });
}

/** Text kept as a string or as lines. */
export function joined(text: string | readonly string[] | undefined): string {
  return typeof text === 'string' ? text : (text ?? []).join('');
}

function codeCells(notebook: Notebook): { cell: NotebookCell; place: string }[] {
  return notebook.cells
    .map((cell, i) => ({ cell, place: `cell ${i + 1} (${shortened(joined(cell.source))})` }))
    .filter(({ cell }) => cell.cell_type === 'code' && joined(cell.source).trim() !== '');
}

function shortened(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
}
