/**
 * Checks that an environment keeps its promises: shapes, kinds, bounds, determinism, independent episodes, saving, new beginnings, and
 * (where it is also given over shorter data) that nothing it shows looks ahead. For environments of ours and of users alike.
 */
import { buffersStay, independent, refusesActions, restarts, saves } from './checks/behaviour.js';
import { inBounds, shapesFit } from './checks/form.js';
import { type EnvironmentProblem, Found } from './checks/found.js';
import { looksAhead, type TruncatedEnvironment } from './checks/look-ahead.js';
import { differs, record } from './checks/trace.js';
import type { Environment } from './environment.js';

/** How thoroughly to check. */
export interface CheckOptions {
  /** Episodes at once; default 3. */
  readonly count?: number;
  /** Calls of `step`; default 200. */
  readonly steps?: number;
  readonly seed?: number;
  /** Must begin the same episodes as the whole environment does, e.g. by a fixed day. */
  readonly truncated?: readonly TruncatedEnvironment[];
}

/**
 * @param make a fresh environment of so many episodes; equal calls make equal environments
 * @returns all problems found, none for a sound environment; each kind of problem is told once
 */
export function checkEnvironment(
  make: (count: number) => Environment,
  options: CheckOptions = {},
): readonly EnvironmentProblem[] {
  const { count = 3, steps = 200, seed = 1, truncated = [] } = options;
  const found = new Found();
  const run = { steps, seed };
  const environment = make(count);
  if (!shapesFit(environment, found)) return found.problems;
  const first = record(environment, run, (step) => {
    inBounds(environment, step, found);
  });
  buffersStay(environment, make(count), found);
  const same = record(make(count), run);
  const at = differs(first, same);
  if (at !== undefined)
    found.add(
      'determinism',
      `two runs with equal seeds and actions differ after ${at} steps`,
      'draw from the generator given to reset, and from nothing else',
      at,
    );
  else {
    independent(make, first, run, found);
    saves(make, count, run, found);
    restarts(make(count), run, found);
  }
  refusesActions(make(count), run, found);
  for (const shorter of truncated) looksAhead(environment, first, shorter, run, found);
  return found.problems;
}
