import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Study, StudyResult } from '../studies/index.js';
import { figureOf, loadOrRun, notebookProfile, tableOf } from './load-or-run.js';

const result: StudyResult = {
  study: 'sample',
  title: 'Sample',
  summary: '',
  profile: 'smoke',
  data: 'none',
  synthetic: true,
  tables: [
    {
      id: 'table-1',
      title: '',
      note: '',
      rows: [],
      columns: [],
      cells: [],
      digits: 0,
      better: 'none',
      synthetic: true,
    },
  ],
  facts: [],
  figures: [],
  claims: [],
  notes: [],
  seconds: 0,
};

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('loadOrRun', () => {
  it('runs the study in the profile of the environment and closes its progress, also when it fails', async () => {
    const lines: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
    vi.stubEnv('STRATA_PROFILE', 'smoke');
    const study: Study = {
      id: 'sample',
      title: 'Sample',
      run: async ({ profile, onEvent }) => {
        onEvent?.({ kind: 'cached', id: 'a', title: 'a' });
        return { ...result, profile };
      },
    };
    expect((await loadOrRun(study)).profile).toBe('smoke');
    expect(lines).toEqual(['Sample, profile smoke: 1 cell found\n']);
    const failing: Study = { ...study, run: () => Promise.reject(new Error('no data')) };
    await expect(loadOrRun(failing, 'quick')).rejects.toThrow('no data');
    expect(lines.at(-1)).toBe('Sample, profile quick: nothing to run\n');
  });
  it('finds a study by its id, else says which there are', async () => {
    await expect(loadOrRun('m4t', 'smoke')).rejects.toThrow(/no study m4t; there are m3t/);
  });
  it('takes quick where the environment names no profile, and refuses unknown names', () => {
    vi.stubEnv('STRATA_PROFILE', '');
    expect(notebookProfile()).toBe('quick');
    vi.stubEnv('STRATA_PROFILE', 'fast');
    expect(() => notebookProfile()).toThrow(/smoke, quick/);
  });
});

describe('tableOf and figureOf', () => {
  it('find a part by its id, else say which there are', () => {
    expect(tableOf(result, 'table-1').id).toBe('table-1');
    expect(() => tableOf(result, 'table-2')).toThrow('sample has no table "table-2"; it has table-1');
    expect(() => figureOf(result, 'x')).toThrow(/no figure/);
  });
});
