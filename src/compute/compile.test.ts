import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { compile } from './compile.js';
import { useDevice } from './device.js';
import { gatherRows } from './gather.js';
import type { LearnerSpec } from './learner.js';
import { lstmLastHidden, lstmSequence } from './lstm.js';
import { adam, type Optimiser, sgd } from './optimiser.js';

beforeAll(async () => {
  await useDevice();
});

const steps = 6;
const batch = 12;
const hidden = 5;

function weights(shape: readonly number[], label: string): Float32Array {
  const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
  generator(3).split(label).fillUniform(values, -0.5, 0.5);
  return values;
}

/** An LSTM or a small perceptron that learns the mean of its inputs. */
function spec(network: 'lstm' | 'dense', optimiser: Optimiser): LearnerSpec {
  const shapes: Record<string, readonly number[]> =
    network === 'lstm'
      ? { kernel: [1 + hidden, 4 * hidden], bias: [4 * hidden], out: [hidden, 1] }
      : { kernel: [steps, hidden], bias: [hidden], out: [hidden, 1] };
  type T = Readonly<Record<string, tf.Tensor>>;
  const get = (v: T, name: string): tf.Tensor => v[name] as tf.Tensor;
  const forward = (v: T, x: tf.Tensor): tf.Tensor => {
    const [kernel, bias] = [get(v, 'kernel'), get(v, 'bias')];
    const h =
      network === 'lstm'
        ? lstmLastHidden(tf.reshape(x, [steps, -1, 1]), kernel, bias)
        : tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, kernel as tf.Tensor2D, true), bias));
    return tf.matMul(h as tf.Tensor2D, get(v, 'out') as tf.Tensor2D);
  };
  return {
    variables: {
      ...Object.fromEntries(Object.entries(shapes).map(([n, shape]) => [n, { shape, values: weights(shape, n) }])),
      copy: { shape: [hidden, 1], values: new Float32Array(hidden), trainable: false },
    },
    optimiser,
    programs: {
      train: {
        kind: 'update',
        inputs: { x: { shape: [steps, batch], dtype: 'float32' }, y: { shape: [batch, 1], dtype: 'float32' } },
        loss: (v, x) => {
          const error = tf.sub(forward(v, get(x, 'x')), get(x, 'y'));
          return { loss: tf.mean(tf.square(error)) as tf.Scalar, errors: tf.reshape(error, [batch]) };
        },
      },
      predict: {
        kind: 'evaluate',
        inputs: { x: { shape: [steps, 3], dtype: 'float32' } },
        outputs: (v, x) => ({ y: forward(v, get(x, 'x')), best: tf.argMax(tf.reshape(forward(v, get(x, 'x')), [3])) }),
      },
      keep: { kind: 'assign', inputs: {}, assign: (v) => ({ copy: get(v, 'out') }) },
    },
  };
}

function data(seed: number): { x: Float32Array; y: Float32Array } {
  const x = new Float32Array(steps * batch);
  generator(seed).fillNormal(x);
  const y = Float32Array.from(
    { length: batch },
    (_, b) => Array.from({ length: steps }, (_, t) => x[t * batch + b] as number).reduce((a, c) => a + c, 0) / steps,
  );
  return { x, y };
}

const optimisers: Record<string, Optimiser> = {
  'gradient descent': sgd({ learningRate: 0.05 }),
  momentum: sgd({ learningRate: 0.02, momentum: 0.9 }),
  'Adam, corrected epsilon': adam({ learningRate: 0.01, epsilon: 1e-3 }),
  'Adam, uncorrected epsilon': adam({ learningRate: 0.01, epsilon: 1e-3, epsilonForm: 'uncorrected' }),
  'Adam with clipping': adam({ learningRate: 0.01, clipNorm: 0.05 }),
};

