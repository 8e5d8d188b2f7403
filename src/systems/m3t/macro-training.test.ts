import { describe, expect, it } from 'vitest';
import { type Generator, generator } from '../../core/index.js';
import type { VolumeProfile } from '../../features/index.js';
import type { MacroModel } from './macro-learner.js';
import { estimateShare, type MacroForm } from './macro-predict.js';
import { type ProfileSamples, profileSamples } from './macro-samples.js';
import { type MacroTrainingOptions, type TrainedMacro, trainMacro } from './macro-training.js';

const HISTORY = 4;
const lstm: MacroForm = { estimator: 'lstm', activation: 'relu', mlp: 'linear-dropout' };
const usual: MacroTrainingOptions = {
  form: lstm,
  hidden: 5,
  learningRate: 0.01,
  epochs: 30,
  validateEvery: 1,
  keep: 'best',
};

/** Profiles of two tranches: the first tranche's share follows its own last two days, so there is something to learn. */
function persistentProfile(days: number, random: Generator): VolumeProfile {
  const first = [0.4, 0.6];
  for (let d = 2; d < days; d++)
    first.push(
      0.5 + 0.7 * ((first[d - 1] as number) - 0.5) - 0.3 * ((first[d - 2] as number) - 0.5) + 0.05 * random.normal(),
    );
  return {
    instrument: 'x',
    tranches: 2,
    days: first.map((_, d) => `day ${String(d).padStart(3, '0')}`),
    shares: Float64Array.from(first.flatMap((u) => [u, 1 - u])),
    volume: new Float64Array(days).fill(1),
    leftOut: [],
  };
}

function model(name: string, days = 40): MacroModel {
  const profile = persistentProfile(days, generator(`profile ${name}`));
  const cut = Math.round(days * 0.75);
  return {
    name,
    train: profileSamples(profile, { from: HISTORY, to: cut }, HISTORY),
    selection: profileSamples(profile, { from: cut, to: days }, HISTORY),
  };
}

const sequence = (samples: ProfileSamples, n: number): number[] =>
  Array.from({ length: samples.history }, (_, k) => samples.inputs[k * samples.count + n] as number);

/** Mean squared error of weights on samples, by the estimate that needs no tensor library. */
function errorOf(form: MacroForm, trained: TrainedMacro, name: string, samples: ProfileSamples): number {
  let sum = 0;
  for (let n = 0; n < samples.count; n++)
    sum +=
      (estimateShare(form, trained.weights[name] ?? {}, sequence(samples, n)) - (samples.targets[n] as number)) ** 2;
  return sum / samples.count;
}

const last = (curve: Float32Array | undefined): number => curve?.at(-1) ?? Number.NaN;
const first = (curve: Float32Array | undefined): number => curve?.[0] ?? Number.NaN;
const lowest = (curve: Float32Array | undefined): number => Math.min(...(curve ?? [Number.NaN]));

