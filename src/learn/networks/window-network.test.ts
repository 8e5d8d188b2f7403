import type * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Draw, drawInput, expectAgreement } from '../../../test/support/learning.js';
import { adam, compile, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { box, type ObservationSpace } from '../../environment/index.js';
import { dqnLearner } from '../algorithms/dqn.js';
import { type ObservationForm, observationInputs, observationVariables, observed } from './observation.js';
import { valueNetwork } from './value-networks.js';
import { type WindowEncoder, windowNetwork } from './window-network.js';

beforeAll(async () => {
  await useDevice();
});

/** Days of 5 and 7 rows; row r holds r + 1 in its first column and −r in its second. */
const space: ObservationSpace = {
  market: {
    columns: ['a', 'b'],
    dayStart: Int32Array.of(0, 5, 12),
    values: Float32Array.from({ length: 24 }, (_, n) => (n % 2 === 0 ? n / 2 + 1 : -(n - 1) / 2)),
  },
  values: box(5),
  names: ['progress', 'filled', 'g0', 'g1', 'g2'],
};

describe('market rows by index', () => {
  it('are the window up to the snapshot, zero before the day', async () => {
    const form: ObservationForm = { space, window: 3 };
    for (const mode of ['captured', 'eager'] as const) {
      const learner = await compile(
        {
          variables: observationVariables(form),
          programs: {
            see: {
              kind: 'evaluate',
              inputs: observationInputs(form, 3),
              outputs: (v, x) => ({ market: observed(form, v, x).market as tf.Tensor }),
            },
          },
        },
        { mode },
      );
      const { market } = await learner.run('see', {
        market: Int32Array.of(0, 4, 1, 0, 1, 1),
        values: new Float32Array(15),
      });
      expect([...(market as Float32Array)].map((x) => x + 0)).toEqual(
        [
          [3, -2, 4, -3, 5, -4],
          [0, 0, 0, 0, 6, -5],
          [0, 0, 6, -5, 7, -6],
        ].flat(),
      );
      learner.dispose();
    }
  });
});

describe('groups of private numbers', () => {
  it('each reach their own layer', async () => {
    const options = {
      window: 3,
      features: 2,
      encoder: { kind: 'flat', width: 4 },
      groups: [
        { numbers: 2, width: 16 },
        { numbers: 3, width: 16 },
      ],
      outputs: 32,
    } as const;
    const network = windowNetwork(options, generator(1));
    const form: ObservationForm = { space, window: 3 };
    const learner = await compile({
      variables: { ...observationVariables(form), ...network.parameters },
      programs: {
        see: {
          kind: 'evaluate',
          inputs: observationInputs(form, 1),
          outputs: (v, x) => ({ seen: network.apply(v, observed(form, v, x)) }),
        },
      },
    });
    learner.write('group1/0/kernel', new Float32Array(48));
    const seen = async (...numbers: number[]): Promise<unknown> => {
      const { seen } = await learner.run('see', { market: Int32Array.of(0, 4), values: Float32Array.from(numbers) });
      return [...(seen ?? [])];
    };
    const before = await seen(1, 1, 0, 0, 0);
    expect(await seen(1, 1, 5, 5, 5)).toEqual(before);
    expect(await seen(1, 9, 0, 0, 0)).not.toEqual(before);
    learner.dispose();
  });
});

describe('a Double DQN over windows', () => {
  const encoders: readonly WindowEncoder[] = [
    { kind: 'attention', width: 8, heads: 2, feedForward: 12 },
    {
      kind: 'attention',
      width: 8,
      heads: 2,
      feedForward: 12,
      layers: 2,
      norm: 'pre',
      pooling: 'mean',
      positions: 'sinusoidal',
    },
    { kind: 'flat', width: 8 },
    { kind: 'convolution', width: 8, size: 2 },
    { kind: 'lstm', width: 8 },
    { kind: 'gru', width: 8 },
  ];
  /** Pairs (day, snapshot) within the table. */
  const draw: Draw = (name, spec, random) => {
    if (!/market/i.test(name)) return drawInput(3)(name, spec, random);
    return Int32Array.from({ length: spec.shape[0] as number }, () => random.integer(2)).reduce(
      (pairs, day, b) => {
        pairs.set([day, random.integer(day === 0 ? 5 : 7)], 2 * b);
        return pairs;
      },
      new Int32Array(2 * (spec.shape[0] as number)),
    );
  };
  it.each(encoders)('is the same captured and eager: $kind $layers', async (encoder) => {
    const spec = dqnLearner(
      {
        observation: { space, window: 3 },
        choices: 3,
        network: (random) =>
          valueNetwork(
            windowNetwork(
              {
                window: 3,
                features: 2,
                encoder,
                groups: [
                  { numbers: 2, width: 4 },
                  { numbers: 3, width: 4 },
                ],
                outputs: 8,
              },
              random,
            ),
            3,
            [],
            random,
          ),
        actors: 2,
        batchSize: 16,
        optimiser: adam({ learningRate: 1e-3, epsilon: 1e-3 }),
      },
      generator(3),
    );
    await expectAgreement(spec, ['update', 'sync', 'act'], draw);
  });
});
