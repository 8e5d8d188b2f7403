import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { eiieNetwork } from './eiie-network.js';
import type { Network } from './network.js';

beforeAll(async () => {
  await useDevice();
});

const options = { assets: 3, features: 2, window: 5 };
const market = Float32Array.from({ length: 5 * 6 }, (_, k) => Math.sin(3 * k));

async function scores(network: Network, rows: Float32Array, held: number[], cashScore = 0): Promise<number[]> {
  const p = Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape, values }]) => [
      name,
      name === 'cash' ? tf.fill([1, 1], cashScore) : tf.tensor(values, [...shape]),
    ]),
  );
  const input = { market: tf.tensor3d(rows, [1, 5, 6]), values: tf.tensor2d(held, [1, held.length]) };
  return [...(await network.apply(p, input).data())];
}

it('treats assets alike: exchanged ones exchange their scores, the cash keeps its own', async () => {
  const network = eiieNetwork(options, generator(1));
  const turned = Float32Array.from(market, (_, k) => market[6 * Math.floor(k / 6) + (((k % 6) + 2) % 6)] as number);
  const [cash, ...before] = await scores(network, market, [0.1, 0.2, 0.3, 0.4], 0.7);
  const [cashAfter, ...after] = await scores(network, turned, [0.1, 0.3, 0.4, 0.2], 0.7);
  expect([cash, cashAfter]).toEqual([Math.fround(0.7), Math.fround(0.7)]);
  expect(after).toEqual([before[1], before[2], before[0]]);
  expect(new Set(before).size).toBe(3);
});

it('adds the weight held before to the score of its asset alone, in proportion', async () => {
  const network = eiieNetwork(options, generator(1));
  const factor = network.parameters['score/kernel']?.values[10] as number;
  const [a, b] = [await scores(network, market, [1, 0, 0, 0]), await scores(network, market, [0.5, 0, 0.5, 0])];
  expect((b[2] as number) - (a[2] as number)).toBeCloseTo(0.5 * factor, 5);
  expect([b[0], b[1], b[3]]).toEqual([a[0], a[1], a[3]]);
});

it('may be without cash, and wants its inputs', async () => {
  const network = eiieNetwork({ ...options, cash: false }, generator(1));
  expect(await scores(network, market, [0.2, 0.3, 0.5])).toHaveLength(3);
  await expect(scores(network, market, [0.2, 0.8])).rejects.toThrow(/3 weights held before/);
  expect(() => eiieNetwork({ ...options, window: 1 }, generator(1))).toThrow(/received 1/);
});