describe.each(['dense', 'lstm'] as const)('%s', (network) => {
  it.each(Object.keys(optimisers))('captured and eager agree to 1e-5 over 50 updates: %s', async (name) => {
    const [captured, eager] = await Promise.all(
      (['captured', 'eager'] as const).map((mode) => compile(spec(network, optimisers[name] as Optimiser), { mode })),
    );
    if (!captured || !eager) throw new Error('not compiled');
    let first = 0;
    let last = 0;
    for (let step = 0; step < 50; step++) {
      const batchData = data(step);
      const [a, b] = [await captured.run('train', batchData), await eager.run('train', batchData)];
      last = a.loss?.[0] as number;
      if (step === 0) first = last;
      expect(Math.abs(last - (b.loss?.[0] as number))).toBeLessThan(1e-5);
      for (let i = 0; i < batch; i++)
        expect(Math.abs((a.errors?.[i] as number) - (b.errors?.[i] as number))).toBeLessThan(1e-5);
    }
    expect(last).toBeLessThan(first);
    for (const variable of ['kernel', 'bias', 'out']) {
      const [a, b] = [await captured.read(variable), await eager.read(variable)];
      for (let i = 0; i < a.length; i++) expect(Math.abs((a[i] as number) - (b[i] as number))).toBeLessThan(1e-5);
    }
    captured.dispose();
    eager.dispose();
  });
});

describe('two forms of Adam', () => {
  it('differ where epsilon is large', async () => {
    const run = async (optimiser: Optimiser): Promise<number> => {
      const learner = await compile(spec('dense', optimiser));
      await learner.run('train', data(1));
      const value = (await learner.read('out'))[0] as number;
      learner.dispose();
      return value;
    };
    const [a, b] = [
      await run(optimisers['Adam, corrected epsilon'] as Optimiser),
      await run(optimisers['Adam, uncorrected epsilon'] as Optimiser),
    ];
    expect(Math.abs(a - b)).toBeGreaterThan(1e-5);
  });
});

describe.each(['captured', 'eager'] as const)('%s learner', (mode) => {
  it('evaluates without change, assigns copies and keeps types', async () => {
    const learner = await compile(spec('dense', sgd({ learningRate: 0.1 })), { mode });
    const x = weights([steps, 3], 'x');
    const before = await learner.run('predict', { x });
    expect(before.y).toHaveLength(3);
    expect(before.best).toBeInstanceOf(Int32Array);
    expect((await learner.run('predict', { x })).y).toEqual(before.y);
    await learner.run('keep');
    expect(await learner.read('copy')).toEqual(await learner.read('out'));
    await learner.run('train', data(1));
    expect(await learner.read('copy')).not.toEqual(await learner.read('out'));
    learner.dispose();
  });

  it('goes on exactly from a saved state', async () => {
    const make = () => compile(spec('lstm', adam({ learningRate: 0.01 })), { mode });
    const a = await make();
    for (let step = 0; step < 5; step++) await a.run('train', data(step));
    const state = await a.save();
    const b = await make();
    b.load(state);
    for (let step = 5; step < 10; step++) {
      expect(await b.run('train', data(step))).toEqual(await a.run('train', data(step)));
    }
    expect(await b.save()).toEqual(await a.save());
    a.dispose();
    b.dispose();
  });

  it('leaves the number of tensors as it was over 1,000 steps', async () => {
    const learner = await compile(spec('dense', adam({ learningRate: 0.01 })), { mode });
    await learner.run('train', data(0));
    const tensors = learner.tensorCount();
    for (let step = 0; step < 1000; step++) await learner.run('train', data(1));
    expect(learner.tensorCount()).toBe(tensors);
    learner.dispose();
  });

  it('keeps two learners apart', async () => {
    const [a, b] = [
      await compile(spec('dense', sgd({ learningRate: 0.1 })), { mode }),
      await compile(spec('dense', sgd({ learningRate: 0.1 })), { mode }),
    ];
    const before = await b.read('out');
    await a.run('train', data(1));
    expect(await b.read('out')).toEqual(before);
    a.write('out', new Float32Array(hidden).fill(2));
    expect(await a.read('out')).toEqual(new Float32Array(hidden).fill(2));
    expect(await b.read('out')).toEqual(before);
    a.dispose();
    b.dispose();
  });

  it('refuses wrong inputs, states and names by name', async () => {
    const learner = await compile(spec('dense', sgd({ learningRate: 0.1 })), { mode });
    await expect(learner.run('train', { x: new Float32Array(3), y: new Float32Array(batch) })).rejects.toThrow(
      /needs 72 values for x of shape \[6, 12\]; received 3/,
    );
    await expect(learner.run('train', { ...data(1), z: new Float32Array(1) })).rejects.toThrow(
      /no input z; it has x, y/,
    );
    await expect(learner.run('fly')).rejects.toThrow(/no program fly; there are train, predict, keep/);
    await expect((async () => learner.read('w'))()).rejects.toThrow(/no variable w; there are kernel/);
    const other = await compile(spec('lstm', adam({ learningRate: 0.1 })), { mode });
    const state = await other.save();
    expect(() => learner.load(state)).toThrow(/another learner/);
    learner.dispose();
    other.dispose();
  });
});

