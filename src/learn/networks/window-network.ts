/**
 * A trunk over a window of market rows and groups of private numbers, each group through a layer of its own (M3T's Micro Trader, arXiv
 * 2212.14670: book, progress and subgoal): encodings side by side, then one layer with ReLU.
 */
import * as tf from '@tensorflow/tfjs-core';
import { lstmLastHidden, type VariableSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { convolution, convolutionParameters } from './convolution.js';
import { type EncoderOptions, encode, encoderParameters } from './encoder.js';
import { type GruParameter, gruLastHidden, gruParameters } from './gru.js';
import { lstmParameters } from './lstm.js';
import { type Network, under, within } from './network.js';
import { perceptron } from './perceptron.js';

/** What reads the window, each giving `width` numbers. The three behind `attention` are those of M3T's Table VIII. */
export type WindowEncoder =
  | ({ readonly kind: 'attention' } & Omit<EncoderOptions, 'steps' | 'features'>)
  /** One layer with ReLU on the flattened window. */
  | { readonly kind: 'flat'; readonly width: number }
  /** Two convolutions along time with ReLU, of `size` rows and then of all that is left. */
  | { readonly kind: 'convolution'; readonly width: number; readonly size: number }
  /** The last hidden state. */
  | { readonly kind: 'lstm' | 'gru'; readonly width: number };

export interface WindowNetworkOptions {
  /** Rows of the market, and numbers in each. */
  readonly window: number;
  readonly features: number;
  readonly encoder: WindowEncoder;
  /** Groups of private numbers in their order: how many there are, and the layer's width. */
  readonly groups: readonly { readonly numbers: number; readonly width: number }[];
  /** Width of the layer behind all encodings. */
  readonly outputs: number;
}

/** Parameters `encoder/…`, `group0/…` …, `joint/…`. */
export function windowNetwork(options: WindowNetworkOptions, random: Generator): Network {
  const { window, features, groups, outputs } = options;
  const encoder = encoderOf(options.encoder, window, features, random.split('encoder'));
  const parts = groups.map(({ numbers, width }, g) => perceptron([numbers, width], random.split(`group${g}`), true));
  const width = groups.reduce((sum, group) => sum + group.width, options.encoder.width);
  const joint = perceptron([width, outputs], random.split('joint'), true);
  const parameters: Record<string, VariableSpec> = under('encoder', encoder.parameters);
  for (const [g, part] of parts.entries()) Object.assign(parameters, under(`group${g}`, part.parameters));
  Object.assign(parameters, under('joint', joint.parameters));
  return {
    parameters,
    outputs,
    apply(p, { market, values }) {
      if (!market) throw new StrataError('this network reads rows of the market; the observation shows none');
      const encodings = [encoder.apply(within('encoder', p), market)];
      let from = 0;
      for (const [g, { numbers }] of groups.entries()) {
        const own = tf.slice(values as tf.Tensor2D, [0, from], [market.shape[0], numbers]);
        encodings.push((parts[g] as (typeof parts)[number]).apply(within(`group${g}`, p), own));
        from += numbers;
      }
      return joint.apply(within('joint', p), tf.concat(encodings, 1));
    },
  };
}

interface Encoder {
  readonly parameters: Readonly<Record<string, VariableSpec>>;
  /** [batch, window, features] to [batch, width] */
  apply(p: Readonly<Record<string, tf.Tensor>>, x: tf.Tensor3D): tf.Tensor2D;
}

function encoderOf(given: WindowEncoder, window: number, features: number, random: Generator): Encoder {
  const { kind, width } = given;
  if (kind === 'attention') {
    const options = { ...given, steps: window, features };
    return { parameters: encoderParameters(options, random), apply: (p, x) => encode(options, p, x) };
  }
  if (kind === 'flat') {
    const layer = perceptron([window * features, width], random, true);
    return {
      parameters: layer.parameters,
      apply: (p, x) => layer.apply(p, tf.reshape(x, [x.shape[0], window * features])),
    };
  }
  if (kind === 'convolution') {
    const { size } = given;
    const left = window - size + 1;
    const parameters = {
      ...under('first', convolutionParameters(size, features, width, random.split('first'))),
      ...under('second', convolutionParameters(left, width, width, random.split('second'))),
    };
    return {
      parameters,
      apply(p, x) {
        const layer = (name: string, input: tf.Tensor3D): tf.Tensor3D =>
          tf.relu(convolution(input, p[`${name}/kernel`] as tf.Tensor, p[`${name}/bias`] as tf.Tensor));
        return tf.reshape(layer('second', layer('first', x)), [x.shape[0], width]);
      },
    };
  }
  const bySteps = (x: tf.Tensor3D): tf.Tensor3D => tf.transpose(x, [1, 0, 2]);
  if (kind === 'gru') {
    const parameters = gruParameters(features, width, random);
    return {
      parameters,
      apply: (p, x) => gruLastHidden(bySteps(x), p as Readonly<Record<GruParameter, tf.Tensor>>),
    };
  }
  return {
    parameters: lstmParameters(features, width, random),
    apply: (p, x) => lstmLastHidden(bySteps(x), p.kernel as tf.Tensor, p.bias as tf.Tensor) as tf.Tensor2D,
  };
}
