/** For tests of learners: agreement of captured and eager updates, and plain loops that train on small environments. */
import { expect } from 'vitest';
import { compile, type Learner, type LearnerSpec, type TensorSpec } from '../../src/compute/index.js';
import { type Generator, generator, type NumericArray } from '../../src/core/index.js';
import { type Actions, actionBuffer, type Environment, sampleActions } from '../../src/environment/index.js';
import { ReplayMemory, type ReplayMemoryOptions } from '../../src/learn/replay/memory.js';

/** Values for an input of a program. */
export type Draw = (name: string, spec: TensorSpec, random: Generator) => Float32Array | Int32Array;

/** Normal numbers; masks are ones, discounts and weights lie in [0, 1), integers are below `choices`. */
export const drawInput =
  (choices: number): Draw =>
  (name, { shape, dtype }, random) => {
    const size = shape.reduce((product, n) => product * n, 1);
    if (dtype === 'int32') return Int32Array.from({ length: size }, () => random.integer(choices));
    const values = new Float32Array(size);
    if (/mask/i.test(name)) return values.fill(1);
    if (name === 'discounts' || name === 'weights') random.fillUniform(values);
    else random.fillNormal(values);
    return values;
  };

/**
 * Runs the programs, one after the other, `updates` times in both modes: outputs agree to `tolerance` of their size (at least 1), and so
 * do all trained variables at the end.
 */
export async function expectAgreement(
  spec: LearnerSpec,
  programs: readonly string[],
  draw: Draw,
  { updates = 50, tolerance = 1e-5 } = {},
): Promise<void> {
  const [captured, eager] = await Promise.all((['captured', 'eager'] as const).map((mode) => compile(spec, { mode })));
  if (!captured || !eager) throw new Error('not compiled');
  const near = (a: NumericArray, b: NumericArray, what: string): void => {
    const scale = Math.max(1, ...[...a].map(Math.abs));
    for (let i = 0; i < a.length; i++)
      expect(Math.abs((a[i] as number) - (b[i] as number)) / scale, `${what} ${i}`).toBeLessThan(tolerance);
  };
  const random = generator('agreement');
  const before = new Map<string, Float32Array>();
  const trained = Object.entries(spec.variables).filter(([, v]) => v.trainable !== false);
  for (const [name] of trained) before.set(name, (await captured.read(name)).slice());
  for (let n = 0; n < updates; n++)
    for (const program of programs) {
      const inputs = inputsOf(spec, program, draw, random);
      const [a, b] = [await captured.run(program, inputs), await eager.run(program, inputs)];
      expect(Object.keys(a).sort()).toEqual(Object.keys(b).sort());
      for (const [name, values] of Object.entries(a)) near(values, b[name] as NumericArray, `${program} ${n}: ${name}`);
    }
  for (const [name] of trained) {
    const after = await captured.read(name);
    near(after, await eager.read(name), name);
    expect(after, `${name} learns`).not.toEqual(before.get(name));
  }
  captured.dispose();
  eager.dispose();
}

/** Tensors alive stay as many over `updates` runs of all programs. */
export async function expectConstantTensors(
  learner: Learner,
  spec: LearnerSpec,
  programs: readonly string[],
  draw: Draw,
  updates = 1000,
): Promise<void> {
  const random = generator('tensors');
  const given = programs.map((program) => [program, inputsOf(spec, program, draw, random)] as const);
  const all = async (): Promise<void> => {
    for (const [program, inputs] of given) await learner.run(program, inputs);
  };
  await all();
  const tensors = learner.tensorCount();
  for (let n = 0; n < updates; n++) await all();
  expect(learner.tensorCount()).toBe(tensors);
}

function inputsOf(spec: LearnerSpec, program: string, draw: Draw, random: Generator): Record<string, NumericArray> {
  const inputs = spec.programs[program]?.inputs ?? {};
  return Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, draw(name, input, random)]));
}

