// One-command set-up: npm packages, Python tools for Jupyter, the TensorFlow binding, the kernelspec, the build.
// Plain Node, no dependencies. A second run does nothing and takes well under a second. `--check` only reports.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...p) => path.join(root, ...p);
const TF = { dist: process.env.STRATA_TF_DIST ?? 'tensorflow-cpu', version: '2.21.0' };
const cacheRoot = process.env.STRATA_CACHE ?? path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'strata');
const tfDir = path.join(cacheRoot, `${TF.dist}-${TF.version}`);
const venv = at('.venv');
const py = path.join(venv, 'bin', 'python');
const LIBS = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const HEADERS = [
  ...['c_api', 'c_api_macros', 'eager/c_api', 'tf_attrtype', 'tf_buffer', 'tf_datatype', 'tf_status', 'tf_tensor', 'tf_tstring'].map((h) => `tensorflow/c/${h}.h`),
  ...['ctstring', 'ctstring_internal'].flatMap((h) => [`tensorflow/core/platform/${h}.h`, `tsl/platform/${h}.h`]),
  'xla/tsl/c/tsl_status.h',
];

const hash = (...parts) => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 16);
const read = (f) => { try { return fs.readFileSync(f, 'utf8'); } catch { return ''; } };
class SetupError extends Error {}
const fail = (what, fix) => { throw new SetupError(`${what}\n  to fix: ${fix}`); };
function sh(cmd, args, opt = {}) {
  const r = spawnSync(cmd, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...opt });
  if (r.error?.code === 'ENOENT') fail(`${cmd}: command not found`, opt.hint ?? `install ${cmd} and put it on PATH`);
  if (r.status !== 0) fail(`${cmd} ${args.slice(0, 4).join(' ')} … failed (exit ${r.status ?? r.signal})\n${`${r.stdout ?? ''}${r.stderr ?? ''}`.trim().split('\n').slice(-15).join('\n')}`, opt.hint ?? 'see the output above');
  return r.stdout;
}
function step(name, stamp, want, work, alsoNeeds = []) {
  const t = performance.now();
  if (read(stamp) === want && alsoNeeds.every((f) => fs.existsSync(f))) { console.log(`  ok    ${name}`); return; }
  if (process.argv.includes('--check')) fail(`${name} is not up to date`, 'node scripts/setup.mjs');
  process.stdout.write(`  ...   ${name}\n`);
  work();
  fs.mkdirSync(path.dirname(stamp), { recursive: true });
  fs.writeFileSync(stamp, want);
  console.log(`  done  ${name} (${((performance.now() - t) / 1000).toFixed(1)} s)`);
}
const have = (cmd) => (process.env.PATH ?? '').split(path.delimiter).some((d) => d && fs.existsSync(path.join(d, cmd)));

