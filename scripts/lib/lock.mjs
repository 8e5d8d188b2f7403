// A folder as a lock, so that two set-ups do not do the same work at once: the second waits, and one whose owner is gone is taken over.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeExit, watchChildren } from './process.mjs';
import { read } from './project.mjs';

/**
 * Holds the lock while `work` runs. Nothing relies on the lock for correctness of the cache (its folders are renamed into place whole),
 * so a lock held beyond `patienceMs` is taken over rather than waited for without end.
 *
 * A killed set-up can leave npm or pip at work. The lock names that child, and it is waited for like an owner.
 *
 * @template T
 * @param {string} folder
 * @param {() => Promise<T>} work
 * @param {number} [patienceMs]
 * @returns {Promise<T>}
 */
export async function withLock(folder, work, patienceMs = 1_200_000) {
  await take(folder, patienceMs);
  const note = (/** @type {string} */ name, /** @type {number | undefined} */ pid) =>
    fs.writeFileSync(path.join(folder, name), pid === undefined ? '' : identity(pid));
  const release = () => fs.rmSync(folder, { recursive: true, force: true });
  const forget = beforeExit(release);
  const unwatch = watchChildren((pid) => fs.existsSync(folder) && note('child', pid));
  try {
    return await work();
  } finally {
    unwatch();
    forget();
    release();
  }
}

async function take(/** @type {string} */ folder, /** @type {number} */ patienceMs) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const started = Date.now();
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(folder);
      fs.writeFileSync(path.join(folder, 'owner'), identity(process.pid));
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(folder);
    if (holder === undefined || Date.now() - started > patienceMs) {
      fs.rmSync(folder, { recursive: true, force: true });
      continue;
    }
    if (!told) console.log(`  wait  another set-up is at work (${holder}); this one goes on when it has ended`);
    told = true;
    await sleep(100);
  }
}

/** Who holds a lock, in words; undefined where nobody does. */
function holderOf(/** @type {string} */ folder) {
  const owner = read(path.join(folder, 'owner'));
  const made = fs.statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  // Between making the folder and writing its owner there is a moment without a name.
  if (owner === '') return made !== undefined && Date.now() - made < 5000 ? 'just begun' : undefined;
  const [pid, host] = owner.split(' ');
  if (host !== os.hostname()) return `process ${pid} on ${host}`;
  if (isSame(owner)) return `process ${pid}`;
  const child = read(path.join(folder, 'child'));
  return child !== '' && isSame(child) ? `process ${child.split(' ')[0]}, left by one that was killed` : undefined;
}

/** Process id, host and, where the system tells, the time the process started: a later process of the same id is another one. */
function identity(/** @type {number} */ pid) {
  return `${pid} ${os.hostname()} ${startOf(pid)}`;
}

function isSame(/** @type {string} */ noted) {
  const pid = Number(noted.split(' ')[0]);
  return isAlive(pid) && noted === identity(pid);
}

function startOf(/** @type {number} */ pid) {
  // Fields 3 (state) and 22 (start) of /proc/PID/stat; the name in field 2 may hold blanks, so fields are counted after its bracket.
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
}

/** Whether a process of this id runs. */
export function isAlive(/** @type {number} */ pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
