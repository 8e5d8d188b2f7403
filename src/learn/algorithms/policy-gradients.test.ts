import { beforeAll, describe, expect, it } from 'vitest';
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
  type ActionSpace,
  banditEnvironment,
  box,
  discrete,
  type Environment,
  identityEnvironment,
  keyDoorEnvironment,
  keyDoorValues,
  multiDiscrete,
  type ObservationSpace,
  simplex,
  simplexBanditEnvironment,
  simplexBanditMeans,
} from '../../environment/index.js';
import { categorical } from '../distributions/categorical.js';
import { dirichlet } from '../distributions/dirichlet.js';
import type { Distribution } from '../distributions/distribution.js';
import { logisticNormal } from '../distributions/logistic-normal.js';
import type { NetworkFactory } from '../networks/network.js';
import { perceptronNetwork } from '../networks/value-networks.js';
import type { Agent } from '../training/agent.js';
import { episodeAgent } from '../training/episode-agent.js';
import { meanReturn } from '../training/evaluate.js';
import { rolloutAgent } from '../training/rollout-agent.js';
import { train } from '../training/train.js';
import { type A2cOptions, a2cLearner } from './a2c.js';
import { type ReinforceOptions, reinforceLearner } from './reinforce.js';

beforeAll(async () => {
  await useDevice();
});

const shows = (width: number): ObservationSpace => ({
  market: null,
  values: box(width),
  names: Array.from({ length: width }, (_, k) => `x${k}`),
});
/** What is seen is what the heads see. */
const bare =
  (width: number): NetworkFactory =>
  () => ({
    parameters: {},
    outputs: width,
    apply: (_, { values }) => values as NonNullable<typeof values>,
  });
const trunk =
  (...widths: number[]): NetworkFactory =>
  (random) =>
    perceptronNetwork(widths, random, true);

describe('one update', () => {
  const common = {
    observation: { space: shows(1), window: 0 },
    actions: discrete(2),
    distribution: categorical([2]),
    trunk: bare(1),
    actors: 1,
    optimiser: sgd({ learningRate: 0.1 }),
  } as const;
  // Equal chances of both choices, values 1; choices 0 and 1 with returns 3 and −1.
  const rows = {
    values: Float32Array.of(1, 1),
    actions: Int32Array.of(0, 1),
    returns: Float32Array.of(3, -1),
  };
  async function updated(spec: LearnerSpec, given: object = rows) {
    const learner = await compile(spec);
    for (const [name, values] of [
      ['actor/0/kernel', [0, 0]],
      ['actor/0/bias', [0, 0]],
      ['critic/0/kernel', [0]],
      ['critic/0/bias', [1]],
    ] as const)
      learner.write(`online/${name}`, Float32Array.from(values));
    const out = await learner.run('update', given as typeof rows);
    const [actor, critic] = [await learner.read('online/actor/0/bias'), await learner.read('online/critic/0/bias')];
    learner.dispose();
    return {
      loss: out.loss?.[0] as number,
      entropy: out.entropy?.[0] as number,
      actor: [...actor],
      critic: critic[0] as number,
    };
  }

  it('of A2C is the policy’s, the value’s and the entropy’s', async () => {
    const of = (options: Partial<A2cOptions>) =>
      updated(a2cLearner({ ...common, rollout: 2, ...options }, generator(1)));
    const { loss, entropy, actor, critic } = await of({ entropyWeight: 0.1 });
    // Advantages 2 and −2, ln π = −ln 2: the policy's part is 0, the value's 0.5 · mean(4, 4).
    expect(entropy).toBeCloseTo(Math.LN2, 5);
    expect(loss).toBeCloseTo(2 - 0.1 * Math.LN2, 5);
    // d/dz of −mean A ln π: −(2 · (0.5, −0.5) − 2 · (−0.5, 0.5)) / 2; the entropy is at its top.
    expect(actor[0]).toBeCloseTo(0.1 * 1, 5);
    expect(actor[1]).toBeCloseTo(-0.1 * 1, 5);
    // The value's: −2 · 0.5 · mean(2, −2) = 0.
    expect(critic).toBeCloseTo(1, 5);
    const uneven = await updated(a2cLearner({ ...common, rollout: 2, valueWeight: 1 }, generator(1)), {
      ...rows,
      returns: Float32Array.of(3, 1),
    });
    expect(uneven.critic).toBeCloseTo(1 + 0.1 * 2 * 1, 5);
    expect(uneven.actor[0]).toBeCloseTo(0.1 * 0.5, 5);
  });

  it('of A2C may centre and scale advantages', async () => {
    const { actor } = await updated(a2cLearner({ ...common, rollout: 2, normalise: true }, generator(1)), {
      ...rows,
      returns: Float32Array.of(9, 5),
    });
    expect(actor[0]).toBeCloseTo(0.1 * 0.5, 4);
  });

  it('of REINFORCE weighs its rows, with the value or with nothing as its baseline', async () => {
    const of = (weights: number[], baseline: ReinforceOptions['baseline']) =>
      updated(reinforceLearner({ ...common, batchSize: 2, ...(baseline && { baseline }) }, generator(1)), {
        ...rows,
        weights: Float32Array.from(weights),
      });
    const first = await of([1, 0], undefined);
    expect(first.loss).toBeCloseTo(2 * Math.LN2 + 0.5 * 4, 5);
    expect(first.actor[0]).toBeCloseTo(0.1 * 2 * 0.5, 5);
    expect(first.critic).toBeCloseTo(1 + 0.1 * 0.5 * 2 * 2, 5);
    const plain = await of([1, 0], 'none');
    expect(plain.loss).toBeCloseTo(3 * Math.LN2, 5);
    expect(plain.actor[0]).toBeCloseTo(0.1 * 3 * 0.5, 5);
    expect(plain.critic).toBe(1);
    expect((await of([3, 1], 'none')).loss).toBeCloseTo(((3 * 3 - 1) / 4) * Math.LN2, 5);
  });

  it('refuses a distribution over other actions', () => {
    expect(() => a2cLearner({ ...common, rollout: 1, actions: discrete(3) }, generator(1))).toThrow(
      /takes 3 numbers; received one of 2/,
    );
    expect(() => a2cLearner({ ...common, rollout: 1, actions: box(2) }, generator(1))).toThrow(/box space/);
  });
});

