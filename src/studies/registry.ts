/** All studies by id, in the order in which a reader meets them. */
import { StrataError } from '../core/index.js';
import { addpgStudy } from './addpg/study.js';
import { executionStudy } from './execution/study.js';
import type { Study } from './kit.js';
import { m3tStudy, m3tTradingStudy } from './m3t/index.js';
import { olpsStudy } from './olps/study.js';
import { twinBooksStudy } from './twin-books/study.js';
import { twinStudy } from './twins/bars.js';

/** Every study. */
export const studies: readonly Study[] = [
  m3tStudy,
  m3tTradingStudy,
  executionStudy,
  olpsStudy,
  addpgStudy,
  twinStudy,
  twinBooksStudy,
];

/** Studies by id; all where none is named. @throws StrataError listing the ids */
export function studiesOf(ids: readonly string[]): readonly Study[] {
  const unknown = ids.filter((id) => !studies.some((s) => s.id === id));
  if (unknown.length > 0) {
    throw new StrataError(`no study ${unknown.join(', ')}; there are ${studies.map((s) => s.id).join(', ')}`);
  }
  return ids.length === 0 ? studies : studies.filter((s) => ids.includes(s.id));
}
