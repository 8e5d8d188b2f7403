import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import { actionBuffer, sampleActions } from './actions.js';
import type { Environment } from './environment.js';
import { chainEnvironment, chainValues } from './examples/chain.js';
import { banditEnvironment, banditMean, banditMeans } from './examples/contextual-bandit.js';
import { identityEnvironment } from './examples/identity.js';
import { lqrEnvironment, lqrGain } from './examples/lqr.js';
import { environmentOf } from './rules.js';
import { applyScaler, fitScaler } from './scaler.js';
import { box, discrete } from './spaces.js';
import { episodeStatistics } from './wrappers/episode-statistics.js';
import { rewardScale } from './wrappers/reward-scale.js';
import { fitScalerOn, scaledObservations } from './wrappers/scaled-observations.js';
import { timeLimit } from './wrappers/time-limit.js';

/** Counts from 0 upwards and ends at `end`; the reward is the count. */
function counter(count: number, end = Number.POSITIVE_INFINITY): Environment {
  return environmentOf(
    {
      name: 'counter',
      observationSpace: { market: null, values: box(1, 0), names: ['n'] },
      actionSpace: discrete(2),
      stateWidth: 1,
      start: (state, at) => {
        state[at] = 0;
      },
      step: (state, at, _, __, ___, outcome) => {
        state[at] = (state[at] as number) + 1;
        outcome.reward = state[at] as number;
        outcome.terminated = (state[at] as number) >= end;
      },
      observe: (state, at, values, valuesAt) => {
        values[valuesAt] = state[at] as number;
      },
    },
    count,
  );
}

const none = new Int32Array(2);

function steps(environment: Environment, n: number, actions = none): void {
  for (let i = 0; i < n; i++) environment.step(actions);
}

describe('an episode that ends', () => {
  it('begins anew in the same call; its last observation is kept, its end is told once', () => {
    const env = counter(2, 3);
    env.reset(generator(1));
    steps(env, 2);
    expect([...env.observation.values]).toEqual([2, 2]);
    expect([...env.terminated]).toEqual([0, 0]);
    steps(env, 1);
    expect([...env.terminated, ...env.truncated]).toEqual([1, 1, 0, 0]);
    expect([...env.finalObservation.values]).toEqual([3, 3]);
    expect([...env.observation.values]).toEqual([0, 0]);
    expect([...env.rewards]).toEqual([3, 3]);
    steps(env, 1);
    expect([...env.terminated]).toEqual([0, 0]);
  });

  it('cut off by a time limit is truncated, unless it ends by itself in that step', () => {
    const env = timeLimit(counter(2), 3);
    env.reset(generator(1));
    steps(env, 3);
    expect([...env.terminated, ...env.truncated]).toEqual([0, 0, 1, 1]);
    expect([...env.finalObservation.values, ...env.observation.values]).toEqual([3, 3, 0, 0]);
    steps(env, 1);
    expect([...env.truncated, ...env.observation.values]).toEqual([0, 0, 1, 1]);
    const both = timeLimit(counter(2, 3), 3);
    both.reset(generator(1));
    steps(both, 3);
    expect([...both.terminated, ...both.truncated]).toEqual([1, 1, 0, 0]);
  });

  it('restarted from outside begins with a new count of steps', () => {
    const env = episodeStatistics(timeLimit(counter(2), 3));
    env.reset(generator(1));
    steps(env, 2);
    env.restart(Uint8Array.of(1, 0));
    expect([...env.observation.values]).toEqual([0, 2]);
    steps(env, 1);
    expect([...env.truncated]).toEqual([0, 1]);
    expect([...env.info.episodeSteps]).toEqual([0, 3]);
    expect([...env.info.episodeReturn]).toEqual([Number.NaN, 6]);
    steps(env, 2);
    expect([...env.info.episodeSteps]).toEqual([3, 0]);
  });
});

describe('wrappers', () => {
  it('scale rewards outside or inside of the statistics', () => {
    const [outer, inner] = [
      rewardScale(episodeStatistics(counter(2, 3)), 10, 1),
      episodeStatistics(rewardScale(counter(2, 3), 10, 1)),
    ];
    for (const env of [outer, inner]) {
      env.reset(generator(1));
      steps(env, 3);
      expect([...env.rewards]).toEqual([31, 31]);
    }
    expect((outer.info.episodeReturn as Float64Array)[0]).toBe(6);
    expect(inner.info.episodeReturn[0]).toBe(63);
    expect(() => rewardScale(counter(1), 0)).toThrow(/other than 0/);
    expect(() => timeLimit(counter(1), 0)).toThrow(/from 1/);
  });

  it('show what was fitted: mean 0, deviation 1, clipped, with the interval', () => {
    const env = { ...timeLimit(counter(2), 5), span: { from: '2014-06-03', to: '2014-12-31' } };
    const scaler = fitScalerOn(env, 100, generator(1));
    // n runs over 0 … 4.
    expect(scaler.centre[0]).toBeCloseTo(2, 10);
    expect(scaler.scale[0]).toBeCloseTo(Math.SQRT2, 10);
    expect(scaler.fittedOn).toEqual({ from: '2014-06-03', to: '2014-12-31' });
    const scaled = scaledObservations(timeLimit(counter(2), 5), { ...scaler, clip: 1 });
    scaled.reset(generator(1));
    expect(scaled.observation.values[0]).toBe(-1);
    steps(scaled, 3);
    expect(scaled.observation.values[0]).toBeCloseTo(1 / Math.SQRT2, 6);
    steps(scaled, 2);
    expect(scaled.finalObservation.values[0]).toBe(1);
    expect(scaled.observationSpace.values.low).toEqual([-1]);
    expect(() => scaledObservations(chainEnvironment(1), scaler)).toThrow(/the scaler knows n; chain shows state 0/);
  });

  it('fit exactly where the mean is large beside the deviation, and refuse what is not finite', () => {
    const rows = Float64Array.from({ length: 1000 }, (_, i) => 1e9 + (i % 2));
    const scaler = fitScaler(rows, ['price'], null);
    expect(scaler.centre[0]).toBeCloseTo(1e9 + 0.5, 6);
    expect(scaler.scale[0]).toBeCloseTo(0.5, 6);
    expect(fitScaler(Float32Array.of(3, 3), ['flat'], null).scale).toEqual([1]);
    expect(() => fitScaler(Float32Array.of(1, Number.NaN), ['x'], null)).toThrow(/x is NaN in row 1/);
    expect(() => fitScaler(Float32Array.of(1, 2, 3), ['x', 'y'], null)).toThrow(/whole rows/);
    const out = new Float32Array(2);
    applyScaler({ names: ['x'], centre: [1], scale: [2], clip: null, fittedOn: null }, Float32Array.of(5, -7), out);
    expect([...out]).toEqual([2, -4]);
  });
});

