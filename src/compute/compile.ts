/** Compiles a learner: captured where TensorFlow computes, operator by operator elsewhere, with equal results. */
import { StrataError } from '../core/index.js';
import { compileCaptured } from './captured/learner.js';
import { useDevice } from './device.js';
import { compileEager } from './eager.js';
import type { Learner, LearnerSpec } from './learner.js';

/** How to compile. `auto` captures where it can. */
export interface CompileOptions {
  readonly mode?: 'captured' | 'eager' | 'auto';
}

/**
 * @throws StrataError where a variable's values do not fill its shape, a program uses tensors from outside, or capturing was asked for
 *   and the device is not TensorFlow
 */
export async function compile(spec: LearnerSpec, options: CompileOptions = {}): Promise<Learner> {
  const { backend } = await useDevice();
  const mode = options.mode ?? 'auto';
  if (mode === 'captured' && backend !== 'tensorflow') {
    throw new StrataError(
      `a step can be captured on TensorFlow only; the device is ${backend}. Use mode 'auto' or 'eager'`,
      { code: 'learner' },
    );
  }
  return mode === 'eager' || backend !== 'tensorflow' ? compileEager(spec) : compileCaptured(spec);
}
