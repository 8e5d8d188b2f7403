import { describe, expect, it } from 'vitest';
import { StrataError } from '../../core/index.js';
import { decodeCheckpoint, encodeCheckpoint, newProgress } from './macro-checkpoint.js';

const learner = Uint8Array.of(1, 2, 3, 250);

describe('checkpoint of a training', () => {
  it('comes back equal, unlooked-at epochs and unset losses included', () => {
    const progress = newProgress(['a', 'b'], 4);
    progress.epoch = 2;
    progress.trainLoss.a?.set([0.1, 0.05]);
    progress.trainLoss.b?.set([0.3, 0.25]);
    progress.validationLoss.a?.set([Number.NaN, 0.07]);
    progress.bestLoss.a = 0.07;
    progress.bestEpoch.a = 2;
    const back = decodeCheckpoint(encodeCheckpoint(progress, learner), ['a', 'b'], 4);
    expect(back.progress).toEqual(progress);
    expect([...back.learner]).toEqual([...learner]);
  });
  it('is refused by a run of other models or fewer epochs', () => {
    const progress = newProgress(['a'], 4);
    progress.epoch = 4;
    const bytes = encodeCheckpoint(progress, learner);
    expect(() => decodeCheckpoint(bytes, ['b'], 4)).toThrow(StrataError);
    expect(() => decodeCheckpoint(bytes, ['a'], 3)).toThrow(/after 4 epochs/);
  });
});