describe('captured and eager updates', () => {
  const common = {
    observation: { space: shows(4), window: 0 },
    trunk: trunk(4, 8),
    actors: 4,
    optimiser: adam({ learningRate: 1e-3, epsilon: 1e-4, clipNorm: 0.5 }),
  } as const;
  /** Weights where actions are weights. */
  const draw: Draw = (name, spec, random) => {
    const values = drawInput(2)(name, spec, random);
    if (name !== 'actions' || spec.dtype !== 'float32') return values;
    const width = spec.shape[1] as number;
    for (let from = 0; from < values.length; from += width)
      values.set(random.dirichlet(new Float64Array(width).fill(2)), from);
    return values;
  };
  const kinds: Record<string, [ActionSpace, Distribution]> = {
    categorical: [multiDiscrete([3, 2]), categorical([3, 2])],
    dirichlet: [simplex(3), dirichlet(3, { spread: 0.1, learnt: true })],
    'logistic-normal': [simplex(3), logisticNormal(3, { spread: 0.5, learnt: true })],
  };
  it.each(Object.keys(kinds))('agree over 50 updates and leave no tensors: %s', async (kind) => {
    const [actions, distribution] = kinds[kind] as (typeof kinds)[string];
    const masked = kind === 'categorical';
    const specs = [
      a2cLearner({ ...common, actions, distribution, rollout: 4, masked, normalise: true }, generator(2)),
      reinforceLearner(
        { ...common, actions, distribution, batchSize: 16, shared: false, masked, entropyWeight: 0.01 },
        generator(2),
      ),
    ];
    for (const spec of specs) {
      await expectAgreement(spec, ['update', 'act'], draw);
      const learner = await compile(spec);
      await expectConstantTensors(learner, spec, ['update', 'act'], draw);
      learner.dispose();
    }
  });
});

interface Case {
  readonly environment: Environment;
  readonly distribution: Distribution;
  readonly trunk: NetworkFactory;
  readonly steps: number;
  readonly discount: number;
  readonly entropyWeight?: number;
  readonly weightsEntropy?: number;
}

const agents: Record<string, (test: Case) => Promise<{ agent: Agent; spec: LearnerSpec }>> = {
  async A2C({ environment, steps, ...rest }) {
    const { observationSpace: space, actionSpace: actions, count } = environment;
    const learner = a2cLearner(
      {
        observation: { space, window: 0 },
        actions,
        actors: count,
        rollout: 8,
        optimiser: adam({ learningRate: { input: 'rate' } }),
        ...rest,
      },
      generator('learner'),
    );
    const rate = { kind: 'linear', from: 0.02, to: 1e-3, over: steps / (8 * count), per: 'updates' } as const;
    return {
      spec: learner,
      agent: await rolloutAgent({ learner, environment, rollout: 8, rate, ...rest }, generator('agent')),
    };
  },
  async REINFORCE({ environment, steps, ...rest }) {
    const { observationSpace: space, actionSpace: actions, count } = environment;
    const learner = reinforceLearner(
      {
        observation: { space, window: 0 },
        actions,
        actors: count,
        batchSize: 1024,
        optimiser: adam({ learningRate: { input: 'rate' } }),
        ...rest,
      },
      generator('learner'),
    );
    const rate = { kind: 'linear', from: 0.03, to: 1e-3, over: steps, per: 'steps' } as const;
    return {
      spec: learner,
      agent: await episodeAgent(
        { learner, environment, batchSize: 1024, episodes: 64, rate, ...rest },
        generator('agent'),
      ),
    };
  },
};

