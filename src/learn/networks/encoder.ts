/**
 * A multi-head self-attention encoder of a window (Vaswani et al. 2017), after PyTorch's `TransformerEncoderLayer` with ReLU and no dropout.
 *
 * With one layer and last-token pooling only the last token's query, feed-forward and norms reach the output: the lean form computes no
 * others. Its one query per head also lets keys and values stay unmade: q·(x W) = (q Wᵀ)·x, and a sum of x W weighted by a is (a x) W;
 * a bias of the keys moves all scores of a query alike, so softmax drops it. Values and gradients are those of the full form.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { dense, denseParameters } from './dense.js';
import { uniformFanIn } from './initialisers.js';
import { layerNorm, layerNormParameters } from './layer-norm.js';

export interface EncoderOptions {
  /** Rows of a window. */
  readonly steps: number;
  /** Numbers in a row. */
  readonly features: number;
  /** D, a multiple of `heads`. */
  readonly width: number;
  readonly heads: number;
  /** Width of the hidden layer behind the attention. */
  readonly feedForward: number;
  /** Default 1. */
  readonly layers?: number;
  /** `learned` (default): a vector a step, first uniform in ±1/√D; `sinusoidal`: fixed, as in the paper. */
  readonly positions?: 'learned' | 'sinusoidal' | 'none';
  /** `post` (default): after each sum, as in the paper; `pre`: before each part, and once at the end; `none`. */
  readonly norm?: 'post' | 'pre' | 'none';
  /** Default `last`: the newest row's vector. */
  readonly pooling?: 'last' | 'mean';
  /** Default: `lean` where one layer is pooled by its last token. */
  readonly form?: 'lean' | 'full';
}

type Settled = Required<EncoderOptions>;

/** Options with their defaults. @throws StrataError where they do not fit together */
export function encoderOptions(options: EncoderOptions): Settled {
  const { layers = 1, positions = 'learned', norm = 'post', pooling = 'last' } = options;
  const canBeLean = layers === 1 && pooling === 'last';
  const form = options.form ?? (canBeLean ? 'lean' : 'full');
  if (form === 'lean' && !canBeLean)
    throw new StrataError(
      `the lean encoder has one layer and pools the last token; received ${layers} layers and ${pooling}: choose form 'full'`,
    );
  if (options.width % options.heads !== 0)
    throw new StrataError(
      `the width of an encoder is a multiple of its heads; received ${options.width}, ${options.heads}`,
    );
  return { ...options, layers, positions, norm, pooling, form };
}

/**
 * Parameters: `embed/…`, `positions` [steps, D] where learned; in each layer k `k/query/…`, `k/key/…`, `k/value/…`, `k/out/…`,
 * `k/widen/…`, `k/narrow/…` and two norms `k/norm1/…`, `k/norm2/…`; `norm/…` at the end of the `pre` form. The key has no bias.
 */
export function encoderParameters(options: EncoderOptions, random: Generator): Record<string, VariableSpec> {
  const { steps, features, width, feedForward, layers, positions, norm } = encoderOptions(options);
  const parameters: Record<string, VariableSpec> = {};
  const add = (name: string, part: Readonly<Record<string, VariableSpec>>): void => {
    for (const [key, variable] of Object.entries(part)) parameters[`${name}/${key}`] = variable;
  };
  add('embed', denseParameters(features, width, random.split('embed')));
  if (positions === 'learned') {
    const shape = [steps, width] as const;
    parameters.positions = { shape, values: uniformFanIn(shape, width, random.split('positions')) };
  }
  for (let k = 0; k < layers; k++) {
    const own = random.split(`layer ${k}`);
    for (const part of ['query', 'key', 'value', 'out'])
      add(`${k}/${part}`, denseParameters(width, width, own.split(part)));
    delete parameters[`${k}/key/bias`];
    add(`${k}/widen`, denseParameters(width, feedForward, own.split('widen')));
    add(`${k}/narrow`, denseParameters(feedForward, width, own.split('narrow')));
    if (norm !== 'none') for (const n of [1, 2]) add(`${k}/norm${n}`, layerNormParameters(width));
  }
  if (norm === 'pre') add('norm', layerNormParameters(width));
  return parameters;
}