describe('capturing', () => {
  it('names the operator that uses a tensor from outside, and a read of values', async () => {
    const outside = tf.tensor1d([1, 2, 3]);
    tf.square(outside).dispose();
    const program = (work: (x: tf.Tensor) => tf.Tensor): LearnerSpec => ({
      variables: {},
      programs: {
        p: {
          kind: 'evaluate',
          inputs: { x: { shape: [3], dtype: 'float32' } },
          outputs: (_, x) => ({ y: work(x.x as tf.Tensor) }),
        },
      },
    });
    await expect(compile(program((x) => tf.add(x, outside)))).rejects.toThrow(
      /Add uses a tensor that was made outside/,
    );
    await expect(compile(program((x) => tf.scalar(x.dataSync()[0] as number)))).rejects.toThrow(/must not read values/);
    outside.dispose();
  });

  it('gathers rows of a device-side matrix by index', async () => {
    const learner = await compile({
      variables: { rows: { shape: [4, 2], values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7), trainable: false } },
      programs: {
        window: {
          kind: 'evaluate',
          inputs: { at: { shape: [3], dtype: 'int32' } },
          outputs: (v, x) => ({ rows: gatherRows(v.rows as tf.Tensor2D, x.at as tf.Tensor1D) }),
        },
      },
    });
    expect((await learner.run('window', { at: Int32Array.of(3, 0, 3) })).rows).toEqual(
      Float32Array.of(6, 7, 0, 1, 6, 7),
    );
    learner.dispose();
  });
});

describe('fused LSTM', () => {
  it('gives the composed layer’s values and gradients', () => {
    const x = tf.tensor3d(weights([steps, batch, 2], 'input'), [steps, batch, 2]);
    const w = tf.tensor2d(weights([2 + hidden, 4 * hidden], 'w'), [2 + hidden, 4 * hidden]);
    const b = tf.tensor1d(weights([4 * hidden], 'b'));
    const plain = (input: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor): tf.Tensor => {
      let h: tf.Tensor = tf.zeros([batch, hidden]);
      let c: tf.Tensor = tf.zeros([batch, hidden]);
      const states: tf.Tensor[] = [];
      for (let t = 0; t < steps; t++) {
        const joined = tf.concat([tf.reshape(tf.slice(input, [t, 0, 0], [1, batch, 2]), [batch, 2]), h], 1);
        const [i, f, g, o] = tf.split(tf.add(tf.matMul(joined as tf.Tensor2D, kernel as tf.Tensor2D), bias), 4, 1);
        c = tf.add(tf.mul(tf.sigmoid(f as tf.Tensor), c), tf.mul(tf.sigmoid(i as tf.Tensor), tf.tanh(g as tf.Tensor)));
        h = tf.mul(tf.sigmoid(o as tf.Tensor), tf.tanh(c));
        states.push(h);
      }
      return tf.stack(states);
    };
    const weight = tf.tensor3d(weights([steps, batch, hidden], 'dy'), [steps, batch, hidden]);
    const both = [lstmSequence, plain].map((layer) => {
      const gradients = tf.grads((...a) =>
        tf.sum(tf.mul(layer(a[0] as tf.Tensor, a[1] as tf.Tensor, a[2] as tf.Tensor), weight)),
      )([x, w, b]);
      return [layer(x, w, b), ...gradients].map((t) => t.dataSync());
    });
    for (let k = 0; k < 4; k++) {
      const [a, e] = [both[0]?.[k] as Float32Array, both[1]?.[k] as Float32Array];
      for (let i = 0; i < a.length; i++)
        expect(Math.abs((a[i] as number) - (e[i] as number)), `output ${k}, value ${i}: ${a[i]} ${e[i]}`).toBeLessThan(
          1e-5,
        );
    }
  });
});