async function trained(name: string, test: Case, shuffled: boolean): Promise<{ agent: Agent; spec: LearnerSpec }> {
  const inner = test.environment;
  const shuffle = shuffler(generator('shuffle'));
  const environment: Environment = {
    ...inner,
    step(actions) {
      inner.step(actions);
      if (shuffled) shuffle(inner.rewards);
    },
  };
  const made = await (agents[name] as (typeof agents)[string])({ ...test, environment });
  await train({
    environment,
    agent: made.agent,
    random: generator('train'),
    until: { steps: shuffled ? test.steps / 4 : test.steps },
  });
  return made;
}

describe.each(['A2C', 'REINFORCE'])('known optima of %s, lost when rewards are shuffled', (name) => {
  it('contextual bandit: nearly the best arm’s reward', async () => {
    const of = async (shuffled: boolean) => {
      const test = {
        environment: banditEnvironment(16),
        distribution: categorical([3]),
        trunk: bare(3),
        steps: 40_000,
        discount: 0,
      };
      const { agent, spec } = await trained(name, test, shuffled);
      const mean = await meanReturn(agent.learner, spec, banditEnvironment(16, 0), 2048, generator('look'));
      agent.dispose();
      return mean;
    };
    // E max of a, b, −a with a = x₀ − x₂ and b = x₁, all xᵢ uniform in [−1, 1], is 0.739 (by 2·10⁷ draws).
    expect(await of(false)).toBeGreaterThan(0.72);
    expect(await of(true)).toBeLessThan(0.6);
  });

  it('key and door: within one percent of value iteration', async () => {
    const options = { places: 4, steps: 200 };
    const of = async (shuffled: boolean) => {
      const test = {
        environment: keyDoorEnvironment(16, options),
        distribution: categorical([2]),
        trunk: bare(8),
        steps: 60_000,
        discount: 0.99,
        entropyWeight: 0.02,
      };
      const { agent, spec } = await trained(name, test, shuffled);
      const mean = await meanReturn(agent.learner, spec, keyDoorEnvironment(16, options), 2048, generator('look'));
      agent.dispose();
      return mean;
    };
    const values = keyDoorValues(1, options);
    const best = [1, 2, 3].reduce(
      (sum, s) => sum + Math.max(values[2 * s] as number, values[2 * s + 1] as number) / 3,
      0,
    );
    expect(Math.abs((await of(false)) / best - 1)).toBeLessThan(0.01);
    expect((await of(true)) / best).toBeLessThan(0.8);
  });

  it.each([
    ['dirichlet', dirichlet(3, { spread: 1 / 100 })],
    ['logistic-normal', logisticNormal(3, { spread: 0.3 })],
  ] as const)('simplex bandit with a bonus for even weights: softmax(m / η), %s', async (_, distribution) => {
    const eta = 0.2;
    const of = async (shuffled: boolean) => {
      const environment = simplexBanditEnvironment(16);
      const { agent } = await trained(
        name,
        {
          environment,
          distribution,
          trunk: bare(2),
          steps: 60_000,
          discount: 0,
          entropyWeight: 0,
          weightsEntropy: eta,
        },
        shuffled,
      );
      const shown = new Float32Array(32);
      shown.set([1, 0, 0, 1]);
      const { actions } = await agent.learner.run('act', { values: shown });
      agent.dispose();
      let worst = 0;
      for (const [c, means] of simplexBanditMeans.entries()) {
        const soft = means.map((m) => Math.exp(m / eta));
        const sum = soft.reduce((a, b) => a + b, 0);
        for (let k = 0; k < 3; k++)
          worst = Math.max(worst, Math.abs((actions?.[3 * c + k] as number) - (soft[k] as number) / sum));
      }
      return worst;
    };
    expect(await of(false)).toBeLessThan(0.04);
    expect(await of(true)).toBeGreaterThan(0.1);
  });
});

it('A2C answers the identity environment’s branches rightly', async () => {
  const environment = identityEnvironment(16, 'multi-discrete');
  const test = { environment, distribution: categorical([3, 2]), trunk: bare(5), steps: 20_000, discount: 0 };
  const { agent, spec } = await trained('A2C', test, false);
  const mean = await meanReturn(agent.learner, spec, identityEnvironment(16, 'multi-discrete'), 16, generator('look'));
  agent.dispose();
  expect(mean / 20).toBe(1);
});
