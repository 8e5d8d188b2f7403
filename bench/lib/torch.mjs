// The optional Python environment of the benchmarks: PyTorch in the user's cache, made on first use, never part of the set-up.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { run } from '../../scripts/lib/process.mjs';
import { cacheFolder } from '../../scripts/lib/project.mjs';

const torch = '2.15.0';

/** Python of the environment; installs PyTorch (about 3 GB) where it is missing. */
export async function torchPython() {
  const folder = path.join(cacheFolder(), 'bench-torch');
  const python = path.join(folder, 'bin', 'python');
  const stamp = path.join(folder, '.complete');
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === torch) return python;
  console.log(`  ...   PyTorch ${torch} for the benchmarks (once, about 3 GB)`);
  if (!fs.existsSync(python)) await run(process.env.PYTHON || 'python3', ['-m', 'venv', folder]);
  await run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', `torch==${torch}`, 'numpy']);
  fs.writeFileSync(stamp, torch);
  return python;
}

/**
 * The two ways a peer is run: as installed, and tuned from outside (memory kept by the allocator; on AMD processors the library that lets
 * MKL take its fast kernels).
 */
export async function peers() {
  const memory = { MALLOC_MMAP_MAX_: '0', MALLOC_TRIM_THRESHOLD_: '4000000000', MALLOC_TOP_PAD_: '67108864' };
  return { installed: {}, tuned: { ...memory, ...(await mklPreload()) } };
}

async function mklPreload() {
  const folder = path.dirname(path.dirname(await torchPython()));
  const library = path.join(folder, 'libmklintel.so');
  if (!fs.existsSync(library)) {
    const source = path.join(folder, 'mklintel.c');
    fs.writeFileSync(source, 'int mkl_serv_intel_cpu_true(void) { return 1; }\n');
    await run('gcc', ['-shared', '-fPIC', '-o', library, source]);
  }
  return { LD_PRELOAD: library };
}

/**
 * A Python peer that answers each line `n` with the milliseconds that n steps took.
 * @returns {Promise<{ measure(steps: number): Promise<number>, stop(): void }>}
 */
export async function torchPeer(script, threads, environment) {
  const env = { ...process.env, ...environment, OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  const child = spawn(await torchPython(), [script, String(threads)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(steps) {
      child.stdin.write(`${steps}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${script} ended`);
      return Number(value);
    },
    stop: () => child.kill(),
  };
}
