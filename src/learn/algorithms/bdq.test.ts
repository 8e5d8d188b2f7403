import { beforeAll, describe, expect, it } from 'vitest';
import {
  drawInput,
  expectAgreement,
  expectConstantTensors,
  meanReward,
  trainOffPolicy,
} from '../../../test/support/learning.js';
import { adam, compile, sgd, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import {
  box,
  type Environment,
  identityEnvironment,
  matrixGameEnvironment,
  matrixGamePayoffs,
  sampleActions,
} from '../../environment/index.js';
import type { NetworkFactory } from '../networks/network.js';
import { branchingNetwork, perceptronNetwork } from '../networks/value-networks.js';
import { type BdqOptions, bdqLearner } from './bdq.js';

beforeAll(async () => {
  await useDevice();
});

const plain = (width: number, branches: readonly number[]): NetworkFactory => {
  const choices = branches.reduce((sum, n) => sum + n, 0);
  return (random) => perceptronNetwork([width, choices], random);
};
const observation = {
  space: { market: null, values: box(4), names: ['a', 'b', 'c', 'd'] },
  window: 0,
};

describe('one update', () => {
  const common = {
    observation: { space: { market: null, values: box(1), names: ['x'] }, window: 0 },
    branches: [3, 2],
    network: plain(1, [3, 2]),
    actors: 1,
    batchSize: 1,
    optimiser: sgd({ learningRate: 0.1 }),
  } as const;
  /** Values of both branches: online prefers choices 2 and 0, the target has its own opinion of them. */
  async function updated(options: Partial<BdqOptions>, nextMask?: number[], weight = 1, reward = 5) {
    const learner = await compile(bdqLearner({ ...common, masked: nextMask !== undefined, ...options }, generator(1)));
    for (const [name, bias] of [
      ['online', [0, 1, 2, 5, 4]],
      ['target', [30, 20, 10, 7, 9]],
    ] as const) {
      learner.write(`${name}/0/kernel`, new Float32Array(5));
      learner.write(`${name}/0/bias`, Float32Array.from(bias));
    }
    const out = await learner.run('update', {
      values: Float32Array.of(0),
      nextValues: Float32Array.of(0),
      actions: Int32Array.of(1, 1),
      rewards: Float32Array.of(reward),
      discounts: Float32Array.of(0.5),
      weights: Float32Array.of(weight),
      ...(nextMask && { nextMask: Float32Array.from(nextMask) }),
    });
    const bias = [...(await learner.read('online/0/bias'))];
    learner.dispose();
    return { loss: out.loss?.[0] as number, error: out.errors?.[0] as number, value: out.value?.[0] as number, bias };
  }

  it('has the mean of the branches’ values as its target, or the largest, or each its own', async () => {
    // Q⁻ of the online network's choices: 10 and 7.
    const mean = 5 + 0.5 * 8.5;
    const of = (first: number, second: number) => ({
      error: Math.abs(first - 1) + Math.abs(second - 4),
      loss: ((first - 1) ** 2 + (second - 4) ** 2) / 2,
    });
    for (const [targetOf, wanted] of [
      [undefined, of(mean, mean)],
      ['max', of(10, 10)],
      ['per-branch', of(10, 8.5)],
    ] as const) {
      const { error, loss, value } = await updated(targetOf ? { targetOf } : {});
      expect(error).toBeCloseTo(wanted.error, 4);
      expect(loss).toBeCloseTo(wanted.loss, 4);
      expect(value).toBeCloseTo(2.5, 5);
    }
  });

  it('chooses among what is allowed in each branch', async () => {
    const { error } = await updated({}, [1, 1, 0, 0, 1]);
    const y = 5 + 0.5 * ((20 + 9) / 2);
    expect(error).toBeCloseTo(y - 1 + (y - 4), 4);
  });

  it('moves the values of what was done alone, by weight', async () => {
    const { bias } = await updated({}, undefined, 0.5);
    // d loss / d Q_d = −2 · weight · (y − Q_d) / N.
    expect(bias[1]).toBeCloseTo(1 + 0.1 * 0.5 * 8.25, 4);
    expect(bias[4]).toBeCloseTo(4 + 0.1 * 0.5 * 5.25, 4);
    expect([bias[0], bias[2], bias[3]]).toEqual([0, 2, 5]);
    // y = 3 lies between both values: 2 above the one, 1 below the other.
    expect((await updated({}, undefined, 1, -1.25)).error).toBeCloseTo(3, 4);
    expect((await updated({ loss: 'huber' })).loss).toBeCloseTo((7.75 + 4.75) / 2, 4);
  });

  it('acts by the best allowed choice of each branch', async () => {
    const learner = await compile(bdqLearner({ ...common, masked: true }, generator(1)));
    learner.write('online/0/kernel', new Float32Array(5));
    learner.write('online/0/bias', Float32Array.of(0, 1, 2, 5, 4));
    const act = async (...mask: number[]) => [
      ...((await learner.run('act', { values: Float32Array.of(0), mask: Float32Array.from(mask) })).actions ?? []),
    ];
    expect(await act(1, 1, 1, 1, 1)).toEqual([2, 0]);
    expect(await act(1, 1, 0, 0, 1)).toEqual([1, 1]);
    learner.dispose();
  });

  it('refuses a network with another number of outputs', () => {
    expect(() => bdqLearner({ ...common, branches: [3, 3] }, generator(1))).toThrow(/6 outputs; received one with 5/);
  });
});

describe('captured and eager updates', () => {
  const common = {
    observation,
    branches: [3, 2],
    network: (random) => branchingNetwork(perceptronNetwork([4, 16], random, true), [3, 2], { hidden: [8] }, random),
    actors: 2,
    batchSize: 16,
    optimiser: adam({ learningRate: 1e-3, epsilon: 1e-4, clipNorm: 10 }),
  } as const satisfies BdqOptions;
  it.each([
    { targetOf: 'mean' },
    { targetOf: 'max', loss: 'huber', target: { polyak: 0.1 } },
    { targetOf: 'per-branch', masked: true },
  ] as const)('agree over 50 updates: $targetOf', async (options) => {
    await expectAgreement(bdqLearner({ ...common, ...options }, generator(2)), ['update', 'sync', 'act'], drawInput(2));
  });

  it('leave no tensors', async () => {
    const spec = bdqLearner(common, generator(2));
    const learner = await compile(spec);
    await expectConstantTensors(learner, spec, ['update', 'sync', 'act'], drawInput(2));
    learner.dispose();
  });

  it('rescale the trunk’s gradient by the heads above it', async () => {
    const norm = async (rescale: boolean): Promise<number> => {
      const network: NetworkFactory = (random) =>
        branchingNetwork(perceptronNetwork([4, 16], random, true), [3, 2], { hidden: [], rescale }, random);
      const spec = bdqLearner({ ...common, network, optimiser: sgd({ learningRate: 1 }) }, generator(2));
      const learner = await compile(spec);
      const before = (await learner.read('online/trunk/0/bias')).slice();
      const inputs = spec.programs.update?.inputs ?? {};
      const random = generator(3);
      await learner.run(
        'update',
        Object.fromEntries(Object.entries(inputs).map(([name, i]) => [name, drawInput(2)(name, i, random)])),
      );
      const after = await learner.read('online/trunk/0/bias');
      learner.dispose();
      return Math.hypot(...after.map((b, k) => b - (before[k] as number)));
    };
    expect((await norm(false)) / (await norm(true))).toBeCloseTo(3, 3);
  });
});

describe('known optima, lost when rewards are shuffled', () => {
  const train = async (environment: Environment, branches: readonly number[], shuffled: boolean) => {
    const { observationSpace: space } = environment;
    const width = space.values.low.length;
    const spec = bdqLearner(
      {
        observation: { space, window: 0 },
        branches,
        network: (random) =>
          branchingNetwork(perceptronNetwork([width, 16], random, true), branches, { hidden: [] }, random),
        actors: environment.count,
        batchSize: 64,
        optimiser: adam({ learningRate: { input: 'rate' } }),
      },
      generator('bdq'),
    );
    const learner = await trainOffPolicy({
      environment,
      spec,
      discount: 0,
      batchSize: 64,
      steps: 800,
      rate: (share) => 0.01 * (1 - share) + 1e-4,
      explore: (actions, random) =>
        sampleActions(environment.actionSpace, environment.count, random, actions, environment.actionMask),
      shuffled,
    });
    return { spec, learner };
  };

  it('two-branch matrix game: the best pair, and each choice’s mean over the other branch', async () => {
    const play = async (shuffled: boolean) => {
      const environment = matrixGameEnvironment(16);
      const { learner, spec } = await train(environment, [3, 2], shuffled);
      const { q } = await learner.run('act', { values: new Float32Array(16).fill(1) });
      const mean = await meanReward(learner, spec, environment, 20);
      learner.dispose();
      return { q: [...(q ?? [])].slice(0, 5), mean };
    };
    const rows = matrixGamePayoffs.map((row) => row.reduce((sum, p) => sum + p / row.length, 0));
    const columns = [0, 1].map((c) => matrixGamePayoffs.reduce((sum, row) => sum + (row[c] as number) / 3, 0));
    const { q, mean } = await play(false);
    for (const [k, truth] of [...rows, ...columns].entries())
      expect(Math.abs((q[k] as number) - truth), `choice ${k}`).toBeLessThan(0.1);
    expect(Math.abs(mean - 3)).toBeLessThan(0.05);
    const lost = await play(true);
    expect(Math.max(...lost.q) - Math.min(...lost.q)).toBeLessThan(0.4);
  });

  it('identity with two branches: the right answers always', async () => {
    const play = async (shuffled: boolean) => {
      const environment = identityEnvironment(16, 'multi-discrete', shuffled);
      const { learner, spec } = await train(environment, [3, 2], false);
      const mean = await meanReward(learner, spec, environment, 40);
      learner.dispose();
      return mean;
    };
    expect(await play(false)).toBe(1);
    expect(await play(true)).toBeLessThan(0.7);
  });
});
