/** The notebook on the volume profile in JupyterLab, trained in the smoke profile. */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildLibrary } from '../support/built.js';
import { chromiumFile, runInLab } from '../support/jupyterlab.js';

describe.skipIf(!chromiumFile)('JupyterLab (needs Chromium)', () => {
  beforeAll(buildLibrary, 300_000);

  it('runs 02-volume-profile, draws its charts, asks no other host and reports no error', async () => {
    expect(await runInLab('02-volume-profile.ipynb', { STRATA_PROFILE: 'smoke' })).toEqual({
      charts: 6,
      stderr: [],
      foreignHosts: [],
      errors: [],
    });
  }, 400_000);
});
