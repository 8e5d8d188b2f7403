/** What may change the last bits of a result: instruction set, runtime, TensorFlow, threads. Equal fingerprints give equal bytes. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { paths } from '../core/index.js';

/** The part of the machine and the libraries that numbers may depend on. */
export interface Fingerprint {
  readonly processor: string;
  /** Vector instructions that kernels choose by, e.g. `avx2 avx512f fma`; empty where the system does not tell. */
  readonly instructions: string;
  readonly platform: string;
  readonly node: string;
  /** Device and library, e.g. `cpu, TensorFlow 2.21.0, tfjs 4.22.0`. */
  readonly tensorflow: string;
  /** Threads within an operator + threads between operators. */
  readonly threads: string;
}

let known: Omit<Fingerprint, 'threads'> | undefined;

/** The fingerprint of this process. Loads nothing native. */
export function fingerprint(): Fingerprint {
  known ??= {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    instructions: vectorInstructions(text('/proc/cpuinfo')),
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    tensorflow: tensorflow(),
  };
  const threads = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'].map((name) => process.env[name] ?? 'default');
  return { ...known, threads: threads.join('+') };
}

/** The vector instructions among the flags that Linux lists for a processor, in alphabetical order. */
export function vectorInstructions(cpuinfo: string): string {
  const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/) ?? [];
  return flags
    .filter((flag) => /^(sse4_2|avx.*|fma|amx.*|asimd.*|sve.*)$/.test(flag))
    .sort()
    .join(' ');
}

/** What the set-up noted down, and the version of the tensor package. */
function tensorflow(): string {
  const note = json(text(path.join(paths.root(), '.cache', 'device.json')));
  const device = process.env.STRATA_DEVICE || String(note.device ?? 'any device');
  const require = createRequire(import.meta.url);
  const tfjs = json(text(require.resolve('@tensorflow/tfjs-core/package.json'))).version;
  const library = note.tensorflow ? [`TensorFlow ${note.tensorflow}`] : [];
  return [device, ...library, `tfjs ${tfjs}`].join(', ');
}

function text(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function json(source: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(source) as Record<string, unknown>;
  } catch {
    return {};
  }
}
