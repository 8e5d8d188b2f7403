/** Collects what is wrong with a file, so that it is refused once with all of it. */
import { DataError, type Problem } from '../../core/index.js';

/** As many problems of a file as are told of. */
const kept = 50;

/** Problems of one file by row. */
export interface FileProblems {
  add(row: number, column: string, value: number | string, problem: string, remedy: string): void;
  /** @throws DataError where there is one */
  refuse(): void;
}

/** No problems yet. @param file its name in messages */
export function problemsIn(file: string): FileProblems {
  const problems: Problem[] = [];
  return {
    add(row, column, value, problem, remedy) {
      if (problems.length < kept) problems.push({ file, row, column, value: String(value), problem, remedy });
    },
    refuse() {
      if (problems.length > 0) throw new DataError(problems, `${file} was refused`);
    },
  };
}