/**
 * @param p parameters by the names above
 * @param x [batch, steps, features]
 * @returns [batch, D]
 */
export function encode(options: EncoderOptions, p: Tensors, x: tf.Tensor3D): tf.Tensor2D {
  const settled = encoderOptions(options);
  const pooled = settled.form === 'lean' ? encodeLast(settled, p, x) : encodeAll(settled, p, x);
  return settled.norm === 'pre' && settled.pooling === 'last' ? normed(p, 'norm', pooled) : pooled;
}

function encodeAll(options: Settled, p: Tensors, x: tf.Tensor3D): tf.Tensor2D {
  const { steps, features, width, heads, layers, norm, pooling } = options;
  const batch = x.shape[0];
  const each = width / heads;
  const flat = (t: tf.Tensor): tf.Tensor2D => tf.reshape(t, [batch * steps, width]);
  const split = (t: tf.Tensor): tf.Tensor => tf.transpose(tf.reshape(t, [batch, steps, heads, each]), [0, 2, 1, 3]);
  const embedded = linear(p, 'embed', tf.reshape(x, [batch * steps, features]));
  const placed = positionsOf(options, p);
  let h = placed ? flat(tf.add(tf.reshape(embedded, [batch, steps, width]), placed)) : embedded;
  for (let k = 0; k < layers; k++) {
    const input = norm === 'pre' ? normed(p, `${k}/norm1`, h) : h;
    const [query, key, value] = ['query', 'key', 'value'].map((part) => split(linear(p, `${k}/${part}`, input)));
    const scores = tf.matMul(query as tf.Tensor, key as tf.Tensor, false, true);
    const shares = tf.softmax(tf.mul(scores, 1 / Math.sqrt(each)));
    const heard = flat(tf.transpose(tf.matMul(shares, value as tf.Tensor), [0, 2, 1, 3]));
    h = behindAttention(options, p, k, h, heard);
  }
  const rows = tf.reshape(h, [batch, steps, width]) as tf.Tensor3D;
  if (pooling === 'last') return lastRow(rows);
  const final = norm === 'pre' ? tf.reshape(normed(p, 'norm', h), [batch, steps, width]) : rows;
  return tf.mean(final, 1);
}

