import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { type Actions, actionBuffer, discrete, multiDiscrete, simplex } from '../../environment/index.js';
import { categorical } from './categorical.js';
import { dirichlet } from './dirichlet.js';
import type { Distribution } from './distribution.js';
import { digamma, logGamma } from './gamma.js';
import { logisticNormal } from './logistic-normal.js';

beforeAll(async () => {
  await useDevice();
});

const numbers = [0.4, -0.3, 1];

function drawn(of: Distribution, room: Actions, spread: number, mask: Uint8Array | null = null): Actions {
  const rows = 20_000;
  const random = generator('draws');
  const row = { numbers: Float32Array.from(Array(rows).fill(numbers).flat()), spread, actions: room, mask };
  for (let b = 0; b < rows; b++) of.draw({ ...row, b }, random);
  return room;
}

/** Mean of a column's entries over 20 000 draws. */
function meanOf(values: ArrayLike<number>, width: number, column: number, f: (x: number) => number = (x) => x): number {
  let sum = 0;
  for (let b = 0; b < values.length / width; b++) sum += f(values[b * width + column] as number);
  return sum / (values.length / width);
}

async function logDensity(of: Distribution, actions: tf.Tensor, rows: number, mask?: tf.Tensor): Promise<Float32Array> {
  const x = tf.tile(tf.tensor2d([numbers]), [rows, 1]) as tf.Tensor2D;
  return (await of.logProbability({}, x, actions, mask).data()) as Float32Array;
}

describe('ln Γ and ψ', () => {
  it('are those of the tables', async () => {
    const at = [1, 1.5, 2, 7.25, 120];
    // Python's math.lgamma, and its central differences of 1e-5.
    const gammas = [0, -0.12078224, 0, 7.0521855, 453.0249];
    const psis = [-0.57721566, 0.036489974, 0.42278434, 1.9104535, 4.7833193];
    const [g, p] = [await logGamma(tf.tensor1d(at)).data(), await digamma(tf.tensor1d(at)).data()];
    for (const k of at.keys()) {
      expect(Math.abs((g[k] as number) - (gammas[k] as number))).toBeLessThan(2e-6 * Math.max(1, gammas[k] as number));
      expect(Math.abs((p[k] as number) - (psis[k] as number))).toBeLessThan(2e-5);
    }
    const slope = await tf
      .grad((x) => logGamma(x))(tf.tensor1d(at))
      .data();
    for (const k of at.keys()) expect(Math.abs((slope[k] as number) - (p[k] as number))).toBeLessThan(2e-5);
  });
});

describe('categorical', () => {
  const shares = numbers.map((x) => Math.exp(x)).map((e, _, all) => e / all.reduce((s, x) => s + x, 0));
  it('has the softmax as its probabilities, in draws too', async () => {
    const of = categorical([3]);
    const logs = await logDensity(of, tf.tensor1d([0, 1, 2], 'int32'), 3);
    const actions = drawn(of, actionBuffer(discrete(3), 20_000), 0);
    for (const [k, share] of shares.entries()) {
      expect(logs[k]).toBeCloseTo(Math.log(share), 5);
      expect(Math.abs(meanOf(actions, 1, 0, (a) => Number(a === k)) - share)).toBeLessThan(0.012);
    }
    const entropy = await of.entropy({}, tf.tensor2d([numbers])).data();
    expect(entropy[0]).toBeCloseTo(-shares.reduce((sum, s) => sum + s * Math.log(s), 0), 5);
  });
  it('gives nothing to what is forbidden', async () => {
    const of = categorical([3]);
    const mask = tf.tensor2d([[1, 0, 1]]);
    const [logs] = await logDensity(of, tf.tensor1d([2], 'int32'), 1, mask);
    const rest = (shares[2] as number) / ((shares[0] as number) + (shares[2] as number));
    expect(logs).toBeCloseTo(Math.log(rest), 5);
    const masks = Uint8Array.from({ length: 60_000 }, (_, k) => Number(k % 3 !== 1));
    const actions = drawn(of, actionBuffer(discrete(3), 20_000), 0, masks);
    expect(Math.abs(meanOf(actions, 1, 0, (a) => Number(a === 2)) - rest)).toBeLessThan(0.012);
    expect(meanOf(actions, 1, 0, (a) => Number(a === 1))).toBe(0);
    const entropy = await of.entropy({}, tf.tensor2d([numbers]), mask).data();
    expect(entropy[0]).toBeCloseTo(-rest * Math.log(rest) - (1 - rest) * Math.log(1 - rest), 5);
  });
  it('multiplies independent branches', async () => {
    const of = categorical([2, 1]);
    const [log] = await logDensity(of, tf.tensor2d([[1, 0]], [1, 2], 'int32'), 1);
    expect(log).toBeCloseTo(Math.log(Math.exp(-0.3) / (Math.exp(0.4) + Math.exp(-0.3))), 5);
    const actions = drawn(of, actionBuffer(multiDiscrete([2, 1]), 20_000), 0);
    expect(Math.abs(meanOf(actions, 2, 0) - Math.exp(-0.3) / (Math.exp(0.4) + Math.exp(-0.3)))).toBeLessThan(0.012);
    expect(meanOf(actions, 2, 1)).toBe(0);
  });
});

