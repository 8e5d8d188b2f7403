/** Target networks: copies that follow the learning parameters, at once (Mnih et al. 2015) or slowly (Polyak averages, Lillicrap et al. 2016). */
import * as tf from '@tensorflow/tfjs-core';
import type { AssignProgram, Tensors } from '../../compute/index.js';
import { StrataError } from '../../core/index.js';

/** `hard`: the copy becomes equal at each `sync`; τ in (0, 1]: it becomes τ × the learning one + (1 − τ) × itself. */
export type TargetUpdate = 'hard' | { readonly polyak: number };

/** A program without inputs that moves `target/…` towards `online/…`. @param names parameters without their prefix */
export function syncProgram(names: readonly string[], update: TargetUpdate): AssignProgram {
  const rate = update === 'hard' ? 1 : update.polyak;
  if (!(rate > 0 && rate <= 1)) throw new StrataError(`a target follows with a rate in (0, 1]; received ${rate}`);
  const moved = (v: Tensors, name: string): tf.Tensor => {
    const [online, target] = [v[`online/${name}`] as tf.Tensor, v[`target/${name}`] as tf.Tensor];
    return rate === 1 ? online : tf.add(target, tf.mul(tf.sub(online, target), rate));
  };
  return {
    kind: 'assign',
    inputs: {},
    assign: (v) => Object.fromEntries(names.map((name) => [`target/${name}`, moved(v, name)])),
  };
}
