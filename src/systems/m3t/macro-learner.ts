/** One compiled learner for several Macro Trader models: programs `train`, `validate` and `keep` over prefixed variables. */
import * as tf from '@tensorflow/tfjs-core';
import { adam, type LearnerSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { dropoutWidths, initialWeights, type MacroShapes, macroForward, macroShapes } from './macro-networks.js';
import type { MacroForm } from './macro-predict.js';
import type { ProfileSamples } from './macro-samples.js';

/** One model: its samples, and those on which its epoch is chosen. */
export interface MacroModel {
  /** Free of `/`. */
  readonly name: string;
  readonly train: ProfileSamples;
  readonly selection: ProfileSamples;
}

export interface MacroArchitecture {
  readonly form: MacroForm;
  /** LSTM units; ignored by the other networks. */
  readonly hidden: number;
  readonly learningRate: number;
}

/** Share of a layer's outputs that dropout sets to zero; the others are scaled so that the mean stays. */
const DROPOUT = 0.5;

export function shapesOf(model: MacroModel, { form, hidden }: MacroArchitecture): MacroShapes {
  return macroShapes(form, model.train.history, hidden);
}

/**
 * Variables by name: `m/p` parameter p of model m, `m/best/p` its kept copy, `m/train/…` and `m/selection/…` the samples.
 * Outputs `losses` [models] of `train` (before the update) and `validate` are mean squared errors; `keep` copies the parameters of
 * the models whose entry of `improved` [models] is 1.
 */
export function macroLearner(
  models: readonly MacroModel[],
  architecture: MacroArchitecture,
  random: Generator,
): LearnerSpec {
  const { form, learningRate } = architecture;
  const variables: Record<string, { shape: readonly number[]; values: Float32Array; trainable?: boolean }> = {};
  const trained: string[] = [];
  for (const model of models) {
    const shapes = shapesOf(model, architecture);
    const initial = initialWeights(shapes, random.split(model.name));
    for (const [name, { shape }] of Object.entries(shapes)) {
      const values = initial[name] as Float32Array;
      trained.push(`${model.name}/${name}`);
      variables[`${model.name}/${name}`] = { shape, values };
      variables[`${model.name}/best/${name}`] = { shape, values, trainable: false };
    }
    for (const part of ['train', 'selection'] as const) {
      const { history, count, inputs, targets } = model[part];
      variables[`${model.name}/${part}/inputs`] = { shape: [history, count], values: inputs, trainable: false };
      variables[`${model.name}/${part}/targets`] = { shape: [count, 1], values: targets, trainable: false };
    }
  }

  type Tensors = Readonly<Record<string, tf.Tensor>>;
  const get = (tensors: Tensors, name: string): tf.Tensor => tensors[name] as tf.Tensor;
  const lossOf = (v: Tensors, model: MacroModel, part: 'train' | 'selection', mask?: tf.Tensor): tf.Scalar => {
    const inputs = get(v, `${model.name}/${part}/inputs`) as tf.Tensor2D;
    const estimate = macroForward(form, (name) => get(v, `${model.name}/${name}`), inputs, splitMask(mask, form));
    return tf.mean(tf.square(tf.sub(estimate, get(v, `${model.name}/${part}/targets`))));
  };

  const maskWidth = dropoutWidths(form).reduce((sum, width) => sum + width, 0);
  const maskInputs = Object.fromEntries(
    maskWidth === 0
      ? []
      : models.map((m) => [`${m.name}/mask`, { shape: [m.train.count, maskWidth], dtype: 'float32' as const }]),
  );
  return {
    variables,
    optimiser: adam({ learningRate }),
    programs: {
      train: {
        kind: 'update',
        inputs: maskInputs,
        minimise: trained,
        loss: (v: Tensors, x: Tensors) => {
          const losses = models.map((m) => lossOf(v, m, 'train', x[`${m.name}/mask`]));
          return { loss: tf.addN(losses) as tf.Scalar, losses: tf.stack(losses) };
        },
      },
      validate: {
        kind: 'evaluate',
        inputs: {},
        outputs: (v: Tensors) => ({ losses: tf.stack(models.map((m) => lossOf(v, m, 'selection'))) }),
      },
      keep: {
        kind: 'assign',
        inputs: { improved: { shape: [models.length], dtype: 'float32' } },
        assign: (v: Tensors, x: Tensors) => {
          const assigned: Record<string, tf.Tensor> = {};
          for (const [n, model] of models.entries()) {
            const take = tf.reshape(tf.slice(get(x, 'improved'), n, 1), []);
            for (const name of Object.keys(shapesOf(model, architecture))) {
              const [current, best] = [get(v, `${model.name}/${name}`), get(v, `${model.name}/best/${name}`)];
              assigned[`${model.name}/best/${name}`] = tf.add(tf.mul(current, take), tf.mul(best, tf.sub(1, take)));
            }
          }
          return assigned;
        },
      },
    },
  };
}

/**
 * Dropout factors of an epoch, one array [samples × widths] a model, 0 or 2 with equal chance. A pure function of the epoch, so a
 * resumed run draws what an uninterrupted one would have drawn.
 */
export function dropoutMasks(
  models: readonly MacroModel[],
  form: MacroForm,
  random: Generator,
): (epoch: number) => Record<string, Float32Array> {
  const width = dropoutWidths(form).reduce((sum, w) => sum + w, 0);
  if (width === 0) return () => ({});
  const masks = Object.fromEntries(models.map((m) => [`${m.name}/mask`, new Float32Array(m.train.count * width)]));
  return (epoch) => {
    for (const model of models) {
      const mask = masks[`${model.name}/mask`] as Float32Array;
      const own = random.split(model.name).split('dropout').split(epoch);
      let bits = 0;
      for (let n = 0; n < mask.length; n++) {
        if (n % 32 === 0) bits = own.integer(2 ** 32);
        mask[n] = bits & 1 ? 1 / (1 - DROPOUT) : 0;
        bits >>>= 1;
      }
    }
    return masks;
  };
}

function splitMask(mask: tf.Tensor | undefined, form: MacroForm): tf.Tensor[] {
  if (!mask) return [];
  const [samples] = mask.shape as [number, number];
  let from = 0;
  return dropoutWidths(form).map((width) => {
    const part = tf.slice(mask, [0, from], [samples, width]);
    from += width;
    return part;
  });
}