function main() {
  const [maj, min] = process.versions.node.split('.').map(Number);
  if (maj < 20 || (maj === 20 && min < 19) || (maj === 22 && min < 12)) fail(`Node ${process.versions.node} is too old`, 'use Node 20.19+, 22.12+ or 24');

  // Tell about everything that is missing at once, before any slow work.
  const missing = [];
  const python = process.env.PYTHON ?? 'python3';
  if (!fs.existsSync(py)) {
    if (!have(python) && !fs.existsSync(python)) missing.push(['python3 is missing (Jupyter needs it)', 'apt-get install python3 python3-venv']);
    else {
      const probe = spawnSync(python, ['-c', 'import venv, ensurepip'], { encoding: 'utf8' });
      if (probe.status !== 0) missing.push([`${python} cannot make virtual environments (${(probe.stderr ?? '').trim().split('\n').pop()})`, 'apt-get install python3-venv']);
    }
  }
  const tfjs = at('node_modules', '@tensorflow', 'tfjs-node-gpu');
  const cxx = process.env.CXX ?? 'g++';
  const addonKey = hash('2', TF.dist, TF.version, read(at('package-lock.json')).match(/"node_modules\/@tensorflow\/tfjs-node-gpu": \{\s+"version": "([^"]+)"/)?.[1] ?? '', process.arch);
  const addon = path.join(cacheRoot, `tfjs_binding-${addonKey}.node`);
  if (!fs.existsSync(addon) && !have(cxx) && !fs.existsSync(cxx)) missing.push([`${cxx} is missing (it compiles the TensorFlow binding once)`, 'apt-get install g++']);
  if (missing.length) fail(missing.map((m) => m[0]).join('\n'), missing.map((m) => m[1]).join(' && '));

  step('npm packages', at('node_modules', '.strata-lock'), hash(read(at('package-lock.json'))), () => sh('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']));

  const req = read(at('requirements.txt'));
  step('Jupyter in .venv', path.join(venv, '.strata-req'), hash(req), () => {
    if (!fs.existsSync(py)) sh(python, ['-m', 'venv', venv], { hint: 'apt-get install python3-venv, remove .venv, run again' });
    sh(py, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', at('requirements.txt')]);
  });

  step(`${TF.dist} ${TF.version} libraries`, path.join(tfDir, '.complete'), hash(TF.dist, TF.version, ...HEADERS), () => {
    fs.rmSync(tfDir, { recursive: true, force: true });
    fs.mkdirSync(cacheRoot, { recursive: true });
    const tmp = fs.mkdtempSync(path.join(cacheRoot, 'tmp-'));
    try {
      sh(py, ['-m', 'pip', 'download', '-q', '--no-deps', '--only-binary=:all:', '--implementation', 'cp', '--python-version', '3.12', '--abi', 'cp312', '--platform', `manylinux_2_27_${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`, '-d', tmp, `${TF.dist}==${TF.version}`], { hint: 'check that pip reaches its package index, then run again' });
      const wheel = path.join(tmp, fs.readdirSync(tmp).find((f) => f.endsWith('.whl')) ?? fail('pip downloaded no wheel', 'run again'));
      sh(py, ['-c', 'import sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nfor m in sys.argv[3:]: z.extract(m, sys.argv[2])', wheel, tmp,
        ...LIBS.map((l) => `tensorflow/${l}`), ...HEADERS.map((h) => `tensorflow/include/${h}`)]);
      fs.renameSync(path.join(tmp, 'tensorflow'), tfDir);
    } finally { fs.rmSync(tmp, { recursive: true, force: true }); }
  });

  step('TensorFlow binding (compile)', `${addon}.ok`, addonKey, () => {
    const inc = path.join(at('node_modules', 'node-api-headers'), 'include');
    const b = (f) => path.join(tfjs, 'binding', f);
    const tmp = `${addon}.${process.pid}`;
    sh(cxx, ['-shared', '-fPIC', '-O2', '-std=gnu++17', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION', '-w', `-I${inc}`, `-I${path.join(tfDir, 'include')}`, `-I${path.dirname(tfjs)}`,
      b('tfjs_backend.cc'), b('tfjs_binding.cc'), ...LIBS.map((l) => path.join(tfDir, l)), '-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', tmp], { hint: 'apt-get install g++ (GCC 9 or newer)' });
    fs.renameSync(tmp, addon);
  }, [addon]);

  const node = path.join(tfjs, 'lib', 'napi-v8', 'tfjs_binding.node');
  step('TensorFlow binding (link)', path.join(tfjs, '.strata-link'), hash(addonKey, tfDir), () => {
    fs.mkdirSync(path.dirname(node), { recursive: true });
    fs.mkdirSync(path.join(tfjs, 'deps', 'lib'), { recursive: true });
    for (const l of LIBS) { const to = path.join(tfjs, 'deps', 'lib', l); fs.rmSync(to, { force: true }); fs.symlinkSync(path.join(tfDir, l), to); }
    fs.copyFileSync(addon, node);
  }, [node]);

  const kdir = path.join(venv, 'share', 'jupyter', 'kernels', 'strata');
  step('kernelspec strata', path.join(venv, '.strata-kernel'), hash('2', root), () => {
    fs.mkdirSync(path.join(venv, 'etc', 'jupyter', 'labconfig'), { recursive: true });
    fs.writeFileSync(path.join(venv, 'etc', 'jupyter', 'labconfig', 'page_config.json'), '{ "disabledExtensions": { "@jupyterlab/apputils-extension:announcements": true } }\n');
    fs.mkdirSync(path.dirname(kdir), { recursive: true });
    fs.rmSync(kdir, { recursive: true, force: true });
    fs.symlinkSync(at('kernel'), kdir);
  }, [path.join(kdir, 'kernel.json')]);
}
try { main(); console.log('ready: npm run build, then .venv/bin/jupyter lab'); } catch (e) {
  if (!(e instanceof SetupError)) throw e;
  console.error(`setup: ${e.message}`); process.exit(1);
}
