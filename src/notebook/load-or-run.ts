/** A study's results in a notebook: read where its cells were run before, computed with a progress display where not. */
import { StrataError } from '../core/index.js';
import { type Profile, profileOf } from '../runs/index.js';
import {
  type Figure,
  type Study,
  type StudyOptions,
  type StudyResult,
  studiesOf,
  type Table,
} from '../studies/index.js';
import { progress } from './progress.js';

/** The profile a notebook runs in: STRATA_PROFILE, else `quick`. @throws StrataError for an unknown name */
export function notebookProfile(): Profile {
  return profileOf(process.env.STRATA_PROFILE || 'quick');
}

/**
 * Results of a study. Cells that were run before, by a notebook, a command or a cluster, are only read; the others are run here.
 *
 * @param asked   the study or its id, e.g. `m3t`
 * @param profile how much work the run may cost
 * @throws StrataError naming the cells that failed, or the studies there are
 */
export async function loadOrRun(
  asked: Study | string,
  profile: Profile = notebookProfile(),
  options: Omit<StudyOptions, 'profile' | 'onEvent'> = {},
): Promise<StudyResult> {
  const [study] = typeof asked === 'string' ? studiesOf([asked]) : [asked];
  if (!study) throw new StrataError(`no study ${asked}`);
  const run = progress(`${study.title}, profile ${profile}`);
  try {
    return await study.run({ ...options, profile, onEvent: run.onEvent });
  } finally {
    run.close();
  }
}

/** A table of a study by its id. @throws StrataError naming the tables there are */
export function tableOf(result: StudyResult, id: string): Table {
  return partOf(result, 'table', result.tables, id);
}

/** A figure of a study by its id. @throws StrataError naming the figures there are */
export function figureOf(result: StudyResult, id: string): Figure {
  return partOf(result, 'figure', result.figures, id);
}

function partOf<T extends { readonly id: string }>(
  result: StudyResult,
  kind: string,
  parts: readonly T[],
  id: string,
): T {
  const found = parts.find((part) => part.id === id);
  if (found) return found;
  throw new StrataError(
    `${result.study} has no ${kind} ${JSON.stringify(id)}; it has ${parts.map((p) => p.id).join(', ')}`,
  );
}
