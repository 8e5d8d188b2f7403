/**
 * Trains the networks of several models side by side in one compiled graph: full batch, Adam, the best selection epoch kept.
 *
 * Every model has its own parameters, samples and best epoch; nothing of one reaches another, so the result of a model does not
 * depend on which models train beside it (docs/papers/m3t.md, How we compute it).
 */
import { compile } from '../../compute/index.js';
import { type Generator, StrataError } from '../../core/index.js';
import { decodeCheckpoint, encodeCheckpoint, newProgress } from './macro-checkpoint.js';
import { dropoutMasks, type MacroArchitecture, type MacroModel, macroLearner, shapesOf } from './macro-learner.js';
import type { MacroWeights } from './macro-predict.js';

export interface MacroTrainingOptions extends MacroArchitecture {
  readonly epochs: number;
  /** Epochs between two looks at the selection samples; the last epoch is always looked at. */
  readonly validateEvery: number;
  /** `last` keeps the weights after the last epoch, `best` those with the lowest selection error. */
  readonly keep: 'best' | 'last';
  readonly mode?: 'captured' | 'eager' | 'auto';
}

/** What a training run needs from the place where it runs. */
export interface MacroTrainingHost {
  /** State saved by an earlier, interrupted run. */
  readonly resume?: Uint8Array | undefined;
  save?(state: Uint8Array): void;
  /** Epochs between two saved states; default 100. */
  readonly saveEvery?: number;
  progress?(epoch: number, epochs: number, meanSelectionLoss: number): void;
  readonly signal?: AbortSignal;
}

export interface TrainedMacro {
  /** By model name. */
  readonly weights: Readonly<Record<string, MacroWeights>>;
  /** By model: mean squared error on the training samples before the update of each epoch [epochs]. */
  readonly trainLoss: Readonly<Record<string, Float32Array>>;
  /** By model: mean squared error on the selection samples after each epoch [epochs], NaN where it was not looked at. */
  readonly validationLoss: Readonly<Record<string, Float32Array>>;
  /** By model: the epoch whose weights were kept, counted from 1. */
  readonly keptEpoch: Readonly<Record<string, number>>;
}

/**
 * @param models models with unique names
 * @param random source of initial weights and dropout masks; each model draws from the stream of its own name
 * @throws StrataError when a loss is no longer finite, or when the run was asked to stop (its state is saved first)
 */
export async function trainMacro(
  models: readonly MacroModel[],
  options: MacroTrainingOptions,
  random: Generator,
  host: MacroTrainingHost = {},
): Promise<TrainedMacro> {
  const { epochs, validateEvery } = options;
  const names = models.map((m) => m.name);
  const learner = await compile(macroLearner(models, options, random), { mode: options.mode ?? 'auto' });
  try {
    const masks = dropoutMasks(models, options.form, random);
    let run = newProgress(names, epochs);
    if (host.resume) {
      const saved = decodeCheckpoint(host.resume, names, epochs);
      run = saved.progress;
      learner.load(saved.learner);
    }

    for (let epoch = run.epoch + 1; epoch <= epochs; epoch++) {
      const trained = await learner.run('train', masks(epoch));
      note(run.trainLoss, names, epoch, trained.losses as Float32Array);
      if (epoch % validateEvery === 0 || epoch === epochs) {
        const losses = (await learner.run('validate')).losses as Float32Array;
        note(run.validationLoss, names, epoch, losses);
        const improved = Float32Array.from(losses, (loss, n) =>
          loss < (run.bestLoss[names[n] as string] as number) ? 1 : 0,
        );
        if (improved.includes(1)) await learner.run('keep', { improved });
        for (const [n, name] of names.entries()) {
          if (improved[n] !== 1) continue;
          run.bestLoss[name] = losses[n] as number;
          run.bestEpoch[name] = epoch;
        }
        host.progress?.(epoch, epochs, losses.reduce((sum, loss) => sum + loss, 0) / losses.length);
      }
      run.epoch = epoch;
      const stopping = host.signal?.aborted === true && epoch < epochs;
      if (host.save && (stopping || epoch % (host.saveEvery ?? 100) === 0))
        host.save(encodeCheckpoint(run, await learner.save()));
      if (stopping)
        throw new StrataError(
          `Training was stopped after epoch ${epoch} of ${epochs}; run it again to go on from there.`,
          {
            code: 'stopped',
          },
        );
    }

    const weights: Record<string, MacroWeights> = {};
    for (const model of models) {
      const prefix = options.keep === 'best' ? `${model.name}/best` : model.name;
      const own: Record<string, Float32Array> = {};
      for (const name of Object.keys(shapesOf(model, options))) own[name] = await learner.read(`${prefix}/${name}`);
      weights[model.name] = own;
    }
    const keptEpoch = Object.fromEntries(
      names.map((m) => [m, options.keep === 'best' ? (run.bestEpoch[m] as number) : epochs]),
    );
    return { weights, trainLoss: run.trainLoss, validationLoss: run.validationLoss, keptEpoch };
  } finally {
    learner.dispose();
  }
}

function note(
  curves: Record<string, Float32Array>,
  names: readonly string[],
  epoch: number,
  losses: Float32Array,
): void {
  for (const [n, name] of names.entries()) {
    const loss = losses[n] as number;
    if (!Number.isFinite(loss))
      throw new StrataError(
        `The loss of ${name} is ${loss} in epoch ${epoch}: lower the learning rate or check its profiles.`,
      );
    (curves[name] as Float32Array)[epoch - 1] = loss;
  }
}
