/** Networks as plain values, so that a policy's file can say what its weights belong to and any backend can build it again. */
import * as tf from '@tensorflow/tfjs-core';
import { type Generator, StrataError } from '../../core/index.js';
import { type AssetNetworkOptions, assetNetwork } from './asset-network.js';
import { type EiieOptions, eiieNetwork } from './eiie-network.js';
import type { AdvantageBaseline } from './heads.js';
import { type Network, type NetworkFactory, under, within } from './network.js';
import { branchingNetwork, duellingNetwork, perceptronNetwork, valueNetwork } from './value-networks.js';
import { type WindowNetworkOptions, windowNetwork } from './window-network.js';

export type NetworkDescription =
  | { readonly kind: 'perceptron'; readonly widths: readonly number[]; readonly lastRelu?: boolean }
  | ({ readonly kind: 'window' } & WindowNetworkOptions)
  | ({ readonly kind: 'assets' } & AssetNetworkOptions)
  | ({ readonly kind: 'eiie' } & EiieOptions)
  | {
      readonly kind: 'value';
      readonly trunk: NetworkDescription;
      readonly choices: number;
      readonly hidden: readonly number[];
    }
  | {
      readonly kind: 'duelling';
      readonly trunk: NetworkDescription;
      readonly choices: number;
      readonly hidden: readonly number[];
      readonly baseline?: AdvantageBaseline;
    }
  | {
      readonly kind: 'branching';
      readonly trunk: NetworkDescription;
      readonly branches: readonly number[];
      readonly hidden: readonly number[];
      readonly baseline?: AdvantageBaseline;
      readonly rescale?: boolean;
    }
  /** Networks of equal outputs, added up; parameters `0/…`, `1/…`: both values of symmetric double Q-learning. */
  | { readonly kind: 'sum'; readonly parts: readonly NetworkDescription[] };

/** The network that a description means. @throws StrataError for a kind that is not known */
export function networkOf(description: NetworkDescription): NetworkFactory {
  return (random: Generator): Network => {
    switch (description.kind) {
      case 'perceptron':
        return perceptronNetwork(description.widths, random, description.lastRelu);
      case 'window':
        return windowNetwork(description, random);
      case 'assets':
        return assetNetwork(description, random);
      case 'eiie':
        return eiieNetwork(description, random);
      case 'value':
        return valueNetwork(networkOf(description.trunk)(random), description.choices, description.hidden, random);
      case 'duelling':
        return duellingNetwork(networkOf(description.trunk)(random), description.choices, description, random);
      case 'branching':
        return branchingNetwork(networkOf(description.trunk)(random), description.branches, description, random);
      case 'sum':
        return sumNetwork(description.parts.map((part, k) => networkOf(part)(random.split(k))));
      default:
        throw new StrataError(`no network of kind ${JSON.stringify((description as { kind: unknown }).kind)} is known`);
    }
  };
}

function sumNetwork(parts: readonly Network[]): Network {
  return {
    parameters: Object.assign({}, ...parts.map((part, k) => under(String(k), part.parameters))),
    outputs: parts[0]?.outputs ?? 0,
    apply: (p, input) => tf.addN(parts.map((part, k) => part.apply(within(String(k), p), input))),
  };
}
