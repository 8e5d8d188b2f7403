/** The notebooks of the project, run headless in the smoke profile: all cells ran, and the numbers they print are the right ones. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type NotebookRun, runNotebooks } from '../../src/cli/notebooks.js';
import { buildLibrary } from '../support/built.js';
import { chartsOf, textOf } from '../support/executed.js';
import { chromiumFile, visit } from '../support/jupyterlab.js';

const real = Boolean(process.env.STRATA_DATA);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-notebooks-'));
let runs: readonly NotebookRun[] = [];

beforeAll(async () => {
  buildLibrary();
  vi.stubEnv('STRATA_RESULTS', path.join(folder, 'results'));
  runs = await runNotebooks({ profile: 'smoke', folder });
}, 600_000);

afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

const executed = (name: string): string => path.join(folder, `${name}.ipynb`);

describe('notebooks', () => {
  it('run to their end with all their outputs', () => {
    expect(runs.map((run) => run.notebook)).toEqual(['01-data', '02-volume-profile', '05-ddpg-qpl', '06-olps']);
    expect(runs.flatMap((run) => run.errors)).toEqual([]);
    expect(runs.map((run) => run.title)).toEqual([
      '1. The data',
      "2. The volume profile: can tomorrow's be estimated?",
      '5. Quantum price levels: does a better price make a better portfolio?',
      '6. Fortunes and costs: forty years of portfolio strategies',
    ]);
  });

  it('are kept without outputs', () => {
    for (const { notebook } of runs) {
      const source = fs.readFileSync(path.join(import.meta.dirname, '../../notebooks', `${notebook}.ipynb`), 'utf8');
      const { cells } = JSON.parse(source) as { cells: { outputs?: unknown[]; execution_count?: number | null }[] };
      expect(cells.flatMap((cell) => cell.outputs ?? [])).toEqual([]);
      expect(cells.filter((cell) => typeof cell.execution_count === 'number')).toEqual([]);
    }
  });

  it('01-data: bars, passport, refused file, daily volumes, the profile, one morning order by order', () => {
    const text = textOf(executed('01-data'));
    expect(chartsOf(executed('01-data'))).toBe(3);
    expect(text).toMatch(/Sold 100 at [\d.]+ at the head of its queue/);
    expect(text).toMatch(/Against all that was traded in this half hour it did -?[\d.]+ basis points/);
    expect(text).toContain(real ? 'These bars are real.' : 'these bars are synthetic.');
    expect(text).toMatch(/mine\.csv +3 +this bar stands twice/);
    expect(text).toMatch(/mine\.csv +4 +volume +a volume must not be negative/);
    if (real) {
      expect(text).toMatch(/days +2025-01-02 to 2026-04-01 \(300\)\nbars +211,040\n/);
      expect(text).toMatch(/600010 +300 +620,020,510 +5,171,252,800 +8\.3/);
      expect(text).toContain(
        'The first half hour has 23.4 % of the volume, the one before lunch 8.9 %, the last 15.0 %',
      );
    } else {
      expect(text).toMatch(/600010 +300 +721,955,800 +2,812,261,700 +3\.9/);
      expect(text).toContain(
        'The first half hour has 24.5 % of the volume, the one before lunch 8.4 %, the last 15.4 %',
      );
    }
  });

  it('02-volume-profile: the error by hand is the one in Table V, and the order is cut without a remainder', () => {
    const file = executed('02-volume-profile');
    const text = textOf(file);
    expect(chartsOf(file)).toBe(6);
    const byHand = real ? '2.1544' : '1.7075';
    expect(text).toContain(`By hand, over 60 days: ${byHand} × 1e-3. In the table below: ${byHand} × 1e-3.`);
    expect(text).toMatch(real ? /MA +2\.15 \(2\.48\) +3\.30 \(3\.41\)/ : /MA +1\.71 \(2\.48\) +4\.24 \(3\.41\)/);
    expect(text).toMatch(/C1 +The Macro Trader has the lowest profile error on every stock\./);
    const pieces = [...text.matchAll(/^\d\d:\d\d +0\.\d+ +(\d+) +0\.\d+$/gm)].map(([, shares]) => Number(shares));
    expect(pieces).toHaveLength(8);
    expect(pieces.reduce((sum, shares) => sum + shares, 0)).toBe(120_000);
  });

  it('05-ddpg-qpl: level 0 by hand is the one in the table, and the study’s tables and claims are there', () => {
    const file = executed('05-ddpg-qpl');
    const text = textOf(file);
    expect(chartsOf(file)).toBe(3);
    expect(text).toMatch(/Level 0 by hand: 0\.21 × the deviation = (0\.\d{4}) %; in the table: \1 %\./);
    expect(text).toMatch(/no levels +0\.00/);
    expect(text).toMatch(/Best Asset .*\(1\.1011\)/);
    expect(text).toMatch(/A6 +The model grows 20 points a year and more above all baselines\./);
  });

  it('06-olps: wealth by hand is the one in the table, costs eat it, a strategy of one’s own runs', () => {
    const file = executed('06-olps');
    const text = textOf(file);
    expect(chartsOf(file)).toBe(2);
    const [market, byHand] = real
      ? ['DJIA, 507 days of 30 stocks', '0.812726']
      : ['made up, 756 days of 12 stocks', '\\d+\\.\\d{6}'];
    expect(text).toMatch(new RegExp(`${market}\\. By hand: (${byHand})\\. In the table below, row UCRP: \\1\\.`));
    if (real) {
      expect(text).toMatch(/OLMAR-1 +2\.5372 \(2\.5372\)/);
      expect(text).toMatch(/^ *50 +0\.48468 +0\.762445$/m);
      expect(text).toMatch(/O1 .* holds +19 of 19 match\./);
    }
    expect(text).toMatch(/turnover a year +\d/);
  });

  it.skipIf(!chromiumFile)('are pages that draw their charts and ask no other host (needs Chromium)', async () => {
    for (const { html, executed: file } of runs) {
      const { page, foreignHosts, errors, close } = await visit(pathToFileURL(html ?? '').href);
      const pictures = await page.evaluate(() =>
        [...document.querySelectorAll('img')].map((img) => ({
          drawn: img.naturalWidth > 300,
          described: img.alt.length > 20,
        })),
      );
      await close();
      expect(pictures).toEqual(Array.from({ length: chartsOf(file ?? '') }, () => ({ drawn: true, described: true })));
      expect([...foreignHosts, ...errors]).toEqual([]);
    }
  });
});
