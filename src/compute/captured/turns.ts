/**
 * Turns: large parts of a captured step that could all be computed at once are put one behind another, in as many rows as there are
 * threads. A session takes whatever is ready, an operator of every part in turn, and each finds its values gone from the cache.
 */
import os from 'node:os';
import type * as tf from '@tensorflow/tfjs-core';
import { nativeId } from './native.js';
import { recordingUnderWay } from './recorder.js';

/** One part's turn; nothing happens where nothing is being recorded. */
export interface Turn {
  /** The next operator waits for the end of the part before. */
  begin(): void;
  /** The part ends with this tensor. */
  end(last: tf.TensorInfo): void;
}

/** Takes a turn for a part that is about to be computed. */
export function takeTurn(): Turn {
  const recording = recordingUnderWay();
  if (!recording) return { begin: () => {}, end: () => {} };
  const threads = Number(process.env.TF_NUM_INTEROP_THREADS) || os.availableParallelism();
  const row = recording.turns++ % threads;
  return {
    begin() {
      const before = recording.rows[row];
      recording.after = before === undefined ? [] : [before];
    },
    end(last) {
      recording.rows[row] = nativeId(last);
    },
  };
}
