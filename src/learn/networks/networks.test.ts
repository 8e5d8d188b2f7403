import fs from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { lstmSequence, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { dense, denseParameters } from './dense.js';
import { lstmParameters } from './lstm.js';

interface Golden {
  lstm: Record<'steps' | 'batch' | 'features' | 'hidden', number> &
    Record<'x' | 'kernel' | 'bias' | 'weight' | 'output' | 'dx' | 'dkernel' | 'dbias', number[]>;
  dense: { loss: number } & Record<'x' | 'kernel' | 'bias' | 'target' | 'dx' | 'dkernel' | 'dbias', number[]>;
}
const golden = JSON.parse(
  fs.readFileSync(new URL('../../../test/golden/networks.json', import.meta.url), 'utf8'),
) as Golden;

beforeAll(async () => {
  await useDevice();
});

function close(actual: tf.Tensor, expected: readonly number[]): void {
  const values = actual.dataSync();
  expect(values).toHaveLength(expected.length);
  for (const [i, e] of expected.entries()) expect(Math.abs((values[i] as number) - e), `value ${i}`).toBeLessThan(2e-6);
}

describe('layers against PyTorch', () => {
  it('LSTM: values and gradients', () => {
    const { steps, batch, features, hidden, ...g } = golden.lstm;
    const x = tf.tensor(g.x, [steps, batch, features]);
    const kernel = tf.tensor(g.kernel, [features + hidden, 4 * hidden]);
    const bias = tf.tensor(g.bias, [4 * hidden]);
    const weight = tf.tensor(g.weight, [steps, batch, hidden]);
    close(lstmSequence(x, kernel, bias), g.output);
    const [dx, dkernel, dbias] = tf.grads((a, b, c) =>
      tf.sum(tf.mul(lstmSequence(a as tf.Tensor, b as tf.Tensor, c as tf.Tensor), weight)),
    )([x, kernel, bias]);
    close(dx as tf.Tensor, g.dx);
    close(dkernel as tf.Tensor, g.dkernel);
    close(dbias as tf.Tensor, g.dbias);
  });

  it('dense: loss and gradients', () => {
    const g = golden.dense;
    const target = tf.tensor(g.target, [6, 3]);
    const loss = (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Scalar =>
      tf.mean(tf.square(tf.sub(tf.relu(dense(x as tf.Tensor2D, kernel, bias)), target)));
    const inputs = [tf.tensor(g.x, [6, 4]), tf.tensor(g.kernel, [4, 3]), tf.tensor(g.bias, [3])] as const;
    close(loss(...inputs), [g.loss]);
    const gradients = tf.grads((a, b, c) => loss(a as tf.Tensor, b as tf.Tensor, c as tf.Tensor))([...inputs]);
    for (const [i, e] of [g.dx, g.dkernel, g.dbias].entries()) close(gradients[i] as tf.Tensor, e);
  });
});

describe('first values', () => {
  it('are seeded, bounded, and as their library has them', () => {
    const torch = denseParameters(16, 4, generator(1));
    expect(torch).toEqual(denseParameters(16, 4, generator(1)));
    expect(Math.max(...torch.kernel.values.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(Math.max(...torch.kernel.values.map(Math.abs))).toBeGreaterThan(0.2);
    expect([...denseParameters(16, 4, generator(1), 'keras').bias.values]).toEqual([0, 0, 0, 0]);
    const lstm = lstmParameters(3, 2, generator(1), 'keras');
    expect([...lstm.bias.values]).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(lstm.kernel.shape).toEqual([5, 8]);
  });
});