/** One layer for the last token alone; where nothing stands between rows and attention, the embedding too is folded into the query. */
function encodeLast(options: Settled, p: Tensors, x: tf.Tensor3D): tf.Tensor2D {
  const { steps, features, width, heads, norm } = options;
  const batch = x.shape[0];
  const each = width / heads;
  const placed = positionsOf(options, p);
  const lastPosition = placed && tf.slice(placed, [steps - 1, 0], [1, width]);
  const embedKernel = p['embed/kernel'] as tf.Tensor2D;
  const embedBias = p['embed/bias'] as tf.Tensor;
  const last = ((): tf.Tensor2D => {
    const row = linear(p, 'embed', lastRow(x));
    return lastPosition ? tf.add(row, lastPosition) : row;
  })();
  // Rows as the attention sees them: those of the window, or embedded and normalised.
  let rows: tf.Tensor3D = x;
  let query: tf.Tensor2D = last;
  if (norm === 'pre') {
    const embedded = tf.reshape(linear(p, 'embed', tf.reshape(x, [batch * steps, features])), [batch, steps, width]);
    const all = tf.reshape(placed ? tf.add(embedded, placed) : embedded, [batch * steps, width]) as tf.Tensor2D;
    rows = tf.reshape(normed(p, '0/norm1', all), [batch, steps, width]);
    query = lastRow(rows);
  }
  const perHead = (kernel: tf.Tensor): tf.Tensor => tf.transpose(tf.reshape(kernel, [width, heads, each]), [1, 0, 2]);
  // [heads, batch, each] × [heads, each, D]: each head's query in the space of its keys' inputs.
  const asked = tf.transpose(tf.reshape(linear(p, '0/query', query), [batch, heads, each]), [1, 0, 2]);
  const scaled = tf.mul(asked, 1 / Math.sqrt(each));
  const wanted = tf.matMul(scaled, perHead(p['0/key/kernel'] as tf.Tensor), false, true);
  const byBatch = (t: tf.Tensor, wide: number): tf.Tensor =>
    tf.transpose(tf.reshape(t, [heads, batch, wide]), [1, 0, 2]);
  const flatWanted = tf.reshape(wanted, [heads * batch, width]) as tf.Tensor2D;
  let scores: tf.Tensor;
  if (norm === 'pre') scores = tf.matMul(byBatch(wanted, width), rows, false, true);
  else {
    scores = tf.matMul(byBatch(tf.matMul(flatWanted, embedKernel, false, true), features), rows, false, true);
    if (placed) scores = tf.add(scores, byBatch(tf.matMul(flatWanted, placed, false, true), steps));
  }
  const shares = tf.softmax(scores);
  // [batch, heads, D]: each head's mean of the rows, then its value.
  let mean = tf.matMul(shares, rows);
  if (norm !== 'pre') {
    const flat = tf.reshape(mean, [batch * heads, features]) as tf.Tensor2D;
    let embedded: tf.Tensor = tf.add(tf.matMul(flat, embedKernel), embedBias);
    if (placed)
      embedded = tf.add(embedded, tf.matMul(tf.reshape(shares, [batch * heads, steps]) as tf.Tensor2D, placed));
    mean = tf.reshape(embedded, [batch, heads, width]);
  }
  const values = tf.matMul(tf.transpose(mean, [1, 0, 2]), perHead(p['0/value/kernel'] as tf.Tensor));
  const heard = tf.reshape(tf.transpose(values, [1, 0, 2]), [batch, width]);
  return behindAttention(options, p, 0, last, tf.add(heard, p['0/value/bias'] as tf.Tensor));
}

/** Output projection, sums, feed-forward and norms of layer k, row by row. */
function behindAttention({ norm }: Settled, p: Tensors, k: number, h: tf.Tensor2D, heard: tf.Tensor2D): tf.Tensor2D {
  let sum: tf.Tensor2D = tf.add(h, linear(p, `${k}/out`, heard));
  if (norm === 'post') sum = normed(p, `${k}/norm1`, sum);
  const input = norm === 'pre' ? normed(p, `${k}/norm2`, sum) : sum;
  const fed: tf.Tensor2D = tf.add(sum, linear(p, `${k}/narrow`, tf.relu(linear(p, `${k}/widen`, input))));
  return norm === 'post' ? normed(p, `${k}/norm2`, fed) : fed;
}

function linear(p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  const kernel = p[`${name}/kernel`] as tf.Tensor;
  const bias = p[`${name}/bias`];
  return bias ? dense(x, kernel, bias) : tf.matMul(x, kernel as tf.Tensor2D);
}

function normed(p: Tensors, name: string, x: tf.Tensor2D): tf.Tensor2D {
  return layerNorm(x, p[`${name}/gain`] as tf.Tensor, p[`${name}/bias`] as tf.Tensor);
}

function lastRow(x: tf.Tensor3D): tf.Tensor2D {
  const [batch, steps, width] = x.shape;
  return tf.reshape(tf.slice(x, [0, steps - 1, 0], [batch, 1, width]), [batch, width]);
}

/** [steps, D], or nothing. */
function positionsOf({ positions, steps, width }: Settled, p: Tensors): tf.Tensor2D | undefined {
  if (positions === 'learned') return p.positions as tf.Tensor2D;
  return positions === 'sinusoidal' ? tf.tensor2d(sinusoids(steps, width), [steps, width]) : undefined;
}

/** sin and cos of t / 10000^(2i / D) in columns 2i and 2i + 1, row-major [steps × width]. */
export function sinusoids(steps: number, width: number): Float32Array {
  return Float32Array.from({ length: steps * width }, (_, n) => {
    const [t, column] = [Math.floor(n / width), n % width];
    const angle = t / 10_000 ** ((column - (column % 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
