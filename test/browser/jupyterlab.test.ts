/** A notebook in JupyterLab, run by its menu in headless Chromium. test/long runs the longer one. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildLibrary } from '../support/built.js';
import { chromiumFile, runInLab } from '../support/jupyterlab.js';

describe.skipIf(!chromiumFile)('JupyterLab (needs Chromium)', () => {
  beforeAll(buildLibrary, 300_000);

  it('runs 01-data, draws its charts, asks no other host and reports no error', async () => {
    expect(await runInLab('01-data.ipynb', { STRATA_PROFILE: 'smoke' })).toEqual({
      charts: 3,
      stderr: [],
      foreignHosts: [],
      errors: [],
    });
  }, 400_000);
});
