import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adam, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import {
  box,
  discrete,
  type Environment,
  environmentOf,
  simplexBanditEnvironment,
  timeLimit,
} from '../../environment/index.js';
import { a2cLearner } from '../algorithms/a2c.js';
import { reinforceLearner } from '../algorithms/reinforce.js';
import { categorical } from '../distributions/categorical.js';
import { dirichlet } from '../distributions/dirichlet.js';
import { perceptronNetwork } from '../networks/value-networks.js';
import type { Agent } from './agent.js';
import { episodeAgent } from './episode-agent.js';
import { rolloutAgent } from './rollout-agent.js';
import { train } from './train.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-on-policy-'));
beforeAll(async () => {
  await useDevice();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Pays 1 a step; the time since the start is shown, in tenths, and it never ends by itself. */
const clock = (count: number, steps: number, duration = 1): Environment =>
  timeLimit(
    environmentOf(
      {
        name: 'clock',
        observationSpace: { market: null, values: box(1), names: ['time'] },
        actionSpace: discrete(2),
        stateWidth: 1,
        start(state, at) {
          state[at] = 0;
        },
        step(state, at, _actions, _actionAt, _random, outcome) {
          outcome.reward = 1;
          outcome.duration = duration;
          state[at] = (state[at] as number) + 1;
        },
        observe(state, at, values, valuesAt) {
          values[valuesAt] = (state[at] as number) / 10;
        },
      },
      count,
    ),
    steps,
  );

interface Settings {
  readonly environment: Environment;
  readonly rows: number;
  readonly lambda?: number;
  readonly episodes?: number;
  readonly standardised?: boolean;
  readonly weightsEntropy?: number;
  readonly discount?: number;
}

function common({ environment, discount = 0.9 }: Settings) {
  const { observationSpace: space, actionSpace: actions, count } = environment;
  const width = space.values.low.length;
  return {
    learner: {
      observation: { space, window: 0 },
      actions,
      distribution: actions.kind === 'simplex' ? dirichlet(3, { spread: 0.1, learnt: true }) : categorical([2]),
      trunk: (random: ReturnType<typeof generator>) => perceptronNetwork([width, 8], random, true),
      actors: count,
      optimiser: adam({ learningRate: 0.01 }),
    },
    agent: { environment, discount },
  };
}

async function a2c(settings: Settings): Promise<Agent> {
  const { learner: l, agent } = common(settings);
  const learner = a2cLearner({ ...l, rollout: settings.rows }, generator('learner'));
  const { rows: rollout, lambda = 1, weightsEntropy = 0 } = settings;
  return rolloutAgent(
    { ...agent, learner, distribution: l.distribution, rollout, lambda, weightsEntropy },
    generator('agent'),
  );
}

async function reinforce(settings: Settings): Promise<Agent> {
  const { learner: l, agent } = common(settings);
  const { rows: batchSize, episodes = 1, standardised = false, weightsEntropy = 0 } = settings;
  const learner = reinforceLearner({ ...l, batchSize }, generator('learner'));
  return episodeAgent(
    { ...agent, learner, distribution: l.distribution, batchSize, episodes, standardised, weightsEntropy },
    generator('agent'),
  );
}

/** What update programs are given, call by call. */
function spied(agent: Agent): Record<string, number[]>[] {
  const calls: Record<string, number[]>[] = [];
  const { run } = agent.learner;
  (agent.learner as { run: typeof run }).run = (program, inputs = {}) => {
    if (program === 'update')
      calls.push(Object.fromEntries(Object.entries(inputs).map(([name, column]) => [name, [...column]])));
    return run(program, inputs);
  };
  return calls;
}

describe('a rollout', () => {
  it('goes on beyond a cut by the value of the last observation, and not into the next episode', async () => {
    const environment = clock(1, 2);
    const agent = await a2c({ environment, rows: 3 });
    // Value = 10 × time shown.
    agent.learner.write('online/trunk/0/bias', new Float32Array(8));
    agent.learner.write('online/critic/0/bias', new Float32Array(1));
    agent.learner.write('online/trunk/0/kernel', Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0));
    agent.learner.write('online/critic/0/kernel', Float32Array.of(10, 0, 0, 0, 0, 0, 0, 0));
    const calls = spied(agent);
    await train({ environment, agent, random: generator(1), until: { updates: 1 } });
    agent.dispose();
    const { values, returns } = calls[0] as { values: number[]; returns: number[] };
    expect(values.map((v) => Math.round(10 * v))).toEqual([0, 1, 0]);
    // Cut after two steps, where the clock shows 2; the rollout ends after one more, where it shows 1.
    const second = 1 + 0.9 * 2;
    expect(returns[1]).toBeCloseTo(second, 5);
    expect(returns[0]).toBeCloseTo(1 + 0.9 * second, 5);
    expect(returns[2]).toBeCloseTo(1 + 0.9 * 1, 5);
  });

  it('discounts a step by the time it took', async () => {
    const environment = clock(1, 9, 3);
    const agent = await a2c({ environment, rows: 2 });
    agent.learner.write('online/critic/0/kernel', new Float32Array(8));
    agent.learner.write('online/critic/0/bias', Float32Array.of(5));
    const calls = spied(agent);
    await train({ environment, agent, random: generator(1), until: { updates: 1 } });
    agent.dispose();
    expect(calls[0]?.returns?.[1]).toBeCloseTo(1 + 0.9 ** 3 * 5, 4);
  });
});

describe('episodes', () => {
  it('fill an update from the front, with their returns to go; empty rows weigh nothing', async () => {
    const environment = clock(2, 3);
    const agent = await reinforce({ environment, rows: 8, episodes: 2 });
    const calls = spied(agent);
    await train({ environment, agent, random: generator(1), until: { updates: 1 } });
    agent.dispose();
    const { weights, returns, values } = calls[0] as Record<string, number[]>;
    expect(weights).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
    const wanted = [2.71, 1.9, 1, 2.71, 1.9, 1];
    for (const [k, r] of wanted.entries()) expect(returns?.[k]).toBeCloseTo(r, 5);
    expect(values?.slice(0, 6).map((v) => Math.round(10 * v))).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('are standardised one by one, and learnt from early where the rows are full', async () => {
    const environment = clock(2, 3);
    const agent = await reinforce({ environment, rows: 5, episodes: 2, standardised: true });
    const calls = spied(agent);
    await train({ environment, agent, random: generator(1), until: { updates: 1 } });
    agent.dispose();
    const { weights, returns } = calls[0] as Record<string, number[]>;
    expect(weights).toEqual([1, 1, 1, 0, 0]);
    expect((returns?.[0] ?? 0) + (returns?.[1] ?? 0) + (returns?.[2] ?? 0)).toBeCloseTo(0, 5);
    expect(((returns?.[0] ?? 0) ** 2 + (returns?.[1] ?? 0) ** 2 + (returns?.[2] ?? 0) ** 2) / 3).toBeCloseTo(1, 5);
  });

  it('that were left unfinished are forgotten when another run begins', async () => {
    const environment = clock(1, 3);
    const agent = await reinforce({ environment, rows: 8 });
    const calls = spied(agent);
    await train({ environment, agent, random: generator(1), until: { steps: 2 } });
    await train({ environment, agent, random: generator(1), until: { updates: 1 } });
    agent.dispose();
    expect(calls[0]?.weights).toEqual([1, 1, 1, 0, 0, 0, 0, 0]);
  });

  it('longer than an update are refused', async () => {
    const environment = clock(1, 9);
    const agent = await reinforce({ environment, rows: 4 });
    await expect(train({ environment, agent, random: generator(1), until: { updates: 1 } })).rejects.toThrow(
      /slot 0 has more than 4 steps/,
    );
    agent.dispose();
  });
});

it('rewards get a bonus for even weights', async () => {
  const environment = simplexBanditEnvironment(1, 0);
  const agent = await reinforce({ environment, rows: 1, weightsEntropy: 100 });
  const calls = spied(agent);
  await train({ environment, agent, random: generator(1), until: { updates: 1 } });
  agent.dispose();
  const { actions = [], returns = [] } = calls[0] as Record<string, number[]>;
  const entropy = -actions.reduce((sum, w) => sum + w * Math.log(w), 0);
  expect(Math.abs((returns[0] ?? 0) - 100 * entropy)).toBeLessThan(0.31);
});

describe('a checkpoint goes on to the same bits', () => {
  const made: Record<string, (environment: Environment) => Promise<Agent>> = {
    'A2C with λ = 0.9': (environment) => a2c({ environment, rows: 5, lambda: 0.9 }),
    REINFORCE: (environment) => reinforce({ environment, rows: 16, episodes: 3 }),
    'REINFORCE over weights': (environment) => reinforce({ environment, rows: 16, episodes: 3, weightsEntropy: 0.1 }),
  };
  it.each(Object.keys(made))('%s', async (name) => {
    const run = async (steps: number, file?: string) => {
      const environment = name.includes('weights') ? simplexBanditEnvironment(4) : clock(4, 7);
      const agent = await (made[name] as (typeof made)[string])(environment);
      const checkpoint = file ? { checkpoint: { file: path.join(folder, file), every: 9 } } : {};
      await train({ environment, agent, random: generator('run'), until: { steps }, ...checkpoint });
      const state = await agent.save();
      agent.dispose();
      return state;
    };
    const whole = await run(240);
    await run(124, name);
    expect(await run(240, name)).toEqual(whole);
  });
});
