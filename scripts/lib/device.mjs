// Which device the set-up prepares, from what the machine has and what was asked for.
import { spawnSync } from 'node:child_process';
import { fail } from './failure.mjs';
import { have } from './process.mjs';
import { deviceNote, option, read } from './project.mjs';

/** What may be asked for. */
export const requests = /** @type {const} */ (['auto', 'cpu', 'gpu', 'webgpu', 'wasm']);

/** Oldest driver that the CUDA 12 libraries run with. */
export const oldestDriver = 525;

/**
 * @typedef {object} Machine
 * @property {string} platform
 * @property {string} arch
 * @property {string | undefined} glibc    version, undefined where the C library is another one
 * @property {boolean} avx                 whether the processor has AVX, which the TensorFlow libraries are compiled for
 * @property {boolean} compiler            whether g++ (or CXX) is there
 * @property {boolean} addonCached         whether the compiled binding is in the user's cache
 * @property {string | undefined} nvidia   first card and driver, as nvidia-smi names them: `NVIDIA H100, 550.54`
 */

/** @typedef {{ device: 'cpu' | 'gpu' | 'webgpu' | 'wasm', why: string }} Choice */

/**
 * What of this machine matters.
 * @param {boolean} addonCached
 * @returns {Machine}
 */
export function probe(addonCached) {
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: glibcVersion(),
    avx: process.platform !== 'linux' || /^flags\s*:.*\bavx\b/m.test(read('/proc/cpuinfo')),
    compiler: have(process.env.CXX || 'g++'),
    addonCached,
    nvidia: nvidiaSmi(),
  };
}

/** Version of the GNU C library this Node runs on. */
export function glibcVersion() {
  if (process.platform !== 'linux') return undefined;
  const report = /** @type {{ excludeNetwork?: boolean, getReport(): any }} */ (process.report);
  report.excludeNetwork = true;
  return /** @type {string | undefined} */ (report.getReport().header.glibcVersionRuntime);
}

/** The first card that nvidia-smi names, or undefined where it does not answer. */
function nvidiaSmi() {
  if (!have('nvidia-smi')) return undefined;
  const query = ['--query-gpu=name,driver_version', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8', timeout: 30_000 });
  return status === 0 ? stdout.trim().split('\n')[0] || undefined : undefined;
}

/**
 * Chooses `cpu` or `gpu` (TensorFlow), `webgpu` or `wasm`, and says why. `auto` falls back to WebAssembly where there is no wheel or no
 * compiler; a device asked for by name that the machine cannot have is an error, never a silent second choice. So is a card with a
 * driver too old for CUDA 12: computing on the CPU beside an idle card should be somebody's decision.
 *
 * @param {string} request
 * @param {Machine} machine
 * @returns {Choice}
 * @throws SetupError with the remedy
 */
export function chooseDevice(request, machine) {
  if (!requests.some((known) => known === request))
    fail(`the device is one of ${requests.join(', ')}; received ${request}`, 'npm run setup -- --device auto');
  if (request === 'wasm' || request === 'webgpu') return { device: request, why: `asked for: ${request}` };
  const lacking = noWheel(machine) ?? noBinding(machine);
  if (lacking && request === 'auto')
    return { device: 'wasm', why: `${lacking.what}: WebAssembly is used, which is slower (${lacking.remedy})` };
  if (lacking) fail(lacking.what, lacking.remedy);
  if (request === 'cpu') return { device: 'cpu', why: 'asked for: cpu' };
  if (request === 'auto' && !machine.nvidia)
    return { device: 'cpu', why: 'no NVIDIA card was found (nvidia-smi does not answer)' };
  const driver = Number(machine.nvidia?.split(',').at(-1)?.trim().split('.')[0]);
  if (driver < oldestDriver) {
    fail(
      `the driver of ${machine.nvidia} is older than ${oldestDriver}, which CUDA 12 needs`,
      'update the driver, or npm run setup -- --device cpu',
    );
  }
  return { device: 'gpu', why: machine.nvidia ? `nvidia-smi names ${machine.nvidia}` : 'asked for: gpu' };
}

function noWheel(/** @type {Machine} */ { platform, arch, glibc, avx }) {
  const remedy = 'npm run setup -- --device wasm';
  const where = `${platform} ${arch}`;
  if (platform !== 'linux' || arch !== 'x64') return { what: `there is no TensorFlow wheel for ${where}`, remedy };
  const [major, minor] = (glibc ?? '0.0').split('.').map(Number);
  if (glibc === undefined || major !== 2 || Number(minor) < 27)
    return { what: `the TensorFlow wheel needs glibc 2.27, this system has ${glibc ?? 'another C library'}`, remedy };
  if (!avx) return { what: 'the TensorFlow wheel needs a processor with AVX', remedy };
  return undefined;
}

function noBinding(/** @type {Machine} */ { compiler, addonCached }) {
  if (compiler || addonCached) return undefined;
  return { what: 'g++ is missing, which compiles the TensorFlow binding once', remedy: 'apt-get install g++' };
}

/**
 * What is asked for: STRATA_DEVICE counts while it is set, a `--device` is remembered until another one is given.
 * @returns {{ requested: string, remembered: string }}
 */
export function wishedDevice(args = process.argv.slice(2)) {
  const flag = option('device', args);
  const remembered = flag ?? preparedDevice()?.remembered ?? 'auto';
  return { requested: flag ?? (process.env.STRATA_DEVICE || remembered), remembered };
}

/** What an earlier set-up noted, undefined before the first. */
export function preparedDevice() {
  try {
    return /** @type {{ remembered?: string, device?: string, why?: string }} */ (JSON.parse(read(deviceNote)));
  } catch {
    return undefined;
  }
}
