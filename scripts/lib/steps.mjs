// Steps of the set-up. A step knows whether it is done, so a second run passes over it and a killed one repeats it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from './lock.mjs';
import { read, writeWhole } from './project.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => boolean} done
 * @property {() => Promise<void>} work
 * @property {'project' | 'cache'} place what it fills
 * @property {number} [needsMb]          disk space it takes there, at its peak
 * @property {readonly string[]} [needs] commands it calls
 */

/**
 * A step whose stamp, written last, says what it was done for.
 * @param {Omit<Step, 'done'> & { stamp: string, want: () => string, makes?: readonly string[] }} options
 * @returns {Step}
 */
export function stamped({ stamp, want, makes = [], work, ...rest }) {
  return {
    ...rest,
    done: () => read(stamp) === want() && makes.every((file) => fs.existsSync(file)),
    work: async () => {
      const wanted = want(); // what changes while the work is done is seen the next time
      fs.rmSync(stamp, { force: true });
      await work();
      writeWhole(stamp, wanted);
    },
  };
}

const complete = '.complete';

/**
 * A step that fills a folder of the cache: written aside, then renamed, so that the folder is whole or absent whoever fills it. The
 * sizes of its files are kept with it, and a file that has lost bytes makes the step due again.
 * @param {Omit<Step, 'done' | 'place' | 'work'> & { folder: string, want: string, fill: (aside: string) => Promise<void> }} options
 * @returns {Step}
 */
export function published({ folder, want, fill, ...rest }) {
  const done = () => isWhole(folder, want);
  return {
    ...rest,
    place: 'cache',
    done,
    work: async () => {
      const parent = path.dirname(folder);
      fs.mkdirSync(parent, { recursive: true });
      removeAbandoned(parent);
      const aside = fs.mkdtempSync(path.join(parent, `aside-${os.hostname()}-${process.pid}-`));
      try {
        const made = path.join(aside, 'made');
        fs.mkdirSync(made);
        await fill(made);
        fs.writeFileSync(path.join(made, complete), JSON.stringify({ want, files: sizes(made) }));
        if (done()) return;
        if (fs.existsSync(folder)) fs.renameSync(folder, path.join(aside, 'old'));
        fs.renameSync(made, folder);
      } catch (error) {
        if (!done()) throw error;
      } finally {
        fs.rmSync(aside, { recursive: true, force: true });
      }
    },
  };
}

function isWhole(/** @type {string} */ folder, /** @type {string} */ want) {
  try {
    const note = JSON.parse(read(path.join(folder, complete)));
    const entries = Object.entries(note.files);
    return note.want === want && entries.every(([name, size]) => fs.statSync(path.join(folder, name)).size === size);
  } catch {
    return false;
  }
}

function sizes(/** @type {string} */ folder) {
  const names = /** @type {string[]} */ (fs.readdirSync(folder, { recursive: true }));
  return Object.fromEntries(
    names
      .map((name) => /** @type {const} */ ([name, fs.statSync(path.join(folder, name))]))
      .filter(([, stat]) => stat.isFile())
      .map(([name, stat]) => [name, stat.size]),
  );
}

/** Removes what killed set-ups of this machine left beside the folders of the cache. */
function removeAbandoned(/** @type {string} */ parent) {
  for (const name of fs.readdirSync(parent)) {
    const [, host, pid] = name.match(/^aside-(.+)-(\d+)-[^-]+$/) ?? [];
    if (host === os.hostname() && !isAlive(Number(pid)))
      fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}
