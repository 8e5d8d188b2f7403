/** The report in headless Chromium: its charts are there, nothing is asked of the network, and axe finds no violation, in light and dark. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { writeReport } from '../../src/report/index.js';
import { twinStudy } from '../../src/studies/index.js';
import { chromiumFile } from '../support/jupyterlab.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-site-'));

describe.skipIf(!chromiumFile)('the report (needs Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => {
    vi.stubEnv('STRATA_DATA', '');
    await writeReport([await twinStudy.run({ profile: 'smoke' })], folder);
    browser = await chromium.launch({
      executablePath: chromiumFile as string,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    fs.rmSync(folder, { recursive: true });
  });

  it.each([
    ['light', 1280, 'twins.html', 1],
    ['dark', 390, 'twins.html', 1],
    ['dark', 1280, 'index.html', 1],
  ] as const)('%s, %i pixels wide: %s', async (colorScheme, width, name, charts) => {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    const asked: string[] = [];
    const errors: string[] = [];
    page.on('request', (r) => asked.push(r.url()));
    page.on('console', (m) => m.type() === 'error' && errors.push(m.text()));
    page.on('pageerror', (e) => errors.push(e.message));
    await page.goto(pathToFileURL(path.join(folder, 'report', name)).href);
    const drawn = page.locator('figure svg:visible'); // a figure is drawn twice, for a desk and for a phone
    expect(await drawn.count()).toBe(charts);
    expect((await drawn.first().boundingBox())?.width).toBeGreaterThan(200);
    expect(await page.getByText('Synthetic data').count()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.getByRole('button', { name: 'Light or dark' }).click();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe(
      colorScheme === 'dark' ? 'light' : 'dark',
    );
    await page.addScriptTag({ path: path.resolve('node_modules/axe-core/axe.min.js') });
    const violations = await page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(): Promise<{ violations: { id: string }[] }> } };
      return (await axe.run()).violations.map((v) => v.id);
    });
    expect({ violations, errors, foreign: asked.filter((url) => !url.startsWith('file:')) }).toEqual({
      violations: [],
      errors: [],
      foreign: [],
    });
    await page.close();
  });
});
