// Steps a second of the execution environment on one core: 256 orders at once over eight generated days, random valid actions, new orders where
// one ends; one step is one order moved on by one snapshot. Beside it the same environment written in Python by the same rules, with numba
// (from the book's columns, and from the same index of outcomes) and with NumPy; they work the same orders and must be paid the same to the last bit.
// Actions are drawn beforehand, on both sides. numba's steps run in one compiled loop, ours are a call each, as a learner makes them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { generator } from 'strata';
import { executionWorld, writeWorld } from './lib/execution-world.mjs';
import { inPairs } from './lib/pairs.mjs';
import { linePeer, peerPython } from './lib/peer.mjs';

const [days, count, calls, actionRows, mostOrders] = [8, 256, 4000, 1024, 64];
const seed = 'bench environment';

export async function run({ threads }) {
  const world = executionWorld(days, count);
  const { environment } = world;
  const random = generator('bench actions');
  const actions = Int32Array.from({ length: actionRows * count }, () => random.integer(3));
  const rows = Array.from({ length: actionRows }, (_, k) => actions.subarray(k * count, (k + 1) * count));

  const ours = async (steps) => {
    environment.reset(generator(seed));
    const started = performance.now();
    for (let k = 0; k < steps; k++) environment.step(rows[k % actionRows]);
    return performance.now() - started;
  };
  const rate = (ms) => count / ms / 1000;
  const python = await peerPython('bench-numba', ['numba==0.68.1', 'numpy'], '150 MB').catch(() => undefined);
  if (!python) {
    await ours(calls);
    console.log(`environment: ${rate((await ours(calls)) / calls).toFixed(1)} M steps/s (ours alone)`);
    throw new Error('numba could not be installed: ours is measured alone');
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-environment-'));
  try {
    writeWorld(folder, world, seed, actions, mostOrders);
    const paid = totalReward(environment, rows);
    const out = [];
    for (const peerName of ['numba', 'numba, from our index', 'NumPy']) {
      const peer = await linePeer(python, [
        fileURLToPath(new URL('environment.py', import.meta.url)),
        folder,
        peerName,
      ]);
      try {
        const theirs = await peer.measure(-calls);
        if (theirs !== paid) throw new Error(`${peerName} is paid ${theirs} bp in all, ours ${paid}: the rules differ`);
        const slow = peerName === 'NumPy';
        const pair = await inPairs(ours, peer.measure, {
          blocks: slow ? 3 : 9,
          steps: calls / (slow ? 4 : 1),
          warmup: 1,
        });
        out.push({
          name: 'environment, 256 orders',
          ours: rate(pair.ours),
          peer: rate(pair.peer),
          peerName,
          ratio: pair.ratio,
          unit: 'M steps/s',
          threads,
        });
      } finally {
        peer.stop();
      }
    }
    return out;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Sum of all rewards, call by call and slot by slot. */
function totalReward(environment, rows) {
  environment.reset(generator(seed));
  let sum = 0;
  for (let k = 0; k < calls; k++) {
    environment.step(rows[k % actionRows]);
    for (let i = 0; i < count; i++) sum += environment.rewards[i];
  }
  return sum;
}
