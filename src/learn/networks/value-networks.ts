/** Networks of action values: a trunk that turns observations into features, and a head over them, plain, duelling or branching. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Tensors, VariableSpec } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { type AdvantageBaseline, branchingDuelling, duelling, scaleGradient } from './heads.js';
import { type Network, under, within } from './network.js';
import { perceptron } from './perceptron.js';

/** A perceptron of the private numbers: `widths` before the first layer, between layers, behind the last. */
export function perceptronNetwork(widths: readonly number[], random: Generator, lastRelu = false): Network {
  const layers = perceptron(widths, random, lastRelu);
  return {
    parameters: layers.parameters,
    outputs: widths[widths.length - 1] as number,
    apply: (p, { values }) => layers.apply(p, values ?? missingValues()),
  };
}

function missingValues(): never {
  throw new StrataError('a perceptron reads private numbers; this observation shows none');
}

/** A head of its own perceptrons over a trunk. @param hidden widths between trunk and outputs */
export function valueNetwork(trunk: Network, choices: number, hidden: readonly number[], random: Generator): Network {
  const head = perceptron([trunk.outputs, ...hidden, choices], random.split('head'));
  return {
    parameters: { ...under('trunk', trunk.parameters), ...under('head', head.parameters) },
    outputs: choices,
    apply: (p, input) => head.apply(within('head', p), trunk.apply(within('trunk', p), input)),
  };
}

/** How values and advantages are joined. */
export interface DuellingOptions {
  /** Widths between trunk and outputs, in the value's head and in each of the advantages'. */
  readonly hidden: readonly number[];
  /** Default `mean`. */
  readonly baseline?: AdvantageBaseline;
}

/** Q = V + A − baseline. */
export function duellingNetwork(trunk: Network, choices: number, options: DuellingOptions, random: Generator): Network {
  return branchingNetwork(trunk, [choices], { ...options, rescale: false }, random);
}

/** One duelling head a branch over a common value and trunk (Tavakoli et al. 2018). */
export interface BranchingOptions extends DuellingOptions {
  /** Multiply the trunk's gradient by 1 / (branches + 1), as the reference does; default true. */
  readonly rescale?: boolean;
}

/** Values of each branch's choices, branches one behind the other. @param branches choices of each */
export function branchingNetwork(
  trunk: Network,
  branches: readonly number[],
  { hidden, baseline = 'mean', rescale = true }: BranchingOptions,
  random: Generator,
): Network {
  const head = (name: string, outputs: number) =>
    [name, perceptron([trunk.outputs, ...hidden, outputs], random.split(name))] as const;
  const value = head('value', 1);
  const advantages = branches.map((choices, d) => head(`branch${d}`, choices));
  const parameters: Record<string, VariableSpec> = under('trunk', trunk.parameters);
  for (const [name, part] of [value, ...advantages]) Object.assign(parameters, under(name, part.parameters));
  return {
    parameters,
    outputs: branches.reduce((sum, n) => sum + n, 0),
    apply(p: Tensors, input) {
      const features = trunk.apply(within('trunk', p), input);
      const shared = rescale ? scaleGradient(features, 1 / (branches.length + 1)) : features;
      const of = ([name, part]: typeof value): tf.Tensor2D => part.apply(within(name, p), shared);
      const state = of(value);
      if (advantages.length === 1) return duelling(state, of(advantages[0] as typeof value), baseline);
      return branchingDuelling(state, advantages.map(of), baseline);
    },
  };
}
