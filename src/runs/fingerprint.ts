/** What may change the last bits of a result: processor, runtime, TensorFlow, threads. Equal fingerprints give equal bytes. */
import os from 'node:os';

/** The part of the machine and the libraries that numbers may depend on. */
export interface Fingerprint {
  readonly processor: string;
  readonly platform: string;
  readonly node: string;
  readonly threads: string;
}

/** The fingerprint of this process. */
export function fingerprint(): Fingerprint {
  const threads = ['TF_NUM_INTRAOP_THREADS', 'TF_NUM_INTEROP_THREADS'].map((name) => process.env[name] ?? 'default');
  return {
    processor: os.cpus()[0]?.model.trim() ?? 'unknown',
    platform: `${process.platform}-${process.arch}`,
    node: process.versions.node,
    threads: threads.join('+'),
  };
}
