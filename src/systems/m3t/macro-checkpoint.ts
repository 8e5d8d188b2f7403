/** State of an unfinished Macro Trader training as bytes: the learner's own state behind a line of JSON with epoch and losses. */
import { StrataError } from '../../core/index.js';

export interface MacroProgress {
  /** Epochs done. */
  epoch: number;
  /** By model, a value for each epoch of the run; NaN where not yet (or not) computed. */
  readonly trainLoss: Record<string, Float32Array>;
  readonly validationLoss: Record<string, Float32Array>;
  readonly bestLoss: Record<string, number>;
  readonly bestEpoch: Record<string, number>;
}

export function newProgress(models: readonly string[], epochs: number): MacroProgress {
  const curves = (): Record<string, Float32Array> =>
    Object.fromEntries(models.map((m) => [m, new Float32Array(epochs).fill(Number.NaN)]));
  return {
    epoch: 0,
    trainLoss: curves(),
    validationLoss: curves(),
    bestLoss: Object.fromEntries(models.map((m) => [m, Number.POSITIVE_INFINITY])),
    bestEpoch: Object.fromEntries(models.map((m) => [m, 0])),
  };
}

/** Length of the header as uint32 (little endian), header, learner state. */
export function encodeCheckpoint(progress: MacroProgress, learner: Uint8Array): Uint8Array {
  const plain = (curves: Record<string, Float32Array>): Record<string, (number | null)[]> =>
    Object.fromEntries(
      Object.entries(curves).map(([m, curve]) => [
        m,
        [...curve.subarray(0, progress.epoch)].map((v) => (Number.isNaN(v) ? null : v)),
      ]),
    );
  const header = Buffer.from(
    JSON.stringify({
      ...progress,
      bestLoss: Object.fromEntries(
        Object.entries(progress.bestLoss).map(([m, v]) => [m, Number.isFinite(v) ? v : null]),
      ),
      trainLoss: plain(progress.trainLoss),
      validationLoss: plain(progress.validationLoss),
    }),
  );
  const bytes = new Uint8Array(4 + header.length + learner.length);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  bytes.set(learner, 4 + header.length);
  return bytes;
}

/** @throws StrataError when the state belongs to other models or to a longer run */
export function decodeCheckpoint(
  bytes: Uint8Array,
  models: readonly string[],
  epochs: number,
): { progress: MacroProgress; learner: Uint8Array } {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(Buffer.from(bytes.subarray(4, 4 + length)).toString('utf8')) as {
    epoch: number;
    trainLoss: Record<string, (number | null)[]>;
    validationLoss: Record<string, (number | null)[]>;
    bestLoss: Record<string, number | null>;
    bestEpoch: Record<string, number>;
  };
  const saved = Object.keys(header.trainLoss);
  if (saved.join() !== models.join() || header.epoch > epochs)
    throw new StrataError(
      `The saved state holds ${saved.join(', ')} after ${header.epoch} epochs, the run wants ${models.join(', ')} for ${epochs}: ` +
        'remove the unfinished cell and run it again.',
    );
  const progress = newProgress(models, epochs);
  progress.epoch = header.epoch;
  for (const m of models) {
    for (const part of ['trainLoss', 'validationLoss'] as const)
      for (const [n, v] of (header[part][m] ?? []).entries()) (progress[part][m] as Float32Array)[n] = v ?? Number.NaN;
    progress.bestLoss[m] = header.bestLoss[m] ?? Number.POSITIVE_INFINITY;
    progress.bestEpoch[m] = header.bestEpoch[m] ?? 0;
  }
  return { progress, learner: bytes.subarray(4 + length) };
}
