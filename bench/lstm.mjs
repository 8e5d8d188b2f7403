// The Macro Trader's training step (LSTM, 960 sequences of 20, 64 hidden units, Adam, loss read back) beside PyTorch, pair by pair.
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { adam, compile, dense, denseParameters, generator, lstmLastHidden, lstmParameters } from 'strata';
import { inPairs } from './lib/pairs.mjs';
import { peers, torchPeer } from './lib/torch.mjs';

const [sequences, steps, hidden] = [960, 20, 64];

async function ours() {
  const random = generator('bench lstm');
  const inputs = new Float32Array(steps * sequences);
  random.fillUniform(inputs);
  const targets = Float32Array.from({ length: sequences }, (_, s) => {
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += inputs[t * sequences + s] / steps;
    return sum;
  });
  const lstm = lstmParameters(1, hidden, random.split('lstm'));
  const head = denseParameters(hidden, 1, random.split('head'));
  const learner = await compile(
    {
      variables: {
        x: { shape: [steps, sequences, 1], values: inputs, trainable: false },
        y: { shape: [sequences, 1], values: targets, trainable: false },
        kernel: lstm.kernel,
        bias: lstm.bias,
        headKernel: head.kernel,
        headBias: head.bias,
      },
      optimiser: adam({ learningRate: 1e-4 }),
      programs: {
        train: {
          kind: 'update',
          inputs: {},
          loss: (v) => {
            const estimate = dense(tf.relu(lstmLastHidden(v.x, v.kernel, v.bias)), v.headKernel, v.headBias);
            return tf.mean(tf.square(tf.sub(estimate, v.y)));
          },
        },
      },
    },
    { mode: 'captured' },
  );
  return async (count) => {
    const started = performance.now();
    for (let i = 0; i < count; i++) await learner.run('train');
    return performance.now() - started;
  };
}

export async function run({ threads }) {
  const measure = await ours();
  const script = fileURLToPath(new URL('lstm.py', import.meta.url));
  const rows = [];
  for (const [name, environment] of Object.entries(await peers())) {
    const peer = await torchPeer(script, threads, environment);
    try {
      const { ours: a, peer: b, ratio } = await inPairs(measure, peer.measure);
      rows.push({
        name: 'lstm training step',
        ours: a,
        peer: b,
        peerName: `PyTorch, ${name}`,
        ratio,
        unit: 'ms',
        threads,
      });
    } finally {
      peer.stop();
    }
  }
  return rows;
}
