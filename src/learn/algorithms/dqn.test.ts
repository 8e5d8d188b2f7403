import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  bestActions,
  drawInput,
  expectAgreement,
  expectConstantTensors,
  meanReward,
  trainOffPolicy,
} from '../../../test/support/learning.js';
import { adam, compile, type Learner, type LearnerSpec, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import {
  banditEnvironment,
  banditMean,
  box,
  chainEnvironment,
  chainValues,
  discrete,
  type Environment,
  environmentOf,
  identityEnvironment,
  keyDoorEnvironment,
  keyDoorValues,
  type ObservationSpace,
} from '../../environment/index.js';
import type { NetworkFactory } from '../networks/network.js';
import { duellingNetwork, perceptronNetwork } from '../networks/value-networks.js';
import { type DqnOptions, dqnLearner } from './dqn.js';

beforeAll(async () => {
  await useDevice();
});

const mlp =
  (...widths: number[]): NetworkFactory =>
  (random) =>
    perceptronNetwork(widths, random);

/** A learner for an environment of plain observations and one choice. */
function learnerFor(environment: Environment, network: NetworkFactory, options: Partial<DqnOptions> = {}): LearnerSpec {
  const { observationSpace: space, actionSpace, count } = environment;
  return dqnLearner(
    {
      observation: { space, window: 0 },
      choices: actionSpace.kind === 'discrete' ? actionSpace.choices : 0,
      network,
      actors: count,
      batchSize: 64,
      optimiser: adam({ learningRate: { input: 'rate' } }),
      masked: environment.actionMask !== null,
      ...options,
    },
    generator('dqn'),
  );
}

const falling = (share: number): number => 0.01 * (1 - share) + 1e-4;

const values = (space: ObservationSpace) => ({ space, window: 0 });
const plain: ObservationSpace = { market: null, values: box(4), names: ['a', 'b', 'c', 'd'] };

describe('one update', () => {
  const common = {
    observation: values({ market: null, values: box(1), names: ['x'] }),
    choices: 3,
    network: mlp(1, 3),
    actors: 1,
    batchSize: 1,
    optimiser: adam({ learningRate: 1e-3 }),
  } as const;
  const transition = {
    values: Float32Array.of(0),
    nextValues: Float32Array.of(0),
    actions: Int32Array.of(1),
    rewards: Float32Array.of(0),
    discounts: Float32Array.of(1),
    weights: Float32Array.of(1),
  };
  /** Lets a network give fixed values whatever it sees. */
  function setBias(learner: Learner, name: string, bias: number[]): void {
    learner.write(`${name}/0/kernel`, new Float32Array(3));
    learner.write(`${name}/0/bias`, Float32Array.from(bias));
  }
  async function errorOf(double: DqnOptions['double'], nextMask?: number[]): Promise<number> {
    const spec = dqnLearner({ ...common, ...(double && { double }), masked: nextMask !== undefined }, generator(1));
    const learner = await compile(spec);
    setBias(learner, 'online', [0, 1, 2]);
    setBias(learner, double === 'symmetric' ? 'second' : 'target', [30, 20, 10]);
    const { errors } = await learner.run('update', {
      ...transition,
      rewards: Float32Array.of(5),
      discounts: Float32Array.of(0.5),
      ...(nextMask && { nextMask: Float32Array.from(nextMask) }),
    });
    learner.dispose();
    return errors?.[0] as number;
  }

  it('takes the best value of the target network, or its value of the online network’s choice', async () => {
    expect(await errorOf('off')).toBeCloseTo(5 + 0.5 * 30 - 1, 5);
    expect(await errorOf(undefined)).toBeCloseTo(5 + 0.5 * 10 - 1, 5);
    expect(await errorOf('symmetric')).toBeCloseTo(5 + 0.5 * 10 - 1, 5);
  });

  it('chooses among what is allowed', async () => {
    expect(await errorOf('off', [0, 1, 1])).toBeCloseTo(5 + 0.5 * 20 - 1, 5);
    expect(await errorOf('target-net', [1, 1, 0])).toBeCloseTo(5 + 0.5 * 20 - 1, 5);
  });

  it('over a subgoal is the published one', async () => {
    const golden = JSON.parse(
      fs.readFileSync(new URL('../../../test/golden/smdp-target.json', import.meta.url), 'utf8'),
    );
    const { reward, nextValue } = golden.inputs.common;
    const learner = await compile(dqnLearner(common, generator(1)));
    for (const { discountFactor, target } of Object.values(golden.expected) as Record<string, number>[]) {
      for (const network of ['online', 'target']) setBias(learner, network, [0, nextValue, 0]);
      const { errors } = await learner.run('update', {
        ...transition,
        actions: Int32Array.of(0),
        rewards: Float32Array.of(reward),
        discounts: Float32Array.of(discountFactor as number),
      });
      expect(errors?.[0]).toBeCloseTo(target as number, 6);
    }
    learner.dispose();
  });

  it('a loss is squared, or half as much and straight beyond one, times the weight', async () => {
    const lossOf = async (loss: DqnOptions['loss'], reward: number, weight: number): Promise<number> => {
      const learner = await compile(dqnLearner({ ...common, ...(loss && { loss }) }, generator(1)));
      setBias(learner, 'online', [0, 0, 0]);
      const learnt = await learner.run('update', {
        ...transition,
        rewards: Float32Array.of(reward),
        discounts: Float32Array.of(0),
        weights: Float32Array.of(weight),
      });
      learner.dispose();
      return learnt.loss?.[0] as number;
    };
    expect(await lossOf(undefined, -3, 1)).toBeCloseTo(9, 5);
    expect(await lossOf('huber', -3, 1)).toBeCloseTo(2.5, 5);
    expect(await lossOf('huber', 0.5, 1)).toBeCloseTo(0.125, 5);
    expect(await lossOf('squared', 2, 0.25)).toBeCloseTo(1, 5);
    expect(await lossOf('huber', 3, 0.5)).toBeCloseTo(1.25, 5);
  });

  it('a target follows at once or by its rate', async () => {
    const followed = async (target: DqnOptions['target']): Promise<number> => {
      const learner = await compile(dqnLearner({ ...common, ...(target && { target }) }, generator(1)));
      setBias(learner, 'online', [0, 8, 0]);
      setBias(learner, 'target', [0, 4, 0]);
      await learner.run('sync');
      const bias = await learner.read('target/0/bias');
      learner.dispose();
      return bias[1] as number;
    };
    expect(await followed(undefined)).toBe(8);
    expect(await followed({ polyak: 0.25 })).toBeCloseTo(5, 6);
    expect(() => dqnLearner({ ...common, target: { polyak: 0 } }, generator(1))).toThrow(/\(0, 1\]; received 0/);
  });

  it('acts by the best value that is allowed, of both networks where they are symmetric', async () => {
    const act = async (double: DqnOptions['double'], allowed: number[]): Promise<number> => {
      const learner = await compile(dqnLearner({ ...common, ...(double && { double }), masked: true }, generator(1)));
      setBias(learner, 'online', [0, -2, 1]);
      if (double === 'symmetric') setBias(learner, 'second', [3, 0, 0]);
      const { actions } = await learner.run('act', { values: Float32Array.of(0), mask: Float32Array.from(allowed) });
      learner.dispose();
      return actions?.[0] as number;
    };
    expect(await act(undefined, [1, 1, 1])).toBe(2);
    expect(await act(undefined, [1, 1, 0])).toBe(0);
    expect(await act(undefined, [0, 1, 0])).toBe(1);
    expect(await act('symmetric', [1, 1, 1])).toBe(0);
    expect(await act('symmetric', [0, 1, 1])).toBe(2);
  });

  it('refuses a network with another number of outputs', () => {
    expect(() => dqnLearner({ ...common, choices: 4 }, generator(1))).toThrow(/4 choices .* received one with 3/);
  });
});

describe('captured and eager updates', () => {
  const common = {
    observation: values(plain),
    choices: 3,
    network: mlp(4, 8, 3),
    actors: 2,
    batchSize: 16,
    optimiser: adam({ learningRate: 1e-3, epsilon: 1e-4, clipNorm: 1 }),
  } as const;
  const forms: Record<string, [Partial<DqnOptions>, string[]]> = {
    'DQN, Huber, Polyak': [{ double: 'off', loss: 'huber', target: { polyak: 0.1 } }, ['update', 'sync', 'act']],
    'Double DQN, masked': [{ masked: true }, ['update', 'sync', 'act']],
    'symmetric double Q-learning': [{ double: 'symmetric' }, ['update', 'updateSecond', 'act']],
    'duelling Double DQN': [
      {
        network: (random) => duellingNetwork(perceptronNetwork([4, 8], random, true), 3, { hidden: [8] }, random),
      },
      ['update', 'sync', 'act'],
    ],
  };
  it.each(Object.keys(forms))('agree over 50 updates: %s', async (name) => {
    const [options, programs] = forms[name] as [Partial<DqnOptions>, string[]];
    await expectAgreement(dqnLearner({ ...common, ...options }, generator(2)), programs, drawInput(3));
  });

  it.each(['captured', 'eager'] as const)('leave no tensors: %s', async (mode) => {
    const spec = dqnLearner({ ...common, masked: true }, generator(2));
    const learner = await compile(spec, { mode });
    await expectConstantTensors(learner, spec, ['update', 'sync', 'act'], drawInput(3));
    learner.dispose();
  });
});

describe('known optima, lost when rewards are shuffled', () => {
  async function regret(shuffled: boolean): Promise<number> {
    const environment = banditEnvironment(16);
    const spec = learnerFor(environment, mlp(3, 16, 3), { double: 'off' });
    const learner = await trainOffPolicy({
      environment,
      spec,
      discount: 0,
      batchSize: 64,
      steps: 600,
      rate: falling,
      shuffled,
    });
    let lost = 0;
    for (let n = 0; n < 64; n++) {
      const actions = (await bestActions(learner, spec, environment)).slice();
      for (let slot = 0; slot < 16; slot++) {
        const of = (arm: number): number => banditMean(environment.observation.values, 3 * slot, arm);
        lost += Math.max(of(0), of(1), of(2)) - of(actions[slot] as number);
      }
      environment.step(actions);
    }
    learner.dispose();
    return lost / (64 * 16);
  }
  it('contextual bandit: a mean regret of 0.01', async () => {
    expect(await regret(false)).toBeLessThan(0.01);
    expect(await regret(true)).toBeGreaterThan(0.2);
  });

  const smdp = (count: number): Environment =>
    environmentOf(
      {
        name: 'two options',
        observationSpace: { market: null, values: box(1), names: ['nothing'] },
        actionSpace: discrete(2),
        stateWidth: 1,
        start: () => undefined,
        step(_state, _at, actions, actionAt, random, outcome) {
          const long = actions[actionAt] === 1;
          outcome.reward = long ? 3 : 1;
          outcome.duration = long ? (random.uniform() < 0.5 ? 2 : 6) : 1;
        },
        observe(_state, _at, shown, shownAt) {
          shown[shownAt] = 1;
        },
      },
      count,
    );

  /** Largest relative error of Q over the states that are shown. */
  async function errorOfValues(
    environment: Environment,
    states: readonly (readonly number[])[],
    truth: ArrayLike<number>,
    shuffled: boolean,
    double: DqnOptions['double'],
  ): Promise<number> {
    const width = environment.observationSpace.values.low.length;
    const spec = learnerFor(environment, mlp(width, 2), { double: double ?? 'off', actors: environment.count });
    const learner = await trainOffPolicy({
      environment,
      spec,
      discount: 0.9,
      batchSize: 64,
      steps: shuffled ? 800 : 2500,
      updatesEach: double === 'symmetric' ? 4 : 2,
      syncEvery: 20,
      rate: (share) => 0.1 * (1 - share) ** 2 + 1e-4,
      shuffled,
      ...(double === 'symmetric' && { updates: ['update', 'updateSecond'], flip: true }),
    });
    let worst = 0;
    for (const [s, state] of states.entries()) {
      const shown = new Float32Array(width * environment.count);
      shown.set(state);
      const { q } = await learner.run('act', { values: shown });
      for (let a = 0; a < 2; a++) {
        const value = (q?.[a] as number) / (double === 'symmetric' ? 2 : 1);
        worst = Math.max(worst, Math.abs(value / (truth[2 * s + a] as number) - 1));
      }
    }
    learner.dispose();
    return worst;
  }
  const oneHot = (n: number) => Array.from({ length: n }, (_, s) => Array.from({ length: n }, (_, k) => +(k === s)));

  it.each(['off', 'target-net', 'symmetric'] as const)(
    'chain, %s: within one percent of value iteration',
    async (double) => {
      const truth = chainValues(0.9, { states: 4 });
      const of = (shuffled: boolean) =>
        errorOfValues(chainEnvironment(128, { states: 4 }), oneHot(4), truth, shuffled, double);
      expect(await of(false)).toBeLessThan(0.01);
      expect(await of(true)).toBeGreaterThan(0.1);
    },
  );

  it('key and door: within one percent of value iteration, where the key is worth the way back', async () => {
    const options = { places: 4 };
    const truth = keyDoorValues(0.9, options);
    const states = oneHot(8);
    // Place 0 without a key and the door with it are never shown.
    const shown = [1, 2, 3, 4, 5, 6];
    const of = (shuffled: boolean) =>
      errorOfValues(
        keyDoorEnvironment(128, options),
        shown.map((s) => states[s] as number[]),
        Float64Array.from(shown.flatMap((s) => [...truth.subarray(2 * s, 2 * s + 2)])),
        shuffled,
        'target-net',
      );
    expect(truth[2]).toBeGreaterThan(truth[3] as number);
    expect(await of(false)).toBeLessThan(0.01);
    expect(await of(true)).toBeGreaterThan(0.1);
  });

  it('options of 1 step, and of 2 or 6: the closed form within 1 %', async () => {
    // Short: V = 1 + γ V. Long: 3 + E[γ^τ] V; by γ alone the long one would look better.
    const best = 1 / (1 - 0.9);
    const truth = [best, 3 + ((0.9 ** 2 + 0.9 ** 6) / 2) * best];
    const of = (shuffled: boolean) => errorOfValues(smdp(16), [[1]], truth, shuffled, 'target-net');
    expect(await of(false)).toBeLessThan(0.01);
    expect(await of(true)).toBeGreaterThan(0.1);
  });

  it('identity: the right answer always', async () => {
    const play = async (shuffled: boolean): Promise<number> => {
      const environment = identityEnvironment(16, 'discrete', shuffled);
      const spec = learnerFor(environment, mlp(3, 3), { double: 'off' });
      const learner = await trainOffPolicy({
        environment,
        spec,
        discount: 0,
        batchSize: 64,
        steps: 300,
        rate: falling,
      });
      const mean = await meanReward(learner, spec, environment, 50);
      learner.dispose();
      return mean;
    };
    expect(await play(false)).toBe(1);
    expect(await play(true)).toBeLessThan(0.6);
  });
});
