/** The papers' pairs of algorithm and network, at reduced width: captured updates are the eager ones, and leave no tensors. */
import { beforeAll, it } from 'vitest';
import { type Draw, drawInput, expectAgreement, expectConstantTensors } from '../../../test/support/learning.js';
import { adam, compile, type LearnerSpec, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { box, discrete, type ObservationSpace, simplex } from '../../environment/index.js';
import { categorical } from '../distributions/categorical.js';
import { dirichlet } from '../distributions/dirichlet.js';
import { type NetworkDescription, networkOf } from '../networks/description.js';
import { a2cLearner } from './a2c.js';
import { bdqLearner } from './bdq.js';
import { directGradientLearner } from './direct-gradient.js';
import { dqnLearner } from './dqn.js';
import { reinforceLearner } from './reinforce.js';

beforeAll(async () => {
  await useDevice();
});

/** One day of 30 rows, three columns; private numbers as many as asked. */
const shows = (width: number): ObservationSpace => ({
  market: {
    columns: ['a', 'b', 'c'],
    dayStart: Int32Array.of(0, 30),
    values: Float32Array.from({ length: 90 }, (_, k) => Math.sin(7 * k)),
  },
  values: box(width),
  names: Array.from({ length: width }, (_, k) => `x${k}`),
});
const observation = (width: number) => ({ space: shows(width), window: 6 });
const window = (encoder: object, ...groups: number[]): NetworkDescription =>
  ({
    kind: 'window',
    window: 6,
    features: 3,
    encoder,
    groups: groups.map((numbers) => ({ numbers, width: 4 })),
    outputs: 8,
  }) as NetworkDescription;
const attention = { kind: 'attention', width: 8, heads: 2, feedForward: 8 };
const random = generator('papers');
// Where a gradient is nearly 0, Adam divides rounding by rounding: epsilon keeps that out of a comparison.
const optimiser = adam({ learningRate: 1e-3, epsilon: 1e-3, clipNorm: 1 });
const common = { actors: 2, batchSize: 16, optimiser };

/** Row numbers within the day, and weights where weights are meant. */
const draw: Draw = (name, spec, own) => {
  if (/market/i.test(name))
    return Int32Array.from({ length: 2 * (spec.shape[0] as number) }, (_, k) => (k % 2 ? own.integer(30) : 0));
  const values = drawInput(2)(name, spec, own);
  const width = spec.shape[1] ?? 0;
  if (name === 'relatives')
    for (let k = 0; k < values.length; k++) values[k] = 1 + 0.02 * Math.tanh(values[k] as number);
  if (name === 'previous' || (name === 'actions' && spec.dtype === 'float32'))
    for (let at = 0; at < values.length; at += width) values.set(own.dirichlet(new Float64Array(width).fill(2)), at);
  return values;
};

const pairs: Record<string, LearnerSpec> = {
  'M3T: Meta Trader': dqnLearner(
    {
      observation: { space: { ...shows(4), market: null }, window: 0 },
      choices: 9,
      network: networkOf({ kind: 'perceptron', widths: [4, 8, 9] }),
      ...common,
    },
    random,
  ),
  'M3T: A2C over the attention encoder': a2cLearner(
    {
      observation: observation(5),
      actions: discrete(3),
      distribution: categorical([3]),
      trunk: networkOf(window(attention, 2, 3)),
      rollout: 8,
      actors: 2,
      optimiser,
    },
    random,
  ),
  'HRPM: BDQ over a flat window': bdqLearner(
    {
      observation: observation(2),
      branches: [4, 3],
      network: networkOf({
        kind: 'branching',
        trunk: window({ kind: 'flat', width: 8 }, 2),
        branches: [4, 3],
        hidden: [8],
      }),
      ...common,
    },
    random,
  ),
  'HRPM: direct gradient over EIIE': directGradientLearner(
    {
      observation: observation(4),
      assets: 4,
      network: networkOf({ kind: 'eiie', assets: 3, features: 1, window: 6 }),
      cost: 0.001,
      weightsEntropy: 0.01,
      ...common,
    },
    random,
  ),
  'HRPM: REINFORCE with Dirichlet draws over EIIE': reinforceLearner(
    {
      observation: observation(4),
      actions: simplex(4),
      distribution: dirichlet(4, { spread: 0.05 }),
      trunk: networkOf({ kind: 'eiie', assets: 3, features: 1, window: 6 }),
      ...common,
    },
    random,
  ),
  'ADDPG: REINFORCE of the risk agent over a GRU': reinforceLearner(
    {
      observation: observation(0),
      actions: discrete(2),
      distribution: categorical([2]),
      trunk: networkOf(window({ kind: 'gru', width: 8 })),
      actorHidden: [8],
      baseline: 'none',
      ...common,
    },
    random,
  ),
};

it.each(Object.keys(pairs))('%s', async (name) => {
  const spec = pairs[name] as LearnerSpec;
  const programs = Object.keys(spec.programs);
  await expectAgreement(spec, programs, draw);
  const learner = await compile(spec);
  await expectConstantTensors(learner, spec, programs, draw, 200);
  learner.dispose();
});
