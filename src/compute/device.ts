/** Which device computes: TensorFlow (CUDA or CPU), WebGPU or WebAssembly; chosen on first use, and it says why. */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import type * as tf from '@tensorflow/tfjs-core';
import { paths, StrataError } from '../core/index.js';

/** What may be asked for, by `--device` or STRATA_DEVICE. */
export type DeviceRequest = 'auto' | 'cpu' | 'gpu' | 'webgpu' | 'wasm';

/** The device in use. */
export interface Device {
  readonly backend: 'tensorflow' | 'webgpu' | 'wasm';
  /** Whether a graphics card computes. */
  readonly accelerated: boolean;
  readonly why: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Threads of one operator. */
  readonly threads: number;
}

/** What the set-up prepared, from .cache/device.json. */
export interface Prepared {
  readonly requested?: DeviceRequest;
  readonly device?: Exclude<DeviceRequest, 'auto'>;
  readonly why?: string;
  /** Folder of the `webgpu` package. */
  readonly webgpu?: string;
}

type Tf = typeof tf;

/** The binding of @tensorflow/tfjs-node-gpu, as far as it is used here. */
interface TensorFlowModule extends Tf {
  readonly version: Readonly<Record<string, string>>;
}

let chosen: Promise<Device> | undefined;

/**
 * Chooses the device on the first call; later calls return the same one. Importing this module loads nothing native.
 *
 * `auto` takes what the set-up prepared, and TensorFlow, then WebAssembly where nothing was noted. A device asked for by name that cannot
 * be had is an error, never a silent second choice.
 *
 * @param request default STRATA_DEVICE, else what the set-up was asked for, else `auto`
 * @throws StrataError naming what is missing and the remedy
 */
export function useDevice(request?: DeviceRequest): Promise<Device> {
  chosen ??= open(request ?? (process.env.STRATA_DEVICE as DeviceRequest | undefined) ?? 'auto', prepared()).catch(
    (error: unknown) => {
      chosen = undefined;
      throw error;
    },
  );
  return chosen;
}

function prepared(): Prepared {
  const file = path.join(paths.root(), '.cache', 'device.json');
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Prepared) : {};
}

/** The order in which devices are tried, given what was asked for and what was prepared. */
export function deviceOrder(request: DeviceRequest, note: Prepared): readonly Exclude<DeviceRequest, 'auto'>[] {
  const known = ['auto', 'cpu', 'gpu', 'webgpu', 'wasm'];
  if (!known.includes(request))
    throw new StrataError(`the device is one of ${known.join(', ')}; received ${JSON.stringify(request)}`);
  if (request !== 'auto') return [request];
  if (note.device && note.device !== 'cpu') return [note.device];
  return note.device === 'cpu' ? ['cpu'] : ['cpu', 'wasm'];
}

async function open(request: DeviceRequest, note: Prepared): Promise<Device> {
  restoreOldUtil();
  const order = deviceOrder(request, note);
  const reasons: string[] = [];
  for (const device of order) {
    try {
      const why =
        note.why && note.device === device
          ? note.why
          : request === 'auto'
            ? 'first that loads'
            : `asked for: ${request}`;
      if (device === 'cpu' || device === 'gpu') return openTensorFlow(device, [why, ...reasons].join('; '));
      if (device === 'webgpu') return await openWebGpu(why, note);
      return await openWasm([why, ...reasons].join('; '));
    } catch (error) {
      if (order.length === 1) throw error;
      reasons.push(error instanceof Error ? (error.message.split('\n')[0] as string) : String(error));
    }
  }
  throw new StrataError(`no device can be used: ${reasons.join('; ')}; run \`npm run doctor\``);
}

function openTensorFlow(device: 'cpu' | 'gpu', why: string): Device {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const require = createRequire(import.meta.url);
  let module: TensorFlowModule;
  try {
    module = require('@tensorflow/tfjs-node-gpu') as TensorFlowModule;
  } catch (error) {
    throw new StrataError('the TensorFlow binding does not load; run `npm run setup`, or choose `--device wasm`', {
      code: 'device',
      cause: error,
    });
  }
  const backend = module.backend() as unknown as { readonly isUsingGpuDevice: boolean };
  if (device === 'gpu' && !backend.isUsingGpuDevice) {
    throw new StrataError(
      'a GPU was asked for, but TensorFlow finds none: check that `nvidia-smi` lists a card and a driver of version 525 or newer (CUDA 12), that `npm run setup -- --device gpu` has run, and that LD_LIBRARY_PATH names the CUDA libraries (environment.md); or choose `--device cpu`',
      { code: 'device' },
    );
  }
  const threads = Number(process.env.TF_NUM_INTRAOP_THREADS) || os.availableParallelism();
  return {
    backend: 'tensorflow',
    accelerated: backend.isUsingGpuDevice,
    why,
    versions: { ...module.version },
    threads,
  };
}

async function openWasm(why: string): Promise<Device> {
  const core = await import('@tensorflow/tfjs');
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const require = createRequire(import.meta.url);
  wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
  if (!(await core.setBackend('wasm')))
    throw new StrataError('the WebAssembly backend does not start', { code: 'device' });
  return { backend: 'wasm', accelerated: false, why, versions: { ...core.version }, threads: wasm.getThreadsCount() };
}

async function openWebGpu(why: string, note: Prepared): Promise<Device> {
  if (!note.webgpu)
    throw new StrataError('WebGPU is not set up; run `npm run setup -- --device webgpu`', { code: 'device' });
  const require = createRequire(import.meta.url);
  const { create, globals } = (await import(require.resolve(note.webgpu))) as {
    create(options: string[]): unknown;
    globals: object;
  };
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', {
    value: { gpu: create([]) },
    configurable: true,
  });
  const core = await import('@tensorflow/tfjs');
  await import('@tensorflow/tfjs-backend-webgpu');
  const started = await core.setBackend('webgpu').catch(() => false);
  if (!started) {
    throw new StrataError(
      'WebGPU finds no adapter: install libvulkan1 and a Vulkan driver (environment.md), or choose another device',
      { code: 'device' },
    );
  }
  return { backend: 'webgpu', accelerated: true, why, versions: { ...core.version }, threads: 1 };
}

/** Node 23 removed helpers of `util` that tfjs 4 still calls. */
function restoreOldUtil(): void {
  const old = util as unknown as Record<string, unknown>;
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}