describe('trainMacro', () => {
  const forms: Record<string, MacroForm> = {
    lstm,
    'lstm without ReLU': { ...lstm, activation: 'none' },
    linear: { ...lstm, estimator: 'linear' },
    'mlp relu': { ...lstm, estimator: 'mlp', mlp: 'relu' },
    'mlp linear-dropout': { ...lstm, estimator: 'mlp' },
  };
  for (const [name, form] of Object.entries(forms))
    it(`${name}: learns, and its kept weights have the lowest validation error that was seen`, async () => {
      const a = model('a');
      const trained = await trainMacro([a], { ...usual, form, epochs: 60 }, generator(1));
      expect(last(trained.trainLoss.a)).toBeLessThan(0.5 * first(trained.trainLoss.a));
      const kept = trained.validationLoss.a?.[(trained.keptEpoch.a ?? 0) - 1] ?? Number.NaN;
      expect(kept).toBe(lowest(trained.validationLoss.a));
      // the same number from the weights alone: parameters, gate order and the evaluation without dropout agree
      expect(errorOf(form, trained, 'a', a.selection)).toBeCloseTo(kept, 6);
    });

  it('gives equal bytes for equal seeds, other ones for another seed', async () => {
    const form: MacroForm = { ...lstm, estimator: 'mlp' };
    const run = (seed: number): Promise<TrainedMacro> => trainMacro([model('a')], { ...usual, form }, generator(seed));
    const [one, same, other] = [await run(1), await run(1), await run(2)];
    expect(same).toEqual(one);
    expect(other.weights.a).not.toEqual(one.weights.a);
  });

  it('gives a model the same result alone and beside another', async () => {
    for (const form of [lstm, { ...lstm, estimator: 'mlp' } as const]) {
      const alone = await trainMacro([model('b')], { ...usual, form }, generator(1));
      const beside = await trainMacro([model('a', 60), model('b')], { ...usual, form }, generator(1));
      expect(beside.weights.b).toEqual(alone.weights.b);
      expect(beside.validationLoss.b).toEqual(alone.validationLoss.b);
    }
  });

  it('agrees captured and eager', async () => {
    const models = [model('a'), model('b')];
    const captured = await trainMacro(models, { ...usual, mode: 'auto' }, generator(1));
    const eager = await trainMacro(models, { ...usual, mode: 'eager' }, generator(1));
    for (const name of ['a', 'b'])
      for (const [n, loss] of (eager.trainLoss[name] ?? []).entries())
        expect(Math.abs((captured.trainLoss[name]?.[n] ?? Number.NaN) - loss)).toBeLessThan(1e-5);
  });

  it('goes on from a saved state as if it had not been interrupted', async () => {
    for (const form of [lstm, { ...lstm, estimator: 'mlp' } as const]) {
      const models = [model('a'), model('b')];
      const whole = await trainMacro(models, { ...usual, form }, generator(1));
      const stop = new AbortController();
      let saved: Uint8Array | undefined;
      const host = {
        save: (state: Uint8Array) => {
          saved = state.slice();
          stop.abort();
        },
        saveEvery: 13,
        signal: stop.signal,
      };
      await expect(trainMacro(models, { ...usual, form }, generator(1), host)).rejects.toThrow(/after epoch 14 of 30/);
      expect(await trainMacro(models, { ...usual, form }, generator(1), { resume: saved })).toEqual(whole);
    }
  });

  it('keeps the last epoch when asked to', async () => {
    const trained = await trainMacro([model('a')], { ...usual, keep: 'last' }, generator(1));
    expect(trained.keptEpoch.a).toBe(30);
    expect(errorOf(lstm, trained, 'a', model('a').selection)).toBeCloseTo(last(trained.validationLoss.a), 6);
  });

  it('finds the least-squares solution with the linear estimator', async () => {
    const a = model('a', 80);
    const form: MacroForm = { ...lstm, estimator: 'linear' };
    const options = { ...usual, form, epochs: 3000, validateEvery: 100, keep: 'last', learningRate: 0.02 } as const;
    const trained = await trainMacro([a], options, generator(1));
    expect(errorOf(form, trained, 'a', a.train)).toBeCloseTo(leastSquaresError(a.train), 6);
  });

  it('says which model diverged', async () => {
    const broken = model('b');
    broken.train.targets[3] = Number.NaN;
    await expect(trainMacro([model('a'), broken], usual, generator(1))).rejects.toThrow(/loss of b is NaN in epoch 1/);
  });
});

/** Smallest mean squared error of an affine function of the inputs, by the normal equations. */
function leastSquaresError(samples: ProfileSamples): number {
  const width = samples.history + 1;
  const rows = Array.from({ length: samples.count }, (_, n) => [...sequence(samples, n), 1]);
  const system = Array.from({ length: width }, (_, i) => [
    ...Array.from({ length: width }, (_, j) => rows.reduce((sum, r) => sum + (r[i] as number) * (r[j] as number), 0)),
    rows.reduce((sum, r, n) => sum + (r[i] as number) * (samples.targets[n] as number), 0),
  ]);
  for (const [i, pivot] of system.entries())
    for (const [j, row] of system.entries()) {
      const factor = (row[i] as number) / (pivot[i] as number);
      if (j !== i) for (let k = 0; k <= width; k++) row[k] = (row[k] as number) - factor * (pivot[k] as number);
    }
  const solution = system.map((row, i) => (row[width] as number) / (row[i] as number));
  const error = (row: number[], n: number): number =>
    row.reduce((sum, v, k) => sum + v * (solution[k] as number), 0) - (samples.targets[n] as number);
  return rows.reduce((sum, row, n) => sum + error(row, n) ** 2, 0) / samples.count;
}
