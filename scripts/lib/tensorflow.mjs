// The TensorFlow shared libraries out of the Python wheel, and the binding of @tensorflow/tfjs-node-gpu compiled against them.
import fs from 'node:fs';
import path from 'node:path';
import { glibcVersion } from './device.mjs';
import { run } from './process.mjs';
import { at, cacheFolder, hash, read } from './project.mjs';
import { published, stamped } from './steps.mjs';
import { extract, installInto, pinFile, pinned } from './wheels.mjs';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];

/** The headers that the binding includes, and those that these include. */
const headers = [
  ...['c_api', 'c_api_macros', 'eager/c_api', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor'],
  'tf_tstring',
].map((name) => `tensorflow/c/${name}.h`);
const stringHeaders = ['ctstring', 'ctstring_internal'].flatMap((name) => [
  `tensorflow/core/platform/${name}.h`,
  `tsl/platform/${name}.h`,
]);
const members = [
  ...libraries.map((name) => `tensorflow/${name}`),
  ...[...headers, ...stringHeaders, 'xla/tsl/c/tsl_status.h'].map((name) => `tensorflow/include/${name}`),
];

const binding = at('node_modules', '@tensorflow', 'tfjs-node-gpu');
const loaded = path.join(binding, 'lib', 'napi-v8', 'tfjs_binding.node');
const linkStamp = path.join(binding, '.strata-link');

/** Version of TensorFlow. */
export const tensorflowVersion = () => pinned('tensorflow-cpu')[0]?.version ?? '';

/** Where the libraries for a device lie in the cache. */
export function libraryFolder(/** @type {'cpu' | 'gpu'} */ device) {
  return path.join(cacheFolder(), `tensorflow-${tensorflowVersion()}-${device}`, 'tensorflow');
}

/** Where the CUDA libraries lie in the cache. */
export function cudaFolder() {
  return path.join(cacheFolder(), `cuda-${hash(read(pinFile('cuda')))}`);
}

/** Where the compiled binding lies in the cache. The same file runs with the libraries of either device and with every Node from 20 on. */
export function addonFile() {
  const { dependencies } = JSON.parse(read(at('package.json')));
  const version = dependencies['@tensorflow/tfjs-node-gpu'];
  const key = hash('4', tensorflowVersion(), version, process.arch, glibcVersion() ?? '');
  return path.join(cacheFolder(), `tfjs-binding-${key}`, 'tfjs_binding.node');
}

/**
 * Steps that make TensorFlow loadable.
 * @param {'cpu' | 'gpu'} device
 * @returns {import('./steps.mjs').Step[]}
 */
export function tensorflow(device) {
  const folder = libraryFolder(device);
  const set = `tensorflow-${device}`;
  const size = device === 'cpu' ? { wheel: 274, needsMb: 1500 } : { wheel: 573, needsMb: 2600 };
  return [
    published({
      name: `TensorFlow ${tensorflowVersion()} libraries (${size.wheel} MB, once for this user)`,
      needsMb: size.needsMb,
      folder: path.dirname(folder),
      want: hash(read(pinFile(set)), ...members),
      fill: (aside) => extract(set, aside, members),
    }),
    ...(device === 'gpu' ? [cuda()] : []),
    published({
      name: 'TensorFlow binding (compile)',
      needs: [process.env.CXX || 'g++'],
      folder: path.dirname(addonFile()),
      want: path.basename(path.dirname(addonFile())),
      fill: (aside) => compile(folder, path.join(aside, path.basename(addonFile()))),
    }),
    stamped({
      name: 'TensorFlow binding (link)',
      place: 'project',
      stamp: linkStamp,
      want: () => hash('2', device, folder, addonFile()),
      makes: [loaded, ...libraries.map((name) => path.join(binding, 'deps', 'lib', name))],
      work: async () => link(device, folder),
    }),
  ];
}

function cuda() {
  return published({
    name: 'CUDA 12 libraries (about 3 GB, once for this user)',
    needsMb: 9000,
    folder: cudaFolder(),
    want: hash(read(pinFile('cuda'))),
    fill: (aside) => installInto('cuda', aside),
  });
}

/** One call of the compiler: no build tool, and no headers of Node beside those of the package node-api-headers. */
async function compile(/** @type {string} */ folder, /** @type {string} */ addon) {
  const include = [
    at('node_modules', 'node-api-headers', 'include'),
    path.join(folder, 'include'),
    path.dirname(binding),
  ];
  await run(
    process.env.CXX || 'g++',
    [
      ...['-shared', '-fPIC', '-O2', '-std=gnu++17', '-w', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'],
      ...include.map((name) => `-I${name}`),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => path.join(binding, 'binding', name)),
      ...libraries.map((name) => path.join(folder, name)),
      ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', addon],
    ],
    { remedy: 'apt-get install g++ (GCC 9 or newer), or npm run setup -- --device wasm' },
  );
}

/** The CUDA libraries are found beside TensorFlow's, where these look for them (their run path names ../nvidia/…). */
function link(/** @type {'cpu' | 'gpu'} */ device, /** @type {string} */ folder) {
  const deps = path.join(binding, 'deps');
  fs.rmSync(deps, { recursive: true, force: true });
  fs.mkdirSync(path.join(deps, 'lib'), { recursive: true });
  for (const name of libraries) fs.symlinkSync(path.join(folder, name), path.join(deps, 'lib', name));
  if (device === 'gpu') fs.symlinkSync(path.join(cudaFolder(), 'nvidia'), path.join(deps, 'nvidia'));
  fs.mkdirSync(path.dirname(loaded), { recursive: true });
  fs.copyFileSync(addonFile(), `${loaded}.part`);
  fs.renameSync(`${loaded}.part`, loaded);
}

/** Makes the binding unloadable, so that what an earlier set-up left does not overrule the wish for another device. */
export function unlinked() {
  return {
    name: 'TensorFlow binding (unlink)',
    place: /** @type {const} */ ('project'),
    done: () => !fs.existsSync(loaded),
    work: async () => {
      fs.rmSync(linkStamp, { force: true });
      fs.rmSync(loaded, { force: true });
    },
  };
}
