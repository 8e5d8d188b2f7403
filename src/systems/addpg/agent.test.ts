import { beforeAll, describe, expect, it } from 'vitest';
import { useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { fxTwinBars } from '../../market/index.js';
import { addpgAgent } from './agent.js';
import { type AddpgConfig, addpgConfig } from './config.js';
import { portfolioEnvironment, trainingDays } from './environment.js';
import { trainAddpg } from './experiment.js';
import { type PricePanel, panelOf } from './panel.js';

beforeAll(async () => {
  await useDevice();
});

const small = {
  days: 600,
  window: 4,
  filters: 4,
  riskHidden: 4,
  batchSize: 32,
  learnEvery: 2,
  actorRate: 1e-3,
  episodes: 1,
} as const;
const bars = fxTwinBars();

describe('one update', () => {
  it('on prices that stand still: the reward is the bonus alone, the critic steps towards it, the target follows by τ', async () => {
    const config = addpgConfig.resolve({ ...small, noise: 'none', riskAgent: 'off', execution: 'close', batchSize: 4 });
    const n = 5;
    const close = new Float64Array(config.days * n).fill(1);
    const panel = { ...panelOf(bars, config), open: close, high: close, low: close, close };
    const environment = portfolioEnvironment(panel, config, trainingDays(panel, config), 1);
    const agent = await addpgAgent(environment, config, generator('update'));
    const { learner } = agent;
    const zero = async (name: string): Promise<void> =>
      learner.write(name, new Float32Array((await learner.read(name)).length));
    for (const side of ['online', 'target'])
      for (const name of ['critic/head/0/kernel', 'critic/head/0/bias', 'actor/2/kernel', 'actor/2/bias'])
        await zero(`${side}/${name}`);
    environment.reset(generator(1));
    agent.begin(environment);
    let learnt: Awaited<ReturnType<typeof agent.learn>> = null;
    while (!learnt) {
      const actions = await agent.act(environment);
      environment.step(actions);
      learnt = await agent.learn(environment, actions);
    }
    // Q = Q⁻ = 0 and r = β (1 − 5 · 0.2²) = 0.008; Adam's first step is the rate, the target's τ times that.
    const bias = async (side: string): Promise<number> =>
      (await learner.read(`${side}/critic/head/0/bias`))[0] as number;
    expect(environment.rewards[0]).toBeCloseTo(0.008, 8);
    expect(await bias('online')).toBeCloseTo(1e-3, 7);
    expect(await bias('target')).toBeCloseTo(1e-6, 9);
    agent.dispose();
  });
});

describe('the four variants', () => {
  const run = (settings: Partial<AddpgConfig>, seed = 'a') => {
    const config = addpgConfig.resolve({ ...small, ...settings });
    return trainAddpg(panelOf(bars, config), config, generator(seed));
  };

  it.each([
    { encoders: 'shared', riskAgent: 'on' },
    { encoders: 'shared', riskAgent: 'off' },
    { encoders: 'separate', riskAgent: 'on', signalScope: 'per-asset' },
    { encoders: 'separate', riskAgent: 'off' },
  ] as Partial<AddpgConfig>[])('train, and give weights for every test day: %o', async (settings) => {
    const found = await run(settings);
    expect(found.growth.length).toBe(120);
    expect(found.growth.every((g) => g > 0.9 && g < 1.1)).toBe(true);
    for (let t = 0; t < 120; t++) {
      const row = found.weights.subarray(5 * t, 5 * t + 5);
      expect(row.reduce((sum, w) => sum + w, 0)).toBeCloseTo(1, 5);
    }
    expect(found.learning.episodes).toEqual([0, 1]);
    expect(found.triggered > 0).toBe(settings.riskAgent === 'on');
  });

  it('repeat with the seed and differ with another', async () => {
    const [a, again, b] = [await run({}), await run({}), await run({}, 'b')];
    expect(again.growth).toEqual(a.growth);
    expect(b.growth).not.toEqual(a.growth);
  });
});

describe('canaries', () => {
  const seeing: Partial<AddpgConfig> = {
    ...small,
    days: 900,
    execution: 'open',
    riskAgent: 'off',
    cost: 0,
    beta: 0,
    gamma: 0,
    rewardScale: 100,
    episodes: 12,
    slots: 2,
    learnEvery: 1,
    filters: 8,
    criticRate: 3e-3,
    noiseSigma: 1,
  };
  const growthOf = async (settings: Partial<AddpgConfig>): Promise<number> => {
    const config = addpgConfig.resolve({ ...seeing, ...settings });
    const panel: PricePanel = panelOf(bars, config);
    return (await trainAddpg(panel, config, generator('canary'))).arr;
  };

  it('an agent that is shown the day it trades grows rich, one that is not does not', async () => {
    expect(await growthOf({ stateEnd: 't', reproduction: 'on' })).toBeGreaterThan(1.4);
    expect(Math.abs((await growthOf({})) - 1)).toBeLessThan(0.2);
  }, 120_000);
});
