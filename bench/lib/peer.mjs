// Peers in Python: an environment in the user's cache, made on first use and never part of the set-up, and a script that answers lines.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { run } from '../../scripts/lib/process.mjs';
import { cacheFolder } from '../../scripts/lib/project.mjs';

/**
 * Python of an environment; installs its packages where they are missing.
 * @param {string} name of its folder
 * @param {readonly string[]} packages with their versions
 * @param {string} size what the user waits for
 */
export async function peerPython(name, packages, size) {
  const folder = path.join(cacheFolder(), name);
  const python = path.join(folder, 'bin', 'python');
  const stamp = path.join(folder, '.complete');
  const installed = packages.join(' ');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === installed) return python;
  console.log(`  ...   ${packages[0]?.replace('==', ' ')} for the benchmarks (once, about ${size})`);
  if (!fs.existsSync(python)) await run(process.env.PYTHON || 'python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', ...packages]);
  fs.writeFileSync(stamp, installed);
  return python;
}

/**
 * A Python peer that answers each line `n` with the milliseconds that n steps took.
 * @param {string} python
 * @param {readonly string[]} args script and its arguments
 * @param {Readonly<Record<string, string>>} environment
 * @returns {Promise<{ measure(steps: number): Promise<number>, stop(): void }>}
 */
export async function linePeer(python, args, environment = {}) {
  const child = spawn(python, args, { env: { ...process.env, ...environment }, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(steps) {
      child.stdin.write(`${steps}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${args[0]} ended`);
      return Number(value);
    },
    stop: () => child.kill(),
  };
}
