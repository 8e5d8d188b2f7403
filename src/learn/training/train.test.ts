import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shuffler } from '../../../test/support/learning.js';
import { adam, type LearnerSpec, sgd, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { chainEnvironment, type Environment, identityEnvironment } from '../../environment/index.js';
import { type DqnOptions, dqnLearner } from '../algorithms/dqn.js';
import { perceptronNetwork } from '../networks/value-networks.js';
import { DivergenceError } from './divergence.js';
import { meanReturn } from './evaluate.js';
import { type OffPolicyAgent, type OffPolicyOptions, offPolicyAgent } from './off-policy.js';
import { type TrainingOptions, type TrainingResult, train } from './train.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-train-'));
beforeAll(async () => {
  await useDevice();
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const slots = 8;
const inputs = { chain: 5, identity: 3 } as const;

function specOf(name: keyof typeof inputs, options: Partial<DqnOptions> = {}): LearnerSpec {
  const { observationSpace: space } = environmentNamed(name);
  const choices = name === 'chain' ? 2 : 3;
  return dqnLearner(
    {
      observation: { space, window: 0 },
      choices,
      network: (random) => perceptronNetwork([inputs[name], choices], random),
      actors: slots,
      batchSize: 32,
      optimiser: adam({ learningRate: 0.01 }),
      ...options,
    },
    generator('spec'),
  );
}

function environmentNamed(name: keyof typeof inputs): Environment {
  return name === 'chain' ? chainEnvironment(slots) : identityEnvironment(slots, 'discrete');
}

const common = {
  replay: { capacity: 2000, discount: 0.9 },
  batchSize: 32,
  exploration: { kind: 'epsilon', epsilon: { kind: 'linear', from: 1, to: 0.1, over: 1000, per: 'steps' } },
  warmUp: 64,
} as const satisfies Partial<OffPolicyOptions>;

async function run(
  name: keyof typeof inputs,
  until: TrainingOptions['until'],
  options: Partial<OffPolicyOptions> = {},
  rest: Partial<TrainingOptions> = {},
): Promise<{ agent: OffPolicyAgent; result: TrainingResult }> {
  const environment = rest.environment ?? environmentNamed(name);
  const learner = options.learner ?? specOf(name);
  const agent = await offPolicyAgent({ ...common, environment, ...options, learner }, generator('agent'));
  const result = await train({ environment, agent, random: generator('train'), until, ...rest });
  return { agent, result };
}

describe('a run', () => {
  it('learns what it should, and nothing from shuffled rewards', async () => {
    const play = async (shuffled: boolean): Promise<number> => {
      const inner = identityEnvironment(slots, 'discrete');
      const shuffle = shuffler(generator('shuffle'));
      const environment: Environment = {
        ...inner,
        step(actions) {
          inner.step(actions);
          if (shuffled) shuffle(inner.rewards);
        },
      };
      const learner = specOf('identity');
      const { agent } = await run(
        'identity',
        { steps: 3200 },
        { learner, replay: { capacity: 4000, discount: 0 } },
        { environment },
      );
      const mean = await meanReturn(
        agent.learner,
        learner,
        identityEnvironment(slots, 'discrete'),
        16,
        generator('look'),
      );
      agent.dispose();
      return mean / 20;
    };
    expect(await play(false)).toBe(1);
    expect(await play(true)).toBeLessThan(0.7);
  });

  it('warms up, learns and ends by its counts', async () => {
    const { agent, result } = await run('chain', { updates: 21 }, { warmUp: 80, learnEvery: 3, rounds: 7 });
    // 8 transitions a call; the first call that has 80 and is a multiple of 3 is the 12th, then the 15th and the 18th.
    expect(result.counts).toEqual({ steps: 18 * slots, episodes: 0, updates: 21, calls: 18 });
    agent.dispose();
    const episodes = await run('chain', { episodes: 1 });
    expect(episodes.result.counts.steps).toBe(50 * slots);
    episodes.agent.dispose();
  });

  it('moves the target by updates or by episodes', async () => {
    const equal = async (until: TrainingOptions['until'], sync: NonNullable<OffPolicyOptions['sync']>) => {
      const { agent } = await run('chain', until, { sync });
      const [online, target] = [await agent.learner.read('online/0/bias'), await agent.learner.read('target/0/bias')];
      agent.dispose();
      return online.every((b, k) => b === target[k]);
    };
    expect(await equal({ updates: 9 }, { every: 3, per: 'updates' })).toBe(true);
    expect(await equal({ updates: 10 }, { every: 3, per: 'updates' })).toBe(false);
    expect(await equal({ steps: 50 * slots }, { every: 8, per: 'episodes' })).toBe(true);
    expect(await equal({ steps: 50 * slots }, { every: 9, per: 'episodes' })).toBe(false);
  });

  it('gives what it drew its error as its priority', async () => {
    const options = { replay: { capacity: 2000, discount: 0.9, priority: {} } };
    const { agent } = await run('chain', { updates: 20 }, options);
    const { highest } = agent.memory.save() as { highest: number };
    agent.dispose();
    // New transitions get 1; rewards of 10 leave larger errors.
    expect(highest).toBeGreaterThan(5);
  });

  it('takes rates from a schedule and refuses an end that never comes', async () => {
    const learner = specOf('chain', { optimiser: sgd({ learningRate: { input: 'rate' } }) });
    const still = await run('chain', { updates: 5 }, { learner, rate: 0 });
    expect(await still.agent.learner.read('online/0/bias')).toEqual(learner.variables['online/0/bias']?.values);
    still.agent.dispose();
    await expect(run('chain', {})).rejects.toThrow(/needs an end/);
  });
});

describe('callbacks', () => {
  it('tell what was learnt, evaluated and returned, as curves', async () => {
    const told: number[] = [];
    const { agent, result } = await run(
      'chain',
      { steps: 120 * slots },
      {},
      {
        progress: { every: 40, tell: (counts, learnt) => told.push(counts.steps, learnt.episodeReturn ?? -1) },
        evaluate: { every: 60, run: async () => ({ score: 7 }) },
      },
    );
    agent.dispose();
    const { steps, score, loss, episodeReturn } = result.curves;
    expect(told.filter((_, k) => k % 2 === 0)).toEqual([320, 640, 960]);
    expect(told[1]).toBe(-1);
    expect(told[3]).toBeGreaterThan(0);
    expect([...(steps ?? [])]).toEqual([320, 480, 640, 960, 960]);
    expect([...(score ?? [])]).toEqual([Number.NaN, 7, Number.NaN, Number.NaN, 7]);
    expect(loss?.[0]).toBeGreaterThan(0);
    expect(loss?.[1]).toBeNaN();
    expect(episodeReturn?.[2]).toBe(told[3]);
  });

  it('stop a run that gets no better, and keep its best state', async () => {
    const scores = [1, 3, 2, Number.NaN, 3, 9];
    const { agent, result } = await run(
      'chain',
      { steps: 1e6 },
      {},
      {
        evaluate: { every: 10, run: async () => ({ score: scores.shift() ?? 0 }) },
        validation: { by: 'score', patience: 3 },
      },
    );
    expect(result.ended).toBe('validation');
    expect(result.best).toMatchObject({ value: 3, steps: 20 * slots });
    expect(result.counts.steps).toBe(50 * slots);
    const last = await agent.learner.read('online/0/bias');
    agent.learner.load(result.best?.learner ?? new Uint8Array());
    expect(await agent.learner.read('online/0/bias')).not.toEqual(last);
    agent.dispose();
    const look = { evaluate: { every: 1, run: async () => ({ other: 1 }) }, validation: { by: 'score' } };
    await expect(run('chain', { steps: 80 }, {}, look)).rejects.toThrow(/goes by score; evaluate gives other/);
  });
});

describe('divergence', () => {
  it('ends a run with its step, its batch and the last good checkpoint', async () => {
    const file = path.join(folder, 'diverging');
    const poison: Environment = (() => {
      const inner = environmentNamed('chain');
      let calls = 0;
      return {
        ...inner,
        step(actions) {
          inner.step(actions);
          if (++calls === 30) inner.rewards[5] = Number.NaN;
        },
      };
    })();
    const failed: unknown = await run(
      'chain',
      { steps: 1e5 },
      {},
      { environment: poison, checkpoint: { file, every: 25 } },
    ).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DivergenceError);
    const { counts, what, batchIds, checkpoint, message } = failed as DivergenceError;
    expect(what).toBe('loss of update');
    expect(counts.steps).toBeGreaterThanOrEqual(30 * slots);
    expect(batchIds).toHaveLength(32);
    // Slot 5, its row 29.
    expect(batchIds).toContain(5 + slots * 29);
    expect(checkpoint).toBe(file);
    expect(message).toMatch(/loss of update is NaN at step \d+, update \d+; .* last good checkpoint: .*diverging/);
  });

  it('is also a loss beyond the limit, and says where no checkpoint was written', async () => {
    await expect(run('chain', { steps: 1e4 }, { limit: 1e-9 })).rejects.toThrow(/diverges.*no checkpoint was written/);
  });
});

describe('a checkpoint', () => {
  const forms: Record<string, [Partial<DqnOptions>, Partial<OffPolicyOptions>]> = {
    'Double DQN, 3-step, prioritised': [{}, { replay: { capacity: 300, discount: 0.9, steps: 3, priority: {} } }],
    'symmetric double Q-learning': [{ double: 'symmetric' }, {}],
  };
  it.each(Object.keys(forms))('goes on to the same bits: %s', async (name) => {
    const [dqn, options] = forms[name] as (typeof forms)[string];
    const learner = specOf('chain', dqn);
    const look: Partial<TrainingOptions> = { progress: { every: 7, tell: () => undefined } };
    const of = async (until: number, file?: string) =>
      run(
        'chain',
        { steps: until * slots },
        { ...options, learner },
        {
          ...look,
          ...(file && { checkpoint: { file: path.join(folder, file), every: 13 } }),
        },
      );
    const whole = await of(120);
    const first = await of(61, name);
    first.agent.dispose();
    // What happened after the last checkpoint is lost and done again.
    const second = await of(120, name);
    expect(await second.agent.learner.save()).toEqual(await whole.agent.learner.save());
    expect(second.agent.memory.save()).toEqual(whole.agent.memory.save());
    expect(second.result.curves).toEqual(whole.result.curves);
    whole.agent.dispose();
    second.agent.dispose();
  });

  it('is written when the run is asked to stop', async () => {
    const file = path.join(folder, 'stopped');
    const abort = new AbortController();
    const run17 = async () => {
      abort.abort();
      return {};
    };
    const stop = { evaluate: { every: 17, run: run17 }, signal: abort.signal };
    await expect(run('chain', { steps: 1e5 }, {}, { ...stop, checkpoint: { file, every: 1000 } })).rejects.toThrow(
      /asked to stop at step 136; it goes on/,
    );
    const { agent, result } = await run('chain', { steps: 18 * slots }, {}, { checkpoint: { file, every: 1000 } });
    expect(result.counts.steps).toBe(18 * slots);
    agent.dispose();
  });

  it('of another run, or damaged, is refused', async () => {
    const file = path.join(folder, 'mine');
    const { agent } = await run('chain', { steps: 80 }, {}, { checkpoint: { file, every: 5, identity: 'a' } });
    agent.dispose();
    const again = (identity: string) => run('chain', { steps: 160 }, {}, { checkpoint: { file, every: 5, identity } });
    await expect(again('b')).rejects.toThrow(/belongs to the training "a", this one is "b"/);
    fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 900));
    await expect(again('a')).rejects.toThrow(/damaged/);
  });
});