/** Mean reward of a policy that is told the observation. */
function meanReward(
  env: Environment,
  n: number,
  policy: (values: Float32Array, slot: number, at: number) => number[],
): number {
  const actions = actionBuffer(env.actionSpace, env.count);
  const width = actions.length / env.count;
  const shown = env.observation.values.length / env.count;
  let sum = 0;
  env.reset(generator(11));
  for (let i = 0; i < n; i++) {
    for (let slot = 0; slot < env.count; slot++)
      actions.set(policy(env.observation.values, slot, slot * shown), slot * width);
    env.step(actions);
    for (const r of env.rewards) sum += r / (n * env.count);
  }
  return sum;
}

describe('small worlds with known answers', () => {
  const position = (values: Float32Array, from: number, n: number): number =>
    values.subarray(from, from + n).indexOf(1);

  it('identity: answering what is shown earns 1, and a third (half, …) where rewards are shuffled', () => {
    expect(meanReward(identityEnvironment(5, 'discrete'), 100, (v, _, at) => [position(v, at, 3)])).toBeCloseTo(1, 10);
    const both = (v: Float32Array, _: number, at: number): number[] => [position(v, at, 3), position(v, at + 3, 2)];
    expect(meanReward(identityEnvironment(5, 'multi-discrete'), 100, both)).toBeCloseTo(1, 10);
    expect(meanReward(identityEnvironment(5, 'box'), 100, (v, _, at) => [v[at] as number])).toBeCloseTo(1, 6);
    const shuffled = identityEnvironment(20, 'discrete', true);
    expect(meanReward(shuffled, 400, (v, _, at) => [position(v, at, 3)])).toBeCloseTo(1 / 3, 1);
  });

  it('chain: the better action by value iteration earns what its value says', () => {
    const discount = 0.9;
    const values = chainValues(discount, { slip: 0 });
    // Without slips: from the far end 10 / (1 - 0.9) for ever, from the start four steps later.
    expect(values[8]).toBeCloseTo(100, 6);
    expect(values[0]).toBeCloseTo(100 * discount ** 4, 6);
    const slipping = chainValues(discount);
    for (let s = 0; s < 5; s++) expect(slipping[2 * s]).toBeGreaterThan(slipping[2 * s + 1] as number);
    const env = chainEnvironment(4000, { steps: 200 });
    env.reset(generator(3));
    let total = 0;
    const onwards = new Int32Array(4000);
    for (let t = 0; t < 150; t++) {
      env.step(onwards);
      total += env.rewards.reduce((sum, r) => sum + r, 0) * discount ** t;
    }
    expect(total / 4000 / (slipping[0] as number)).toBeCloseTo(1, 1);
  });

  it('bandit: the best arm changes with the context', () => {
    const best = (v: Float32Array, _: number, at: number): number[] => {
      const means = banditMeans.map((__, arm) => banditMean(v, at, arm));
      return [means.indexOf(Math.max(...means))];
    };
    const random = generator(1);
    const good = meanReward(banditEnvironment(50), 100, best);
    const blind = meanReward(banditEnvironment(50), 100, () => [random.integer(3)]);
    expect(good).toBeGreaterThan(0.5);
    expect(Math.abs(blind)).toBeLessThan(0.05);
  });

  it('LQR: the Riccati gain beats its neighbours', () => {
    const gain = lqrGain(1);
    const cost = (k: number): number =>
      -meanReward(lqrEnvironment(200), 100, (v, _, at) => [Math.max(-2, Math.min(2, -k * (v[at] as number)))]);
    expect(cost(gain)).toBeLessThan(cost(gain * 1.3));
    expect(cost(gain)).toBeLessThan(cost(gain * 0.7));
  });

  it('are sampled without new arrays: the same columns after ten thousand steps', () => {
    const env = chainEnvironment(3);
    const { rewards, observation } = env;
    const actions = actionBuffer(env.actionSpace, 3);
    const random = generator(1);
    env.reset(random);
    for (let i = 0; i < 10_000; i++) {
      sampleActions(env.actionSpace, 3, random, actions);
      env.step(actions);
    }
    expect(env.rewards).toBe(rewards);
    expect(env.observation).toBe(observation);
  });
});
