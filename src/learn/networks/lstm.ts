/** Parameters of an LSTM layer; its operators are compute's `lstmSequence` and `lstmLastHidden`. */
import type { VariableSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { glorotUniform, uniformFanIn, zeros } from './initialisers.js';

/**
 * `torch`: kernel and bias uniform in ±1/√hidden; PyTorch's two biases are one here. `keras`: Glorot-uniform kernel, bias zero but one
 * for the forget gate (Keras draws the recurrent rows orthogonal; here they are part of the one Glorot matrix).
 */
export type LstmInitialiser = 'torch' | 'keras';

/** Parameters `kernel` [inputs + hidden, 4 × hidden] and `bias` [4 × hidden], gates in the order input, forget, candidate, output. */
export function lstmParameters(
  inputs: number,
  hidden: number,
  random: Generator,
  initialiser: LstmInitialiser = 'torch',
): Readonly<Record<'kernel' | 'bias', VariableSpec>> {
  const kernel = [inputs + hidden, 4 * hidden] as const;
  const bias = [4 * hidden] as const;
  if (initialiser === 'keras') {
    const values = zeros(bias).fill(1, hidden, 2 * hidden);
    return {
      kernel: { shape: kernel, values: glorotUniform(kernel, random.split('kernel')) },
      bias: { shape: bias, values },
    };
  }
  return {
    kernel: { shape: kernel, values: uniformFanIn(kernel, hidden, random.split('kernel')) },
    bias: { shape: bias, values: uniformFanIn(bias, hidden, random.split('bias')) },
  };
}
