/** Study results on disk, so that the report and the notebooks can show what an earlier command found. */
import fs from 'node:fs';
import path from 'node:path';
import { paths, writeFileAtomic } from '../core/index.js';
import type { Profile } from '../runs/index.js';
import type { StudyResult } from './kit.js';

function fileOf(study: string, profile: Profile): string {
  return path.join(paths.results(), 'studies', `${study}.${profile}.json`);
}

/** Keeps a result below the results folder. */
export function saveStudy(result: StudyResult): void {
  writeFileAtomic(fileOf(result.study, result.profile), JSON.stringify(result));
}

/** The last result of a study in a profile, if there is one. */
export function savedStudy(study: string, profile: Profile): StudyResult | undefined {
  const file = fileOf(study, profile);
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as StudyResult) : undefined;
}
