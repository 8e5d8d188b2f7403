import fs from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { convolution, convolutionParameters } from './convolution.js';
import { type EncoderOptions, encode, encoderOptions, encoderParameters, sinusoids } from './encoder.js';
import { gruLastHidden, gruParameters } from './gru.js';
import { branchingDuelling, scaleGradient } from './heads.js';
import { layerNorm } from './layer-norm.js';

interface Case {
  readonly inputs: Readonly<Record<string, { readonly shape: number[]; readonly values: number[] }>>;
  readonly weight: readonly number[];
  readonly output: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}
interface Golden {
  readonly layerNorm: Case;
  readonly gru: Case;
  readonly convolutions: readonly (Case & { readonly padding: 'valid' | 'same' })[];
  readonly duelling: readonly (Case & { readonly baseline: 'mean' | 'max' })[];
  readonly encoders: readonly (Case & { readonly options: EncoderOptions })[];
}
const golden = JSON.parse(
  fs.readFileSync(new URL('../../../test/golden/encoders.json', import.meta.url), 'utf8'),
) as Golden;

beforeAll(async () => {
  await useDevice();
});

type Named = Readonly<Record<string, tf.Tensor>>;

/** Values and gradients, within `tolerance` of the largest expected number (at least 1). */
function agrees({ inputs, weight, output, gradients }: Case, layer: (p: Named) => tf.Tensor, tolerance = 2e-6): void {
  tf.tidy(() => {
    const names = Object.keys(inputs);
    const tensors = names.map((name) => tf.tensor(inputs[name]?.values ?? [], inputs[name]?.shape));
    const run = (given: readonly tf.Tensor[]): tf.Tensor =>
      layer(Object.fromEntries(names.map((name, k) => [name, given[k] as tf.Tensor])));
    const close = (actual: tf.Tensor, expected: readonly number[], what: string): void => {
      const values = actual.dataSync();
      const scale = Math.max(1, ...expected.map(Math.abs));
      expect(values).toHaveLength(expected.length);
      for (const [i, e] of expected.entries())
        expect(Math.abs((values[i] as number) - e) / scale, `${what}, value ${i}`).toBeLessThan(tolerance);
    };
    const value = run(tensors);
    close(value, output, 'output');
    const weights = tf.tensor([...weight], value.shape);
    const found = tf.grads((...given) => tf.sum(tf.mul(run(given as unknown as tf.Tensor[]), weights)))(tensors);
    for (const [k, name] of names.entries()) close(found[k] as tf.Tensor, gradients[name] ?? [], `gradient of ${name}`);
  });
}
const get = (p: Named, name: string): tf.Tensor => p[name] as tf.Tensor;

describe('layers against PyTorch, values and gradients', () => {
  it('layer normalisation', () => {
    agrees(golden.layerNorm, (p) => layerNorm(get(p, 'x') as tf.Tensor2D, get(p, 'gain'), get(p, 'bias')));
  });

  it('GRU', () => {
    agrees(golden.gru, (p) =>
      gruLastHidden(
        get(p, 'x') as tf.Tensor3D,
        p as Readonly<Record<'kernel' | 'recurrent' | 'bias' | 'recurrentBias', tf.Tensor>>,
      ),
    );
  });

  it.each(golden.convolutions)('convolution, $padding', (given) => {
    agrees(given, (p) => convolution(get(p, 'x') as tf.Tensor3D, get(p, 'kernel'), get(p, 'bias'), given.padding));
  });

  it.each(golden.duelling)('branches of duelling heads less their $baseline', (given) => {
    agrees(given, (p) => branchingDuelling(get(p, 'value'), [get(p, 'price'), get(p, 'quantity')], given.baseline));
  });

  const encoders = golden.encoders.flatMap((given) => {
    const { options } = given;
    const forms = encoderOptions(options).form === 'lean' ? (['full', 'lean'] as const) : (['full'] as const);
    return forms.map((form) => ({
      name: `${options.norm}, ${options.layers} layers, ${options.positions}, ${options.pooling}, ${form}`,
      form,
      given,
    }));
  });
  it.each(encoders)('attention encoder: $name', ({ form, given }) => {
    agrees(given, ({ x, ...p }) => encode({ ...given.options, form }, p, x as tf.Tensor3D), 4e-6);
  });
});

describe('the lean encoder', () => {
  const options = { steps: 20, features: 40, width: 64, heads: 4, feedForward: 128 } as const;

  it.each(['post', 'pre', 'none'] as const)('gives the full one’s values to 1e-6, norm %s', (norm) => {
    tf.tidy(() => {
      const values = new Float32Array(16 * 20 * 40);
      generator(5).fillNormal(values);
      const x = tf.tensor3d(values, [16, 20, 40]);
      const parameters = encoderParameters({ ...options, norm }, generator(4));
      const p = Object.fromEntries(Object.entries(parameters).map(([n, v]) => [n, tf.tensor(v.values, [...v.shape])]));
      const [lean, full] = (['lean', 'full'] as const).map((form) => encode({ ...options, norm, form }, p, x));
      expect(tf.max(tf.abs(tf.sub(lean as tf.Tensor, full as tf.Tensor))).dataSync()[0]).toBeLessThan(1e-6);
    });
  });

  it('is refused where other tokens reach the output', () => {
    expect(() => encoderOptions({ ...options, layers: 2, form: 'lean' })).toThrow(/received 2 layers and last/);
    expect(() => encoderOptions({ ...options, heads: 5 })).toThrow(/multiple of its heads; received 64, 5/);
    expect(encoderOptions({ ...options, pooling: 'mean' }).form).toBe('full');
  });
});

describe('first values and small parts', () => {
  it('positions are sines and cosines', () => {
    const table = sinusoids(3, 4);
    expect([...table.subarray(0, 4)]).toEqual([0, 1, 0, 1]);
    expect(table[8]).toBeCloseTo(Math.sin(2), 6);
    expect(table[11]).toBeCloseTo(Math.cos(0.02), 6);
  });

  it('parameters are seeded, in the bounds of their library', () => {
    const kernel = convolutionParameters(3, 2, 4, generator(1)).kernel;
    expect(kernel).toEqual(convolutionParameters(3, 2, 4, generator(1)).kernel);
    expect(Math.max(...kernel.values.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(6));
    expect(convolutionParameters(3, 2, 4, generator(1), 'keras').kernel.values).toHaveLength(24);
    expect(gruParameters(2, 5, generator(1)).recurrent.shape).toEqual([5, 15]);
  });

  it('a scaled gradient leaves the value', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1, 2]);
      expect([...scaleGradient(x, 0.25).dataSync()]).toEqual([1, 2]);
      expect([
        ...tf
          .grad((t) => tf.sum(tf.square(scaleGradient(t, 0.25))))(x)
          .dataSync(),
      ]).toEqual([0.5, 1]);
    });
  });
});