describe.each([
  ['dirichlet', dirichlet(3, { spread: 0.1 }), 0.1],
  ['logistic-normal', logisticNormal(3, { spread: 0.7 }), 0.7],
] as const)('%s weights', (name, of, spread) => {
  /** Midpoints of a grid over the triangle of the first two weights, and the area of a cell. */
  const n = 300;
  const grid = Array.from({ length: n * n }, (_, k) => [((k % n) + 0.5) / n, (Math.floor(k / n) + 0.5) / n]).filter(
    ([a = 0, b = 0]) => a + b < 1 - 0.25 / n,
  );
  const points = grid.flatMap(([a = 0, b = 0]) => [a, b, 1 - a - b]);

  it('have a density that adds up to 1, with the entropy and the means of their draws', async () => {
    const logs = await logDensity(of, tf.tensor2d(points, [grid.length, 3]), grid.length);
    const actions = drawn(of, actionBuffer(simplex(3), 20_000), spread);
    let [mass, entropy] = [0, 0];
    const means = [0, 0, 0];
    for (const [k, log] of logs.entries()) {
      const share = Math.exp(log) / n ** 2;
      mass += share;
      entropy -= share * log;
      for (const i of means.keys()) means[i] = (means[i] as number) + share * (points[3 * k + i] as number);
    }
    expect(Math.abs(mass - 1)).toBeLessThan(0.01);
    for (const [i, mean] of means.entries()) expect(Math.abs(meanOf(actions, 3, i) - mean)).toBeLessThan(0.01);
    if (name === 'dirichlet') {
      const [own] = await of.entropy({}, tf.tensor2d([numbers])).data();
      expect(Math.abs((own as number) - entropy)).toBeLessThan(0.02);
    }
  });

  it('lie around the softmax, whose gradient they follow', async () => {
    const value = (x: tf.Tensor): tf.Scalar =>
      tf.sum(of.logProbability({}, x as tf.Tensor2D, tf.tensor2d([[0.9, 0.05, 0.05]])));
    const [first = 0, second = 0, third = 0] = await tf
      .grad(value)(tf.tensor2d([numbers]))
      .data();
    expect(first).toBeGreaterThan(0);
    expect(second).toBeLessThan(0.01 + first);
    expect(third).toBeLessThan(0);
    expect(Math.abs(first + second + third)).toBeLessThan(1e-4);
  });

  it('may learn their spread', () => {
    const learnt =
      name === 'dirichlet'
        ? dirichlet(3, { spread: 0.2, learnt: true })
        : logisticNormal(3, { spread: 0.2, learnt: true });
    expect(learnt.parameters.logSpread?.values[0]).toBeCloseTo(Math.log(0.2), 6);
    expect(() => logisticNormal(3, { spread: 0 })).toThrow(/above 0; received 0/);
  });
});

it('the mode of the Dirichlet is the softmax', async () => {
  const of = dirichlet(3, { spread: 0.1 });
  const soft = numbers.map((x) => Math.exp(x)).map((e, _, all) => e / all.reduce((s, x) => s + x, 0));
  const off = [0.01, -0.01].map((d) => [(soft[0] as number) + d, (soft[1] as number) - d, soft[2] as number]);
  const logs = await logDensity(of, tf.tensor2d([soft, ...off]), 3);
  expect(logs[0]).toBeGreaterThan(logs[1] as number);
  expect(logs[0]).toBeGreaterThan(logs[2] as number);
});
