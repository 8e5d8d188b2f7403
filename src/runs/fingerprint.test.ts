import { expect, it, vi } from 'vitest';
import { fingerprint, vectorInstructions } from './fingerprint.js';

it('names the vector instructions of Linux on Intel, AMD and ARM', () => {
  const intel = 'model name\t: X\nflags\t\t: fpu sse sse4_2 fma avx512f avx2 amx_tile rdseed\n\nflags\t\t: fpu';
  expect(vectorInstructions(intel)).toBe('amx_tile avx2 avx512f fma sse4_2');
  expect(vectorInstructions('Features\t: fp asimd aes sve2 asimdhp')).toBe('asimd asimdhp sve2');
  expect(vectorInstructions('')).toBe('');
});

it('is that of this process: Node, the tensor package, threads', () => {
  vi.stubEnv('TF_NUM_INTRAOP_THREADS', '1');
  const ours = fingerprint();
  expect(ours.node).toBe(process.versions.node);
  expect(ours.tensorflow).toMatch(/tfjs \d+\.\d+\.\d+$/);
  expect(ours.threads).toBe('1+default');
  vi.unstubAllEnvs();
  expect(fingerprint().threads).not.toBe('1+default');
});
