/** The episode theatre in headless Chromium: the slider moves, what it shows is the record, axe finds no violation, nothing is asked of the network. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { episodeCourse, explainFill } from '../../src/execution/index.js';
import { theatrePage } from '../../src/report/index.js';
import { chromiumFile } from '../support/jupyterlab.js';
import { sampleEpisode } from '../support/sample-episode.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-theatre-'));

describe.skipIf(!chromiumFile)('the episode theatre (needs Chromium)', () => {
  let browser: Browser;
  const errors: string[] = [];
  const asked: string[] = [];
  beforeAll(async () => {
    fs.writeFileSync(path.join(folder, 'episode.html'), theatrePage(sampleEpisode));
    browser = await chromium.launch({
      executablePath: chromiumFile as string,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    fs.rmSync(folder, { recursive: true });
  });

  async function open(width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    page.on('pageerror', (e) => errors.push(e.message));
    page.on('request', (r) => asked.push(r.url()));
    await page.goto(pathToFileURL(path.join(folder, 'episode.html')).href);
    return page;
  }
  const text = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

  it('shows at each step what the record holds', async () => {
    const page = await open(1280, 'light');
    const course = episodeCourse(sampleEpisode);
    await page.locator('#step').focus();
    const cursors: (string | null)[] = [];
    for (let k = 0; k < sampleEpisode.steps; k++) {
      expect(await page.locator('#step').inputValue()).toBe(String(k));
      expect(await text(page, 'filled')).toBe(`${course.filledShares[k]} of 300`);
      const slippage = course.slippageBp[k] as number;
      expect(await text(page, 'slippage')).toBe(Number.isFinite(slippage) ? slippage.toFixed(2) : 'none yet');
      expect(await text(page, 'decision')).toBe(sampleEpisode.actionNames[sampleEpisode.actions[k] as number]);
      const told = sampleEpisode.fills.filter((f) => f.step === k).map((f) => explainFill(sampleEpisode, f));
      expect(await text(page, 'told')).toBe(told.join(' '));
      cursors.push(await page.locator('#cursor').getAttribute('x1'));
      await page.keyboard.press('ArrowRight');
    }
    expect(new Set(cursors).size).toBe(sampleEpisode.steps);
    await page.close();
  });

  it('draws the book of the step, our order in it, and jumps from fill to fill', async () => {
    const page = await open(1280, 'dark');
    await page.getByRole('button', { name: 'Next fill' }).click();
    expect(await page.locator('#step').inputValue()).toBe('1');
    const rows = await page.locator('#ladder tbody tr').allTextContents();
    expect(rows).toEqual(['10.02700', '10.012000 ahead', '40010.00', '9009.99']);
    expect(await page.locator('#ladder tr.ours td.price').textContent()).toBe('10.01');
    await page.locator('.fills button').last().click();
    expect(await page.locator('#step').inputValue()).toBe('3');
    await page.getByRole('button', { name: 'Fill before' }).click();
    expect(await page.locator('#step').inputValue()).toBe('2');
    await page.close();
  });

  it.each([
    [1280, 'light'],
    [390, 'dark'],
  ] as const)('%i pixels wide, %s: fits, and axe finds no violation', async (width, scheme) => {
    const page = await open(width, scheme);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
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
