// The TensorFlow shared libraries out of the Python wheel, and the binding of @tensorflow/tfjs-node-gpu compiled against them.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { at, fail, hash, read, sh, step, venvPython, withLock } from './steps.mjs';

export const version = '2.21.0';

/** Wheels by device, with the SHA-256 they must have. */
export const wheels = {
  cpu: { name: 'tensorflow-cpu', sha256: 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb', needsMb: 1500 },
  gpu: { name: 'tensorflow', sha256: null, needsMb: 9000 },
};

/** CUDA libraries that TensorFlow's extra `and-cuda` names, as wheels of their own. */
const cudaWheels = [
  'cublas', 'cuda-cupti', 'cuda-nvcc', 'cuda-nvrtc', 'cuda-runtime', 'cudnn', 'cufft', 'curand', 'cusolver', 'cusparse', 'nccl', 'nvjitlink',
].map((name) => `nvidia-${name}-cu12`);

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const headers = [
  ...['c_api', 'c_api_macros', 'eager/c_api', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor', 'tf_tstring'].map(
    (h) => `tensorflow/c/${h}.h`,
  ),
  ...['ctstring', 'ctstring_internal'].flatMap((h) => [`tensorflow/core/platform/${h}.h`, `tsl/platform/${h}.h`]),
  'xla/tsl/c/tsl_status.h',
];
const package_ = at('node_modules', '@tensorflow', 'tfjs-node-gpu');
const target = ['--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.12', '--abi', 'cp312', '--platform', 'manylinux_2_27_x86_64'];

/** Where the compiled addon for these sources lies in the cache. */
export function addonFile(cache) {
  const binding = read(at('package-lock.json')).match(/"node_modules\/@tensorflow\/tfjs-node-gpu": \{\s+"version": "([^"]+)"/)?.[1] ?? '';
  return path.join(cache, `tfjs_binding-${hash('3', version, binding, process.arch)}.node`);
}

/** Downloads, verifies and unpacks the libraries; compiles the addon; links both into node_modules. */
export function prepareTensorFlow(device, cache, options) {
  const wheel = wheels[device];
  const folder = path.join(cache, `${wheel.name}-${version}`);
  const addon = addonFile(cache);
  const shared = { ...options };
  withLock(path.join(cache, '.lock'), () => {
    step(`${wheel.name} ${version} libraries`, { ...shared, stamp: path.join(folder, '.complete'), want: hash(wheel.name, version, ...headers), makes: libraries.map((l) => path.join(folder, l)) }, () =>
      download(wheel, folder, cache),
    );
    if (device === 'gpu') step('CUDA libraries', { ...shared, stamp: path.join(cache, 'cuda12', '.complete'), want: hash(...cudaWheels) }, () => downloadCuda(cache));
    step('TensorFlow binding (compile)', { ...shared, stamp: `${addon}.ok`, want: path.basename(addon), makes: [addon] }, () => compile(folder, addon));
  });
  const node = path.join(package_, 'lib', 'napi-v8', 'tfjs_binding.node');
  step('TensorFlow binding (link)', { ...shared, stamp: path.join(package_, '.strata-link'), want: hash(addon, folder), makes: [node] }, () => link(folder, addon, node));
  return { tensorflow: version, libraries: folder, ...(device === 'gpu' ? { libraryPath: cudaFolders(cache) } : {}) };
}

function download(wheel, folder, cache) {
  fs.mkdirSync(cache, { recursive: true });
  const free = fs.statfsSync(cache);
  const freeMb = (free.bavail * free.bsize) / 2 ** 20;
  if (freeMb < wheel.needsMb) fail(`${cache} has ${Math.round(freeMb)} MB free, ${wheel.needsMb} MB are needed`, 'make room, or set STRATA_CACHE to a folder on a larger disk');
  fs.rmSync(folder, { recursive: true, force: true });
  const aside = fs.mkdtempSync(path.join(cache, 'download-'));
  try {
    sh(venvPython, ['-m', 'pip', 'download', '-q', '--disable-pip-version-check', ...target, '-d', aside, `${wheel.name}==${version}`], {
      remedy: 'check that pip reaches its package index, then run again; without it: npm run setup -- --device wasm',
    });
    const file = fs.readdirSync(aside).find((name) => name.endsWith('.whl'));
    if (!file) fail('pip downloaded no wheel', 'run again');
    const got = createHash('sha256').update(fs.readFileSync(path.join(aside, file))).digest('hex');
    if (wheel.sha256 && got !== wheel.sha256) {
      fail(`${file} has SHA-256 ${got}, expected ${wheel.sha256}`, 'the download was damaged or replaced: clear the pip cache (pip cache purge) and run again');
    }
    const members = [...libraries.map((l) => `tensorflow/${l}`), ...headers.map((h) => `tensorflow/include/${h}`)];
    sh(venvPython, ['-c', 'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor m in sys.argv[3:]: z.extract(m, sys.argv[2])', path.join(aside, file), aside, ...members]);
    fs.renameSync(path.join(aside, 'tensorflow'), folder);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

function downloadCuda(cache) {
  const folder = path.join(cache, 'cuda12');
  fs.rmSync(folder, { recursive: true, force: true });
  const wants = cudaWheels.map((name) => (name.includes('cudnn') ? `${name}>=9.3,<10` : `${name}<13`));
  sh(venvPython, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--target', folder, ...wants], {
    remedy: 'check that pip reaches its package index and the disk has 6 GB free, then run again',
  });
}

function cudaFolders(cache) {
  const nvidia = path.join(cache, 'cuda12', 'nvidia');
  if (!fs.existsSync(nvidia)) return [];
  return fs.readdirSync(nvidia).map((name) => path.join(nvidia, name, 'lib')).filter((folder) => fs.existsSync(folder));
}

function compile(folder, addon) {
  const include = path.join(at('node_modules', 'node-api-headers'), 'include');
  const source = (name) => path.join(package_, 'binding', name);
  const part = `${addon}.${process.pid}`;
  const flags = ['-shared', '-fPIC', '-O2', '-std=gnu++17', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-w'];
  const includes = [`-I${include}`, `-I${path.join(folder, 'include')}`, `-I${path.dirname(package_)}`];
  const linked = libraries.map((l) => path.join(folder, l));
  sh(process.env.CXX || 'g++', [...flags, ...includes, source('tfjs_backend.cc'), source('tfjs_binding.cc'), ...linked, '-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', part], {
    remedy: 'apt-get install g++ (GCC 9 or newer), or npm run setup -- --device wasm',
  });
  fs.renameSync(part, addon);
}

function link(folder, addon, node) {
  const deps = path.join(package_, 'deps', 'lib');
  fs.mkdirSync(path.dirname(node), { recursive: true });
  fs.mkdirSync(deps, { recursive: true });
  for (const library of libraries) {
    fs.rmSync(path.join(deps, library), { force: true });
    fs.symlinkSync(path.join(folder, library), path.join(deps, library));
  }
  fs.copyFileSync(addon, node);
}

/** Makes the binding unloadable, so that a wish for WebAssembly is not overruled by what an earlier set-up left. */
export function unlink() {
  fs.rmSync(path.join(package_, 'lib', 'napi-v8'), { recursive: true, force: true });
  fs.rmSync(path.join(package_, '.strata-link'), { force: true });
}
