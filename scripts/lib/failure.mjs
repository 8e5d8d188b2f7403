// Failures that a person can mend: what is wrong, and what to do about it.

/** @typedef {{ readonly what: string, readonly remedy: string }} Problem */

/** Printed without a stack. */
export class SetupError extends Error {
  /** @param {readonly Problem[]} problems all that were found, each with its remedy */
  constructor(problems) {
    const lines = problems.map(({ what, remedy }) => `  - ${what}\n    to fix: ${remedy}`);
    super(`set-up: cannot go on\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/**
 * @param {string} what   what is wrong
 * @param {string} remedy what to do
 * @returns {never}
 */
export function fail(what, remedy) {
  throw new SetupError([{ what, remedy }]);
}
