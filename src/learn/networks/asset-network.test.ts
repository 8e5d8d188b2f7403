import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { assetNetwork } from './asset-network.js';

beforeAll(async () => {
  await useDevice();
});

const options = { assets: 3, features: 2, window: 5, filters: 4 };
const network = assetNetwork(options, generator(1));
const p = (): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]),
  );
const market = Float32Array.from({ length: 5 * 6 }, (_, k) => Math.sin(3 * k));
const outputs = async (rows: Float32Array): Promise<Float32Array> =>
  (await network.apply(p(), { market: tf.tensor3d(rows, [1, 5, 6]), values: null }).data()) as Float32Array;

it('is two convolutions over each asset’s own features', async () => {
  const seen = await outputs(market);
  const at = (name: string, ...index: number[]): number => {
    const { shape, values } = network.parameters[name] as { shape: readonly number[]; values: Float32Array };
    return values[index.reduce((sum, i, k) => sum * (shape[k] as number) + i, 0)] as number;
  };
  for (let asset = 0; asset < 3; asset++) {
    const first = [0, 1, 2].map((t) =>
      [0, 1, 2, 3].map((f) => {
        let sum = at('first/bias', f);
        for (let s = 0; s < 3; s++)
          for (let c = 0; c < 2; c++)
            sum += (market[6 * (t + s) + 2 * asset + c] as number) * at('first/kernel', s, c, f);
        return Math.max(0, sum);
      }),
    );
    for (let g = 0; g < 4; g++) {
      let sum = at('second/bias', g);
      for (let t = 0; t < 3; t++)
        for (let f = 0; f < 4; f++) sum += ((first[t] as number[])[f] as number) * at('second/kernel', t, f, g);
      expect(seen[4 * asset + g]).toBeCloseTo(Math.max(0, sum), 5);
    }
  }
});

it('exchanges outputs where assets are exchanged', async () => {
  const swapped = Float32Array.from(market, (_, k) => market[6 * Math.floor(k / 6) + (((k % 6) + 2) % 6)] as number);
  const [a, b] = [await outputs(market), await outputs(swapped)];
  expect([...b]).toEqual([...a.subarray(4), ...a.subarray(0, 4)]);
});

it('needs a window as long as its kernel', () => {
  expect(() => assetNetwork({ ...options, window: 2 }, generator(1))).toThrow(/window of as many; received 2/);
});
