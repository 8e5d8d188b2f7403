/** A JupyterLab on a folder of notebooks, and a headless Chromium page that looks at it, for tests and screenshots. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');

/** Where Chromium is installed, undefined where it is not. */
export const chromiumFile: string | undefined = [
  process.env.STRATA_CHROMIUM ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((file) => file !== '' && fs.existsSync(file));

export interface Lab {
  /** Address of a notebook of the folder. */
  url(notebook: string): string;
  stop(): Promise<void>;
}

/** Starts JupyterLab on a folder, with settings of its own in a temporary folder. */
export async function startLab(folder: string, environment: Record<string, string> = {}): Promise<Lab> {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-lab-'));
  const settings = path.join(scratch, 'settings', '@jupyterlab', 'notebook-extension');
  fs.mkdirSync(settings, { recursive: true });
  // Cells outside the window are drawn too.
  fs.writeFileSync(path.join(settings, 'tracker.jupyterlab-settings'), JSON.stringify({ windowingMode: 'none' }));
  const [port, token] = [await freePort(), randomUUID()];
  const flags = [
    '--allow-root',
    '--no-browser',
    '--ip=127.0.0.1',
    `--port=${port}`,
    `--IdentityProvider.token=${token}`,
  ];
  const lab = spawn(path.join(root, '.venv/bin/jupyter'), ['lab', ...flags, `--ServerApp.root_dir=${folder}`], {
    env: {
      ...process.env,
      ...environment,
      JUPYTER_CONFIG_DIR: path.join(scratch, 'config'),
      JUPYTER_RUNTIME_DIR: path.join(scratch, 'runtime'),
      JUPYTERLAB_SETTINGS_DIR: path.join(scratch, 'settings'),
      JUPYTERLAB_WORKSPACES_DIR: path.join(scratch, 'workspaces'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [lab.stdout, lab.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const address = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (lab.exitCode !== null) throw new Error(`JupyterLab ended:\n${log}`);
    return (await fetch(`${address}/api?token=${token}`).catch(() => undefined))?.ok === true;
  }, 60_000);
  return {
    url: (notebook) => `${address}/lab/tree/${notebook}?token=${token}&reset`,
    stop: async () => {
      await ended(lab);
      fs.rmSync(scratch, { recursive: true, force: true });
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** Hosts other than this machine that were asked for anything. */
  readonly foreignHosts: Set<string>;
  /** Errors of the page and of its console. */
  readonly errors: string[];
  close(): Promise<void>;
}

/** Opens a page in a headless Chromium of its own. */
export async function visit(
  url: string,
  size: { width: number; height: number } = { width: 1280, height: 1000 },
): Promise<Visit> {
  const browser: Browser = await chromium.launch({
    ...(chromiumFile ? { executablePath: chromiumFile } : {}),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const page = await browser.newPage({ viewport: size });
  const foreignHosts = new Set<string>();
  const errors: string[] = [];
  const look = (address: string): void => {
    const { hostname, protocol } = new URL(address);
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') foreignHosts.add(hostname);
  };
  page.on('request', (request) => look(request.url()));
  page.on('websocket', (socket) => look(socket.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return { page, foreignHosts, errors, close: () => browser.close() };
}

/** Runs all cells by the menu and waits until each has its number. */
export async function runAll(page: Page, timeoutMs: number): Promise<void> {
  await page.locator('.jp-NotebookPanel .jp-Notebook').waitFor();
  // Cells run before the kernel is connected are passed over in silence.
  await page.locator('#jp-main-statusbar', { hasText: '| Idle' }).waitFor({ timeout: 60_000 });
  await page.locator('.lm-MenuBar-itemLabel', { hasText: /^Run$/ }).click();
  await page.locator('.lm-Menu-itemLabel', { hasText: /^Run All Cells$/ }).click();
  await page.waitForFunction(
    () => {
      const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map((p) => p.textContent ?? '');
      return prompts.length > 0 && prompts.every((prompt) => /^\[\d+\]:$/.test(prompt.trim()));
    },
    undefined,
    { timeout: timeoutMs },
  );
}

/** What a notebook looks like after all its cells were run in JupyterLab. */
export interface LabRun {
  readonly charts: number;
  /** Texts of the error stream. */
  readonly stderr: readonly string[];
  readonly foreignHosts: readonly string[];
  readonly errors: readonly string[];
}

/** Opens a notebook of the project in JupyterLab, as a copy in a folder of its own, and runs all its cells. */
export async function runInLab(notebook: string, environment: Record<string, string>): Promise<LabRun> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-notebooks-'));
  fs.copyFileSync(path.join(root, 'notebooks', notebook), path.join(folder, notebook));
  const lab = await startLab(folder, { ...environment, STRATA_RESULTS: path.join(folder, 'results') });
  try {
    const { page, foreignHosts, errors, close } = await visit(lab.url(notebook));
    await runAll(page, 240_000);
    const charts = page.locator('.jp-Notebook .vega-embed :is(canvas, svg).marks');
    await charts.first().waitFor();
    const run: LabRun = {
      charts: await charts.count(),
      stderr: await page
        .locator('.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]')
        .allInnerTexts(),
      foreignHosts: [...foreignHosts],
      errors,
    };
    await close();
    return run;
  } finally {
    await lab.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(killer);
}

async function until(done: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`waited ${timeoutMs} ms in vain`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
