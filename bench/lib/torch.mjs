// PyTorch as a peer, in the two ways that are fair to it.
import fs from 'node:fs';
import path from 'node:path';
import { run } from '../../scripts/lib/process.mjs';
import { linePeer, peerPython } from './peer.mjs';

/** What the peers run on. */
export const torchVersions = { torch: '2.15.0', 'stable-baselines3': '2.9.2', gymnasium: '1.4.0', numba: '0.68.1' };

/** Python of the environment; installs PyTorch (about 3 GB), and what else its peers need, where it is missing. */
export function torchPython() {
  const pinned = Object.entries(torchVersions).map(([name, version]) => `${name}==${version}`);
  return peerPython('bench-torch', [...pinned, 'numpy'], '3 GB');
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

/** A PyTorch script that answers each line `n` with the milliseconds that n steps took. */
export async function torchPeer(script, threads, environment) {
  const settings = { ...environment, OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
  return linePeer(await torchPython(), [script, String(threads)], settings);
}
