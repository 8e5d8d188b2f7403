// `npm run lab`: JupyterLab on the notebooks, for this machine only, with a token. `--port N` chooses the port.
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from './lib/failure.mjs';
import { kernelName } from './lib/jupyter.mjs';
import { handOver } from './lib/process.mjs';
import { at, main, marketData, option, venv, withoutOption } from './lib/project.mjs';
import { runtimeEnvironment } from './lib/runtime.mjs';
import { setup } from './setup.mjs';

const usualPort = 8888;

await main(import.meta.url, async () => {
  marketData();
  await setup({ quiet: true });
  const port = await choosePort(option('port'));
  const token = randomBytes(24).toString('hex');
  const flags = [
    ...['-y', '--no-browser', '--ip=127.0.0.1', `--port=${port}`, '--ServerApp.port_retries=0'],
    ...[`--IdentityProvider.token=${token}`, `--ServerApp.root_dir=${at('notebooks')}`, '--log-level=WARN'],
    `--MultiKernelManager.default_kernel_name=${kernelName}`,
    ...(process.getuid?.() === 0 ? ['--allow-root'] : []),
    ...withoutOption('port', withoutOption('device')),
  ];
  const lab = handOver(path.join(venv, 'bin', 'jupyter'), ['lab', ...flags], { env: runtimeEnvironment() });
  const ended = new AbortController();
  lab.finally(() => ended.abort());
  await announced(port, token, ended.signal);
  process.exitCode = await lab;
});

/** Prints the address once the server answers, nothing if it ends before. */
async function announced(/** @type {number} */ port, /** @type {string} */ token, /** @type {AbortSignal} */ ended) {
  const address = `http://127.0.0.1:${port}`;
  for (;;) {
    if (ended.aborted) return;
    const answer = await fetch(`${address}/api/status?token=${token}`).catch(() => undefined);
    if (answer?.ok) break;
    await sleep(200);
  }
  console.log(`\nJupyterLab: ${address}/lab?token=${token}\nIt listens on this machine only; Ctrl-C ends it.\n`);
}

async function choosePort(/** @type {string | undefined} */ wish) {
  if (wish === undefined) return (await isFree(usualPort)) ? usualPort : freePort();
  const port = Number(wish);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    fail(`--port is a number from 1 to 65535; received ${wish}`, 'npm run lab -- --port 8899');
  if (!(await isFree(port))) fail(`port ${port} is in use`, 'choose another with --port, or leave it out');
  return port;
}

function isFree(/** @type {number} */ port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
