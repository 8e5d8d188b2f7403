/** What the checker of environments has found: broken promises, each kind told once. */

/** One promise that is broken. */
export interface EnvironmentProblem {
  readonly check:
    | 'shape'
    | 'kind'
    | 'bounds'
    | 'buffers'
    | 'determinism'
    | 'episodes'
    | 'actions'
    | 'save'
    | 'look-ahead';
  readonly problem: string;
  readonly remedy: string;
  /** Calls of `step` before it was seen, where that matters. */
  readonly step?: number;
}

/** A list to which each kind of problem is added once. */
export class Found {
  readonly problems: EnvironmentProblem[] = [];
  add(check: EnvironmentProblem['check'], problem: string, remedy: string, step?: number): void {
    if (this.problems.some((p) => p.check === check && p.remedy === remedy)) return;
    this.problems.push({ check, problem, remedy, ...(step === undefined ? {} : { step }) });
  }
}