export interface OffPolicyTest {
  readonly environment: Environment;
  readonly spec: LearnerSpec;
  readonly discount: number;
  readonly batchSize: number;
  /** Calls of the environment. */
  readonly steps: number;
  /** Changes the best actions so that others are tried; default: each slot acts at random with chance 1/2. */
  readonly explore?: (actions: Actions, random: Generator) => void;
  /** Update programs; default `update`. One of them is drawn each time where `flip` is set, else all run. */
  readonly updates?: readonly string[];
  readonly flip?: boolean;
  readonly updatesEach?: number;
  /** Updates between two `sync`; default 1. */
  readonly syncEvery?: number;
  /** Learning rate by the share of the run that is over, for specs with an input `rate`. */
  readonly rate?: (share: number) => number;
  readonly replay?: Partial<ReplayMemoryOptions>;
  /** Rewards are exchanged for those of earlier steps, drawn at random: nothing can be learnt. */
  readonly shuffled?: boolean;
}

/** Trains off-policy and gives back the learner. */
export async function trainOffPolicy(test: OffPolicyTest): Promise<Learner> {
  const { environment, spec, batchSize, steps, updates = ['update'], updatesEach = 1, syncEvery = 1 } = test;
  const { observationSpace, actionSpace, count } = environment;
  const learner = await compile(spec);
  const random = generator('off-policy test');
  const memory = new ReplayMemory({
    observationSpace,
    actionSpace,
    slots: count,
    capacity: 400_000,
    discount: test.discount,
    masked: environment.actionMask !== null,
    ...test.replay,
  });
  const batch = memory.batch(batchSize);
  const [actions, others] = [actionBuffer(actionSpace, count), actionBuffer(actionSpace, count)];
  const explore =
    test.explore ??
    ((best: Actions) => {
      sampleActions(actionSpace, count, random, others, environment.actionMask);
      const width = best.length / count;
      for (let slot = 0; slot < count; slot++)
        if (random.uniform() < 0.5) best.set(others.subarray(slot * width, (slot + 1) * width), slot * width);
    });
  const shuffle = shuffler(generator('shuffle'));
  environment.reset(generator('environment'));
  memory.begin(environment.observation, environment.actionMask);
  let done = 0;
  for (let step = 0; step < steps; step++) {
    actions.set(await bestActions(learner, spec, environment));
    explore(actions, random);
    environment.step(actions);
    if (test.shuffled) shuffle(environment.rewards);
    memory.record(environment, actions);
    if (memory.size < 4 * batchSize) continue;
    for (let k = 0; k < updatesEach; k++) {
      memory.sample(random, batch);
      const rate = Float32Array.of(test.rate?.(step / steps) ?? 0);
      const chosen = test.flip ? [updates[random.integer(updates.length)] as string] : updates;
      for (const name of chosen) {
        const wanted = Object.keys(spec.programs[name]?.inputs ?? {});
        const columns = { ...batch.inputs, rate };
        await learner.run(
          name,
          Object.fromEntries(wanted.map((w) => [w, columns[w as keyof typeof columns] as NumericArray])),
        );
      }
      if (++done % syncEvery === 0 && 'sync' in spec.programs) await learner.run('sync');
    }
  }
  return learner;
}

/** What `act` finds best; the environment has as many episodes as the program takes. */
export async function bestActions(
  learner: Learner,
  spec: LearnerSpec,
  { observation, actionMask, count, actionSpace }: Environment,
): Promise<Actions> {
  const inputs = spec.programs.act?.inputs ?? {};
  const given: Record<string, NumericArray> = {};
  if ('market' in inputs) given.market = observation.market;
  if ('values' in inputs) given.values = observation.values;
  if ('mask' in inputs && actionMask) given.mask = Float32Array.from(actionMask);
  const { actions } = await learner.run('act', given);
  return (actions as Actions).subarray(0, actionBuffer(actionSpace, count).length);
}

/** Mean reward of a step of the best actions. */
export async function meanReward(
  learner: Learner,
  spec: LearnerSpec,
  environment: Environment,
  steps: number,
): Promise<number> {
  environment.reset(generator('evaluation'));
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    environment.step((await bestActions(learner, spec, environment)).slice());
    for (const reward of environment.rewards) sum += reward;
  }
  return sum / (steps * environment.count);
}

/** Exchanges each reward for one drawn from the last 512. */
export function shuffler(random: Generator): (rewards: Float64Array) => void {
  const pool: number[] = [];
  return (rewards) => {
    for (const [slot, reward] of rewards.entries()) {
      pool[pool.length < 512 ? pool.length : random.integer(512)] = reward;
      rewards[slot] = pool[random.integer(pool.length)] as number;
    }
  };
}
