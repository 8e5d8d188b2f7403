// Unit tests stand beside their source; `test/` holds what crosses files. `test/long` runs by `npm run test:long` only.
import { defineConfig } from 'vitest/config';

const long = process.env.STRATA_TEST_LONG === '1';

export default defineConfig({
  test: {
    include: long ? ['test/long/**/*.test.ts'] : ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['node_modules/**', 'dist/**', ...(long ? [] : ['test/long/**'])],
    setupFiles: ['test/support/setup.ts'],
    pool: 'forks',
    testTimeout: long ? 3_600_000 : 120_000,
    hookTimeout: 300_000,
  },
});
