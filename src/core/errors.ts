/** The one family of errors: what was expected, what came (file, row, value), and what to do about it. */

/** Base of every error that Strata raises on purpose; the command line prints its message without a stack. */
export class StrataError extends Error {
  /** Stable identifier of the kind of failure, e.g. `data` or `config`. */
  readonly code: string;

  constructor(message: string, options: { code?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code ?? 'strata';
  }
}

/** One defect of an input file. */
export interface Problem {
  readonly file: string;
  /** Data line in the file, counted from 1 after the header. */
  readonly row?: number;
  readonly column?: string;
  /** The value as it stood in the file. */
  readonly value?: string;
  readonly problem: string;
  readonly remedy: string;
}

const shown = 20;

/** Input data were refused; all problems found are listed together. */
export class DataError extends StrataError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], what = 'the data were refused') {
    super(`${what}: ${count(problems.length, 'problem')}\n${listed(problems.map(describeProblem))}`, { code: 'data' });
    this.problems = problems;
  }
}

/** One setting that does not fit its schema. */
export interface ConfigIssue {
  readonly path: string;
  readonly expected: string;
  readonly received: string;
  readonly remedy: string;
}

/** Settings were refused; all issues found are listed together. */
export class ConfigError extends StrataError {
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[], what = 'the settings were refused') {
    const lines = issues.map((i) => `${i.path}: expected ${i.expected}, received ${i.received}; ${i.remedy}`);
    super(`${what}: ${count(issues.length, 'problem')}\n${listed(lines)}`, { code: 'config' });
    this.issues = issues;
  }
}

/** One line a person can act on: `file, row 12, column close: "abc" is not a number; remove the row`. */
export function describeProblem(p: Problem): string {
  const place = [p.file, p.row === undefined ? '' : `row ${p.row}`, p.column === undefined ? '' : `column ${p.column}`];
  const value = p.value === undefined ? '' : ` (${JSON.stringify(p.value)})`;
  return `${place.filter(Boolean).join(', ')}: ${p.problem}${value}; ${p.remedy}`;
}

function listed(lines: readonly string[]): string {
  const rest = lines.length - shown;
  return [...lines.slice(0, shown).map((l) => `  ${l}`), ...(rest > 0 ? [`  … and ${rest} more`] : [])].join('\n');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
