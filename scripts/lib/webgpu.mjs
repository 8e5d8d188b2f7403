// WebGPU for Node (Dawn): a large optional package, so it lies in the user's cache and not in the lock file.
import fs from 'node:fs';
import path from 'node:path';
import { run } from './process.mjs';
import { at, cacheFolder, hash, read } from './project.mjs';
import { published } from './steps.mjs';

const pins = at('scripts', 'webgpu');

/** Version of the package `webgpu`. */
export const webgpuVersion = () => JSON.parse(read(path.join(pins, 'package.json'))).dependencies.webgpu;

const folder = () => path.join(cacheFolder(), `webgpu-${webgpuVersion()}`);

/** The folder of the package, from which compute loads it. */
export const webgpuPackage = () => path.join(folder(), 'node_modules', 'webgpu');

export function webgpu() {
  return published({
    name: `webgpu ${webgpuVersion()} (once for this user)`,
    needsMb: 400,
    needs: ['npm'],
    folder: folder(),
    want: hash(read(path.join(pins, 'package-lock.json'))),
    fill: async (aside) => {
      for (const name of ['package.json', 'package-lock.json'])
        fs.copyFileSync(path.join(pins, name), path.join(aside, name));
      await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
        cwd: aside,
        remedy: 'check that npm reaches its registry (npm ping), then run again',
      });
    },
  });
}
