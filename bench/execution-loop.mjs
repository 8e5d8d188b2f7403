// Double DQN end to end on the execution environment (act, step, remember, learn): 16 orders at once, a batch of 128 every fourth step,
// MLP 43-64-64-3 on the book's row and the order's progress. Beside it stable-baselines3 as installed (its DQN, which has no double
// target and so does less) and a Double DQN written by hand for PyTorch; both on the same environment in numba, without masks.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { adam, dqnLearner, generator, offPolicyAgent, perceptron, train } from 'strata';
import { executionWorld, writeWorld } from './lib/execution-world.mjs';
import { inPairs } from './lib/pairs.mjs';
import { linePeer } from './lib/peer.mjs';
import { peers, torchPython } from './lib/torch.mjs';

const [days, count, features] = [8, 16, 41];
const seed = 'bench execution loop';

/** Row of the book and private numbers side by side, through a perceptron. */
function network(random) {
  const layers = perceptron([features + 2, 64, 64, 3], random);
  const apply = (p, { market, values }) =>
    layers.apply(p, tf.concat([tf.reshape(market, [values.shape[0], features]), values], 1));
  return { parameters: layers.parameters, outputs: 3, apply };
}

async function loop(environment) {
  const learner = dqnLearner(
    {
      observation: { space: environment.observationSpace, window: 1 },
      choices: 3,
      network,
      actors: count,
      batchSize: 128,
      optimiser: adam({ learningRate: 1e-4, clipNorm: 10 }),
      loss: 'huber',
      masked: true,
    },
    generator(seed),
  );
  const agent = await offPolicyAgent(
    {
      learner,
      environment,
      replay: { capacity: 100_000, discount: 0.99 },
      batchSize: 128,
      exploration: { kind: 'epsilon', epsilon: 0.1 },
      warmUp: 1000,
      rounds: count / 4,
      sync: { every: 2500, per: 'updates' },
    },
    generator(seed),
  );
  let steps = 0;
  return async (n) => {
    steps += n;
    const started = performance.now();
    await train({ environment, agent, random: generator(seed), until: { steps } });
    return performance.now() - started;
  };
}

export async function run({ threads }) {
  const world = executionWorld(days, count);
  standardise(world.market);
  const ours = await loop(world.environment);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-execution-loop-'));
  try {
    writeWorld(folder, world, seed, new Int32Array(count), 4096);
    const script = fileURLToPath(new URL('execution-loop.py', import.meta.url));
    const settings = { OMP_NUM_THREADS: String(threads), MKL_NUM_THREADS: String(threads) };
    const { installed, tuned } = await peers();
    const sides = [
      ['stable-baselines3', 'sb3', installed],
      ['PyTorch by hand, installed', 'hand', installed],
      ['PyTorch by hand, tuned', 'hand', tuned],
    ];
    const rows = [];
    for (const [peerName, kind, variables] of sides) {
      const args = [script, folder, 'numba', String(count), kind, String(threads)];
      const peer = await linePeer(await torchPython(), args, { ...variables, ...settings });
      try {
        const pair = await inPairs(ours, peer.measure, { steps: 4000, blocks: 7, warmup: 2 });
        const { ours: mine, peer: theirs, ratio } = pair;
        const name = 'DQN loop on the execution environment';
        rows.push({ name, ours: 1e3 / mine, peer: 1e3 / theirs, peerName, ratio, unit: 'steps/s', threads });
      } finally {
        peer.stop();
      }
    }
    return rows;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Columns of the market to mean 0 and deviation 1, in place. */
function standardise({ columns, values }) {
  const [width, rows] = [columns.length, values.length / columns.length];
  for (let c = 0; c < width; c++) {
    let [sum, squares] = [0, 0];
    for (let i = c; i < values.length; i += width) sum += values[i];
    const mean = sum / rows;
    for (let i = c; i < values.length; i += width) squares += (values[i] - mean) ** 2;
    const deviation = Math.sqrt(squares / rows) || 1;
    for (let i = c; i < values.length; i += width) values[i] = (values[i] - mean) / deviation;
  }
}
