/** Runs the notebooks headless: each executed copy is checked cell by cell and written beside its HTML page. */
import fs from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { paths, StrataError } from '../core/index.js';
import type { Profile } from '../runs/index.js';
import { executionProblems, joined, type Notebook } from './executed-notebook.js';

/** What to run and where to put it. */
export interface NotebookOptions {
  readonly profile: Profile;
  /** Receives the executed notebooks and pages; default `notebooks` in the results folder. */
  readonly folder?: string;
  /** Notebook files; default all of the project's notebooks in order of their names. */
  readonly notebooks?: readonly string[];
  readonly onEvent?: (event: NotebookEvent) => void;
  readonly signal?: AbortSignal;
}

/** What happens while notebooks run. */
export type NotebookEvent =
  | {
      readonly kind: 'start';
      readonly notebook: string;
      readonly title: string;
      readonly index: number;
      readonly count: number;
    }
  | { readonly kind: 'end'; readonly run: NotebookRun };

/** One notebook's run. */
export interface NotebookRun {
  /** File name without its ending, e.g. `01-data`. */
  readonly notebook: string;
  /** Its first heading. */
  readonly title: string;
  /** Wall-clock seconds from the start of the kernel to the written copy. */
  readonly seconds: number;
  /** Executed copy, null where execution broke off. */
  readonly executed: string | null;
  /** Page without links to other hosts, null where execution broke off. */
  readonly html: string | null;
  /** Everything that went wrong; empty for a good run. */
  readonly errors: readonly string[];
}

/**
 * Executes notebooks one after another with STRATA_PROFILE set to the profile and STRATA_STRICT=1.
 * A failing notebook does not stop the others; its errors are in its run.
 * @throws StrataError where Jupyter is not installed, or no notebook is found
 */
export async function runNotebooks(options: NotebookOptions): Promise<NotebookRun[]> {
  const { profile, onEvent = () => {}, signal } = options;
  const folder = path.resolve(options.folder ?? path.join(paths.results(), 'notebooks'));
  const notebooks = options.notebooks ?? projectNotebooks();
  const jupyter = path.join(paths.root(), '.venv', 'bin', 'jupyter');
  if (!fs.existsSync(jupyter)) {
    throw new StrataError(
      `notebooks need Jupyter in ${path.join(paths.root(), '.venv')}, which is not there; run npm start once`,
    );
  }
  fs.mkdirSync(folder, { recursive: true });
  const runs: NotebookRun[] = [];
  for (const [index, file] of notebooks.entries()) {
    signal?.throwIfAborted();
    const notebook = path.basename(file, '.ipynb');
    const title = titleOf(readNotebook(file), notebook);
    onEvent({ kind: 'start', notebook, title, index, count: notebooks.length });
    const run = { notebook, title, ...(await runNotebook(jupyter, file, folder, profile, signal)) };
    runs.push(run);
    onEvent({ kind: 'end', run });
  }
  return runs;
}

/** The project's notebooks in order of their names. */
function projectNotebooks(): string[] {
  const folder = path.join(paths.root(), 'notebooks');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.ipynb')) : [];
  if (files.length === 0) throw new StrataError(`no notebooks in ${folder}`);
  return files.sort().map((name) => path.join(folder, name));
}

async function runNotebook(
  jupyter: string,
  file: string,
  folder: string,
  profile: Profile,
  signal: AbortSignal | undefined,
): Promise<Omit<NotebookRun, 'notebook' | 'title'>> {
  const executed = path.join(folder, path.basename(file));
  const html = executed.replace(/\.ipynb$/, '.html');
  for (const old of [executed, html]) fs.rmSync(old, { force: true });
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const environment = { STRATA_PROFILE: profile, STRATA_STRICT: '1' };
  const execute = await nbconvert(
    jupyter,
    ['--to', 'notebook', '--execute', '--ExecutePreprocessor.timeout=-1', '--output-dir', folder, path.resolve(file)],
    environment,
    signal,
  );
  if (execute.failed) return { seconds: seconds(), executed: null, html: null, errors: [reason(execute.output)] };
  const errors = executionProblems(readNotebook(executed));
  const page = await nbconvert(
    jupyter,
    ['--to', 'html', ...pageFlags(), '--output-dir', folder, executed],
    environment,
    signal,
  );
  if (page.failed) return { seconds: seconds(), executed, html: null, errors: [...errors, reason(page.output)] };
  return { seconds: seconds(), executed, html, errors };
}

/** Our template of a page, which asks no other host for anything. */
function pageFlags(): string[] {
  return ['--template=page', `--TemplateExporter.extra_template_basedirs=${path.join(paths.root(), 'kernel')}`];
}

async function nbconvert(
  jupyter: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<{ failed: boolean; output: string }> {
  const result = await execa(jupyter, ['nbconvert', '--log-level=WARN', ...flags], {
    env,
    all: true,
    reject: false,
    ...(signal ? { cancelSignal: signal } : {}),
  });
  signal?.throwIfAborted();
  return { failed: result.failed, output: result.all };
}

/** The part of nbconvert's output that says what failed: the cell and its error, without the Python stack. */
function reason(output: string): string {
  const lines = output.split('\n');
  const cell = lines.findLastIndex((line) => /^nbclient.*CellExecutionError/.test(line));
  const kept = cell >= 0 ? lines.slice(cell + 1) : lines.filter((line) => !/^\s|^Traceback/.test(line));
  return kept.join('\n').trim() || 'nbconvert failed without a message';
}

function readNotebook(file: string): Notebook {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Notebook;
  } catch (cause) {
    throw new StrataError(`${file} is not a notebook: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function titleOf(notebook: Notebook, fallback: string): string {
  const text = notebook.cells.filter((cell) => cell.cell_type === 'markdown').map((cell) => joined(cell.source));
  return (
    text
      .join('\n')
      .match(/^# (.+)$/m)?.[1]
      ?.trim() ?? fallback
  );
}
