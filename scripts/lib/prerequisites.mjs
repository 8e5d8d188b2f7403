// What the machine must have before any slow work begins; everything that is missing is told at once.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { SetupError } from './failure.mjs';
import { have } from './process.mjs';
import { cacheFolder, root } from './project.mjs';
import { systemPython } from './python.mjs';

/** @typedef {import('./failure.mjs').Problem} Problem */

/**
 * @param {readonly import('./steps.mjs').Step[]} due steps that will be done
 * @throws SetupError listing all that is missing, each with its remedy
 */
export function checkPrerequisites(due) {
  const commands = new Set(due.flatMap((step) => step.needs ?? []));
  const problems = [
    ...nodeProblems(process.versions.node, process.platform),
    ...(commands.has('npm') && !have('npm')
      ? [{ what: 'npm is missing', remedy: 'install npm (it comes with Node)' }]
      : []),
    ...(commands.has(systemPython) ? pythonProblems(systemPython) : []),
    ...spaceProblems(due),
  ];
  if (problems.length > 0) throw new SetupError(problems);
}

/** @returns {Problem[]} */
export function nodeProblems(/** @type {string} */ version, /** @type {string} */ platform) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const supported = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  return [
    ...(supported
      ? []
      : [{ what: `Node ${version} is not supported`, remedy: 'use Node 20.19 or newer, 22.12 or newer, or 24' }]),
    ...(platform === 'win32'
      ? [{ what: 'Windows is not supported', remedy: 'use the Windows Subsystem for Linux (wsl --install)' }]
      : []),
  ];
}

/** @returns {Problem[]} */
export function pythonProblems(/** @type {string} */ python) {
  if (!have(python))
    return [{ what: `${python} is missing (Jupyter needs it)`, remedy: 'apt-get install python3 python3-venv' }];
  const test = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  const { status, stderr } = spawnSync(python, ['-c', test], { encoding: 'utf8' });
  if (status === 0) return [];
  const said = stderr?.trim().split('\n').at(-1) || 'it is older than 3.10';
  return [
    {
      what: `${python} cannot make a virtual environment (${said})`,
      remedy: 'apt-get install python3-venv (Python 3.10 or newer), or set PYTHON to another interpreter',
    },
  ];
}

/** Disk space of what is due, summed over the steps that fill one disk. @returns {Problem[]} */
function spaceProblems(/** @type {readonly import('./steps.mjs').Step[]} */ due) {
  const places = [
    { place: 'project', folder: root, remedy: 'make room' },
    {
      place: 'cache',
      folder: cacheFolder(),
      remedy: 'make room, or set STRATA_CACHE to a folder on a larger disk',
    },
  ];
  /** @type {Map<number, { folder: string, remedy: string, needsMb: number, freeMb: number }>} */
  const disks = new Map();
  for (const { place, folder, remedy } of places) {
    const needsMb = due.filter((step) => step.place === place).reduce((sum, step) => sum + (step.needsMb ?? 0), 0);
    if (needsMb === 0) continue;
    const present = existing(folder);
    const { bavail, bsize } = fs.statfsSync(present);
    const { dev } = fs.statSync(present);
    const before = disks.get(dev)?.needsMb ?? 0;
    disks.set(dev, { folder, remedy, needsMb: before + needsMb, freeMb: (bavail * bsize) / 2 ** 20 });
  }
  return [...disks.values()].flatMap(tooSmall);
}

/** @returns {Problem[]} */
export function tooSmall(
  /** @type {{ folder: string, remedy: string, needsMb: number, freeMb: number }} */ {
    folder,
    remedy,
    needsMb,
    freeMb,
  },
) {
  if (freeMb >= needsMb) return [];
  return [{ what: `${folder} has ${Math.floor(freeMb)} MB free, ${needsMb} MB are needed`, remedy }];
}

/** The nearest folder above that exists. */
export function existing(/** @type {string} */ folder) {
  let found = folder;
  while (!fs.existsSync(found)) found = path.dirname(found);
  return found;
}
