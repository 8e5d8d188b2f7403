/** A trained network as a plain function, at once and without a learner: how traders decide outside of training, at any number of slots. */
import * as tf from '@tensorflow/tfjs-core';
import type { Learner } from '../../compute/index.js';
import type { NamedTensor } from '../../core/index.js';
import { generator, StrataError } from '../../core/index.js';
import { type Network, type NetworkFactory, within } from '../../learn/index.js';

/** Parameters by `online/name`, and `second/name` where two networks are added up (symmetric double Q-learning). */
export type TrainedParameters = Readonly<Record<string, NamedTensor>>;

/** Values of every choice, row-major [batch × outputs]. @param windows row-major [batch × window × features], null for none */
export interface ValueFunction {
  (windows: Float32Array | null, values: Float32Array, batch: number): Float32Array;
  readonly outputs: number;
  /** Frees the parameters. */
  dispose(): void;
}

/** Reads a network's trained parameters from its learner. */
export async function trainedParameters(
  learner: Learner,
  factory: NetworkFactory,
  double: string,
): Promise<TrainedParameters> {
  const names = Object.entries(factory(generator(0)).parameters);
  const out: Record<string, NamedTensor> = {};
  for (const prefix of double === 'symmetric' ? ['online', 'second'] : ['online'])
    for (const [name, { shape }] of names)
      out[`${prefix}/${name}`] = { shape, values: (await learner.read(`${prefix}/${name}`)).slice() };
  return out;
}

/** Parameters as they are drawn, for tests and as what an untrained trader has. */
export function drawnParameters(network: Network): TrainedParameters {
  return Object.fromEntries(
    Object.entries(network.parameters).map(([name, { shape, values }]) => [`online/${name}`, { shape, values }]),
  );
}

/**
 * Keeps the parameters on the device until it is disposed of; the device must have been chosen (`useDevice`).
 * @throws StrataError where parameters are not the network's
 */
export function valueFunction(
  factory: NetworkFactory,
  parameters: TrainedParameters,
  window: { readonly rows: number; readonly features: number } | null,
): ValueFunction {
  const network = factory(generator(0));
  const parts = ['online', 'second']
    .map((prefix) => within(prefix, parameters))
    .filter((p) => Object.keys(p).length > 0);
  const tensors = parts.map((part) => {
    for (const [name, { shape }] of Object.entries(network.parameters))
      if (String(part[name]?.shape) !== String(shape))
        throw new StrataError(
          `${name} of the network has shape [${shape.join(', ')}]; the trained one [${part[name]?.shape.join(', ')}]: use the settings it was trained with`,
        );
    return Object.fromEntries(
      Object.entries(part).map(([name, { shape, values }]) => [name, tf.tensor(values as Float32Array, [...shape])]),
    );
  });
  if (tensors.length === 0) throw new StrataError('a trained network has parameters; received none');
  const values = (windows: Float32Array | null, numbers: Float32Array, batch: number): Float32Array => {
    const sum = tf.tidy(() => {
      const market = windows && window ? tf.tensor3d(windows, [batch, window.rows, window.features]) : null;
      const own = tf.tensor2d(numbers, [batch, numbers.length / batch]);
      return tf.addN(tensors.map((p) => network.apply(p, { market, values: own })));
    });
    const out = sum.dataSync() as Float32Array;
    sum.dispose();
    return out;
  };
  return Object.assign(values, {
    outputs: network.outputs,
    dispose: () => {
      tf.dispose(tensors);
    },
  });
}

/** The best allowed choice of a row, the first of equal ones. */
export function bestOf(values: Float32Array, row: number, choices: number, allowed?: Uint8Array): number {
  let best = -1;
  for (let k = 0; k < choices; k++) {
    if (allowed && allowed[row * choices + k] === 0) continue;
    if (best < 0 || (values[row * choices + k] as number) > (values[row * choices + best] as number)) best = k;
  }
  return best;
}
