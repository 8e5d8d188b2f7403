// The npm packages, exactly as package-lock.json names them, without install scripts.
import fs from 'node:fs';
import { run } from './process.mjs';
import { at, hash, read, writeWhole } from './project.mjs';

const stamp = at('node_modules', '.strata-lock');

/** @returns {import('./steps.mjs').Step} */
export function packages() {
  const want = hash(read(at('package-lock.json')));
  return {
    name: 'npm packages',
    place: 'project',
    needsMb: 1000,
    needs: ['npm'],
    done: () => {
      if (read(stamp) === want) return true;
      if (!installedByHand()) return false;
      writeWhole(stamp, want);
      return true;
    },
    work: async () => {
      fs.rmSync(stamp, { force: true });
      const flags = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
      await run('npm', ['ci', ...flags], {
        remedy: 'check that npm reaches its registry (npm ping), then run again: it goes on where it stopped',
      });
      writeWhole(stamp, want);
    },
  };
}

/**
 * Whether node_modules already holds what the lock file names, from a person's own `npm ci` or `npm install`. npm writes the list
 * of what it has installed at the very end; packages for other platforms are not in it.
 */
function installedByHand() {
  const [wanted, present] = [at('package-lock.json'), at('node_modules', '.package-lock.json')].map(lockedPackages);
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([folder, { version, link, optional }]) => {
    const found = present[folder];
    if (!found) return folder === '' || Boolean(optional);
    return found.version === version && found.link === link;
  });
}

/** @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }> | undefined} */
function lockedPackages(/** @type {string} */ file) {
  const text = read(file);
  return text === '' ? undefined : JSON.parse(text).packages;
}
