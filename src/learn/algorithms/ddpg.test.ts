import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Draw,
  drawInput,
  expectAgreement,
  expectConstantTensors,
  shuffler,
} from '../../../test/support/learning.js';
import { adam, compile, type LearnerSpec, sgd, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import {
  box,
  type Environment,
  identityEnvironment,
  liquidationEnvironment,
  liquidationPlan,
  lqrEnvironment,
  lqrGain,
  type ObservationSpace,
  simplex,
} from '../../environment/index.js';
import { almgrenChriss } from '../../execution/index.js';
import { assetNetwork } from '../networks/asset-network.js';
import type { NetworkFactory } from '../networks/network.js';
import { perceptronNetwork } from '../networks/value-networks.js';
import { exportPolicy } from '../policy/export.js';
import { openPolicy, readPolicy } from '../policy/policy.js';
import { meanReturn } from '../training/evaluate.js';
import type { Exploration } from '../training/exploration.js';
import { type OffPolicyAgent, offPolicyAgent } from '../training/off-policy.js';
import { train } from '../training/train.js';
import { type DdpgOptions, ddpgLearner, ddpgRound } from './ddpg.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-ddpg-'));
beforeAll(async () => {
  await useDevice();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const bare =
  (width: number): NetworkFactory =>
  () => ({
    parameters: {},
    outputs: width,
    apply: (_, { values }) => values as NonNullable<typeof values>,
  });
const one: ObservationSpace = { market: null, values: box(1), names: ['x'] };

describe('one update', () => {
  const common = {
    observation: { space: one, window: 0 },
    actions: box(1, 0, 4),
    encoder: bare(1),
    actorHidden: [],
    criticHidden: [1],
    actors: 1,
    batchSize: 1,
    optimisers: { actor: sgd({ learningRate: 0.1 }), critic: sgd({ learningRate: 0.01 }) },
    tau: 0.25,
  } as const satisfies DdpgOptions;
  /** Online: μ = 2 + 2 tanh(0), Q = 3 relu(s + 2 a + 1) + 1; targets: μ⁻ = 2 + 2 tanh(1), Q⁻ = relu(s + a). */
  async function made() {
    const learner = await compile(ddpgLearner(common, generator(1)));
    const set = (name: string, value: number) => learner.write(name, Float32Array.of(value));
    for (const [name, online, target] of [
      ['actor/0/kernel', 0, 0],
      ['actor/0/bias', 0, 1],
      ['critic/state/kernel', 1, 1],
      ['critic/state/bias', 1, 0],
      ['critic/action/kernel', 2, 1],
      ['critic/head/0/kernel', 3, 1],
      ['critic/head/0/bias', 1, 0],
    ] as const) {
      set(`online/${name}`, online);
      set(`target/${name}`, target);
    }
    const read = async (name: string) => (await learner.read(name))[0] as number;
    return { learner, read };
  }
  const transition = {
    values: Float32Array.of(0.5),
    nextValues: Float32Array.of(2),
    actions: Float32Array.of(1),
    rewards: Float32Array.of(10),
    discounts: Float32Array.of(0.5),
    weights: Float32Array.of(0.5),
  };

  it('of the critic goes to the target networks’ value of their own action', async () => {
    const { learner, read } = await made();
    const { loss, errors, value } = await learner.run('updateCritic', transition);
    const y = 10 + 0.5 * (2 + 2 + 2 * Math.tanh(1));
    const q = 3 * (0.5 + 2 + 1) + 1;
    expect(value?.[0]).toBeCloseTo(q, 5);
    expect(errors?.[0]).toBeCloseTo(y - q, 5);
    expect(loss?.[0]).toBeCloseTo(0.5 * (y - q) ** 2, 5);
    expect(await read('online/critic/head/0/bias')).toBeCloseTo(1 + 0.01 * 0.5 * 2 * (y - q), 5);
    expect(await read('online/critic/action/kernel')).toBeCloseTo(2 + 0.01 * 0.5 * 2 * (y - q) * 3 * 1, 5);
    expect(await read('online/actor/0/bias')).toBe(0);
    learner.dispose();
  });

  it('of the actor goes up the critic’s slope, and leaves the critic as it is', async () => {
    const { learner, read } = await made();
    const { loss } = await learner.run('updateActor', { values: transition.values });
    expect(loss?.[0]).toBeCloseTo(-(3 * (0.5 + 2 * 2 + 1) + 1), 5);
    // dQ/da · da/db = 6 · 2 (1 − tanh² 0).
    expect(await read('online/actor/0/bias')).toBeCloseTo(0.1 * 12, 5);
    expect(await read('online/actor/0/kernel')).toBeCloseTo(0.1 * 12 * 0.5, 5);
    expect(await read('online/critic/head/0/kernel')).toBe(3);
    learner.dispose();
  });

  it('of the targets moves all of them by τ', async () => {
    const { learner, read } = await made();
    await learner.run('sync');
    expect(await read('target/critic/head/0/kernel')).toBeCloseTo(0.25 * 3 + 0.75 * 1, 6);
    expect(await read('target/actor/0/bias')).toBeCloseTo(0.75, 6);
    learner.dispose();
  });

  it('refuses a box without bounds', () => {
    expect(() => ddpgLearner({ ...common, actions: box(1) }, generator(1))).toThrow(/finite bounds/);
  });
});

describe('a shared encoder', () => {
  const options: DdpgOptions = {
    observation: { space: one, window: 0 },
    actions: box(1, -1, 1),
    encoder: (random) => perceptronNetwork([1, 8], random, true),
    actors: 1,
    batchSize: 2,
    optimisers: { actor: sgd({ learningRate: 0.1 }), critic: sgd({ learningRate: 0.1 }) },
  };
  const moved = async (settings: Partial<DdpgOptions>, change?: (write: (name: string) => void) => void) => {
    const learner = await compile(ddpgLearner({ ...options, ...settings }, generator(4)));
    change?.((name) => learner.write(name, new Float32Array((learnerSize[name] ?? 0) as number)));
    const before = (await learner.read('online/encoder/0/bias')).slice();
    await learner.run('updateActor', { values: Float32Array.of(0.4, -1) });
    const after = await learner.read('online/encoder/0/bias');
    learner.dispose();
    return after.some((b, k) => b !== before[k]);
  };
  const learnerSize: Record<string, number> = { 'online/critic/action/kernel': 64 };

  it('is moved by the actor where it may be, through the action alone', async () => {
    expect(await moved({ encoders: 'shared' })).toBe(true);
    expect(await moved({ encoders: 'shared', encoderGradient: 'critic-only' })).toBe(false);
    expect(await moved({ encoders: 'separate' })).toBe(false);
    // Where the critic does not look at the action, nothing is left.
    const blind = (write: (name: string) => void) => write('online/critic/action/kernel');
    expect(await moved({ encoders: 'shared' }, blind)).toBe(false);
  });
});

describe('captured and eager updates', () => {
  const space: ObservationSpace = {
    market: {
      columns: ['a', 'b', 'c'],
      dayStart: Int32Array.of(0, 30),
      values: Float32Array.from({ length: 90 }, (_, k) => Math.sin(7 * k)),
    },
    values: box(0),
    names: [],
  };
  const common = {
    observation: { space, window: 6 },
    actions: simplex(3),
    encoder: (random) => assetNetwork({ assets: 3, window: 6, filters: 4 }, random),
    actorHidden: [8],
    criticHidden: [8],
    actors: 2,
    batchSize: 16,
    optimisers: {
      actor: adam({ learningRate: 1e-3, epsilon: 1e-3 }),
      critic: adam({ learningRate: 1e-3, epsilon: 1e-3, clipNorm: 1 }),
    },
    tau: 0.05,
  } as const satisfies DdpgOptions;
  const draw: Draw = (name, spec, random) => {
    if (!/market/i.test(name)) return drawInput(3)(name, spec, random);
    return Int32Array.from({ length: 2 * (spec.shape[0] as number) }, (_, k) => (k % 2 === 0 ? 0 : random.integer(30)));
  };
  const programs = [...ddpgRound, 'sync', 'act'];
  it.each([
    { encoders: 'separate' },
    { encoders: 'shared' },
    { encoders: 'shared', encoderGradient: 'critic-only' },
  ] as const)('agree over 50 updates: $encoders $encoderGradient', async (options) => {
    await expectAgreement(ddpgLearner({ ...common, ...options }, generator(2)), programs, draw);
  });

  it('leave no tensors', async () => {
    const spec = ddpgLearner({ ...common, encoders: 'shared' }, generator(2));
    const learner = await compile(spec);
    await expectConstantTensors(learner, spec, programs, draw);
    learner.dispose();
  });
});

it('the actor comes back as a policy', async () => {
  const space: ObservationSpace = {
    market: {
      columns: ['a', 'b', 'c'],
      dayStart: Int32Array.of(0, 8),
      values: Float32Array.from({ length: 24 }, (_, k) => Math.cos(3 * k)),
    },
    values: box(0),
    names: [],
  };
  const options = { assets: 3, window: 4, filters: 2 };
  for (const encoders of ['shared', 'separate'] as const) {
    const learner = await compile(
      ddpgLearner(
        {
          observation: { space, window: 4 },
          actions: simplex(3),
          encoder: (random) => assetNetwork(options, random),
          encoders,
          actorHidden: [5],
          actors: 1,
          batchSize: 1,
          optimisers: { actor: sgd({ learningRate: 0.1 }), critic: sgd({ learningRate: 0.1 }) },
        },
        generator(6),
      ),
    );
    const to = path.join(folder, encoders);
    await exportPolicy(
      to,
      {
        name: 'portfolio',
        observation: { space, window: 4 },
        actions: simplex(3),
        decision: 'softmax',
        network: { kind: 'value', trunk: { kind: 'assets', ...options }, choices: 3, hidden: [5] },
        prefixes: { trunk: encoders === 'shared' ? 'online/encoder' : 'online/actorEncoder', head: 'online/actor' },
      },
      (name) => learner.read(name),
    );
    const acting = await openPolicy(readPolicy(to), { observationSpace: space, actionSpace: simplex(3), count: 1 });
    const shown = { market: Int32Array.of(0, 6), values: new Float32Array() };
    const { actions } = await learner.run('act', { market: shown.market });
    expect((await acting.act(shown)).actions).toEqual(actions);
    learner.dispose();
    acting.dispose();
  }
});

describe('known optima, lost when rewards are shuffled', () => {
  interface Case {
    readonly environment: Environment;
    readonly options?: Partial<DdpgOptions>;
    readonly exploration: Exploration;
    readonly steps: number;
    readonly discount: number;
    readonly shuffled: boolean;
  }
  async function trained(test: Case): Promise<{ agent: OffPolicyAgent; spec: LearnerSpec }> {
    const inner = test.environment;
    const shuffle = shuffler(generator('shuffle'));
    const environment: Environment = {
      ...inner,
      step(actions) {
        inner.step(actions);
        if (test.shuffled) shuffle(inner.rewards);
      },
    };
    const { observationSpace: space, actionSpace, count } = environment;
    const width = space.values.low.length;
    const spec = ddpgLearner(
      {
        observation: { space, window: 0 },
        actions: actionSpace as DdpgOptions['actions'],
        encoder: bare(width),
        actorHidden: [],
        criticHidden: [64, 64],
        actors: count,
        batchSize: 64,
        optimisers: {
          actor: adam({ learningRate: { input: 'rate' } }),
          critic: adam({ learningRate: { input: 'rate' } }),
        },
        tau: 0.01,
        ...test.options,
      },
      generator('ddpg0'),
    );
    const agent = await offPolicyAgent(
      {
        learner: spec,
        environment,
        replay: { capacity: 50_000, discount: test.discount },
        batchSize: 64,
        exploration: test.exploration,
        programs: ddpgRound,
        rounds: 2,
        rate: { kind: 'linear', from: 2e-3, to: 2e-5, over: test.steps, per: 'steps' },
      },
      generator('agent'),
    );
    await train({ environment, agent, random: generator('train'), until: { steps: test.steps } });
    return { agent, spec };
  }

  const gaussian: Exploration = { kind: 'gaussian', deviation: 0.5 };
  const slow: Exploration = { kind: 'ornstein-uhlenbeck', sigma: 0.5, theta: 1, dt: 0.1 };
  const regulator = () => lqrEnvironment(8, { noise: 0.3 });

  it.each([
    { encoders: 'separate', encoder: bare(1), exploration: gaussian },
    { encoders: 'shared', encoder: (random) => perceptronNetwork([1, 16], random), exploration: slow },
  ] as (Pick<DdpgOptions, 'encoders' | 'encoder'> & { exploration: Exploration })[])(
    'linear-quadratic regulator, $encoders encoders, $exploration.kind noise: at most 5 % above the least cost',
    async ({ exploration, ...options }) => {
      const gain = lqrGain(0.95);
      const look = regulator();
      look.reset(generator('look'));
      let least = 0;
      for (let step = 0; step < 50 * 8; step++) {
        look.step(Float32Array.from(look.observation.values, (x) => Math.max(-2, Math.min(2, -gain * x))));
        for (const reward of look.rewards) least -= reward / 64;
      }
      const of = async (shuffled: boolean) => {
        const { agent, spec } = await trained({
          environment: regulator(),
          options,
          exploration,
          steps: shuffled ? 6000 : 32_000,
          discount: 0.95,
          shuffled,
        });
        const cost = -(await meanReturn(agent.learner, spec, regulator(), 64, generator('look')));
        agent.dispose();
        return cost / least;
      };
      const ratio = await of(false);
      expect(ratio).toBeGreaterThan(0.95);
      expect(ratio).toBeLessThan(1.05);
      expect(await of(true)).toBeGreaterThan(1.5);
    },
  );

  it('optimal liquidation: at most 5 % above the closed form’s objective', async () => {
    const { cost: least, holdings } = liquidationPlan();
    const world = { shares: 1, intervals: 5, intervalLength: 1, temporaryImpact: 1, permanentImpact: 0 };
    const plan = almgrenChriss({ ...world, volatility: 1, riskAversion: 0.5, halfSpread: 0 });
    for (const [j, left] of plan.holdings.entries()) expect(holdings[j]).toBeCloseTo(left, 12);
    expect(least).toBeCloseTo(plan.expectedCost + 0.5 * plan.costDeviation ** 2, 12);
    const of = async (shuffled: boolean) => {
      const { agent } = await trained({
        environment: liquidationEnvironment(8),
        options: { actorHidden: [16] },
        exploration: { kind: 'gaussian', deviation: 0.2 },
        steps: shuffled ? 6000 : 24_000,
        discount: 1,
        shuffled,
      });
      let [cost, left] = [0, 1];
      for (let interval = 0; interval < 5; interval++) {
        const values = new Float32Array(16);
        values.set([left, interval / 5]);
        const { actions } = await agent.learner.run('act', { values });
        const sold = interval === 4 ? left : left * (actions?.[0] as number);
        left -= sold;
        cost += sold ** 2 + 0.5 * left ** 2;
      }
      agent.dispose();
      return cost / least;
    };
    const ratio = await of(false);
    expect(ratio).toBeGreaterThanOrEqual(1 - 1e-6);
    expect(ratio).toBeLessThan(1.05);
    expect(await of(true)).toBeGreaterThan(1.1);
  });

  it('identity with a number: nearly the right answer always', async () => {
    const of = async (shuffled: boolean) => {
      const { agent, spec } = await trained({
        environment: identityEnvironment(8, 'box', shuffled),
        options: { actorHidden: [16] },
        exploration: gaussian,
        steps: shuffled ? 4000 : 12_000,
        discount: 0,
        shuffled: false,
      });
      const mean = await meanReturn(agent.learner, spec, identityEnvironment(8, 'box'), 16, generator('look'));
      agent.dispose();
      return mean / 20;
    };
    expect(await of(false)).toBeGreaterThan(0.95);
    expect(await of(true)).toBeLessThan(0.75);
  });
});

it('noise of an agent begins anew with each episode', async () => {
  const of = async (steps: number) => {
    const environment = { ...lqrEnvironment(1, { steps }) };
    const learner = ddpgLearner(
      {
        observation: { space: environment.observationSpace, window: 0 },
        actions: box(1, -2, 2),
        encoder: bare(1),
        actors: 1,
        batchSize: 8,
        optimisers: { actor: sgd({ learningRate: 0.1 }), critic: sgd({ learningRate: 0.1 }) },
      },
      generator(1),
    );
    const agent = await offPolicyAgent(
      {
        learner,
        environment,
        replay: { capacity: 100, discount: 0.9 },
        batchSize: 8,
        exploration: { kind: 'ornstein-uhlenbeck', sigma: 1 },
        programs: ddpgRound,
      },
      generator(1),
    );
    await train({ environment, agent, random: generator(1), until: { steps: 10 } });
    const state = JSON.stringify(((await agent.save()) as { explorer: { noise: Float64Array } }).explorer.noise);
    agent.dispose();
    return state;
  };
  expect(await of(10)).toBe('{"0":0}');
  expect(await of(11)).not.toBe('{"0":0}');
});
