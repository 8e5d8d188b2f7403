/** A learner that runs operator by operator, on every backend; the twin against which captured steps are checked. */
import * as tf from '@tensorflow/tfjs-core';
import { gradientsOf, minimisedBy, optimiserOf } from './gradients.js';
import type { Learner, LearnerSpec, Tensors, UpdateProgram } from './learner.js';
import { countersOf, type Optimiser, slotsOf } from './optimiser.js';
import { checkedInputs, decodeState, encodeState, missingVariable } from './state.js';

/** Compiles a learner for eager execution. */
export function compileEager(spec: LearnerSpec): Learner {
  const variables = new Map<string, tf.Variable>();
  const make = (name: string, values: Float32Array, shape: readonly number[], trainable: boolean): void => {
    variables.set(
      name,
      tf.tidy(() => tf.variable(tf.tensor(values.slice(), [...shape], 'float32'), trainable)),
    );
  };
  for (const [name, v] of Object.entries(spec.variables)) make(name, v.values, v.shape, v.trainable !== false);
  for (const [program, p] of Object.entries(spec.programs)) {
    if (p.kind !== 'update') continue;
    const optimiser = optimiserOf(spec, program);
    for (const slot of slotsOf(optimiser)) {
      for (const name of minimisedBy(spec, p)) {
        const { shape, values } = spec.variables[name] as LearnerSpec['variables'][string];
        make(`${program}/${slot}/${name}`, new Float32Array(values.length), shape, false);
      }
    }
    for (const [counter, value] of Object.entries(countersOf(optimiser)))
      make(`${program}/${counter}`, Float32Array.of(value), [], false);
  }
  const get = (name: string): tf.Variable => variables.get(name) ?? missingVariable(name, spec);
  const visible: Tensors = Object.fromEntries(Object.keys(spec.variables).map((name) => [name, get(name)]));

  const update = (name: string, program: UpdateProgram, inputs: Tensors): Record<string, tf.Tensor> => {
    const optimiser = optimiserOf(spec, name);
    const names = minimisedBy(spec, program);
    const outputs: Record<string, tf.Tensor> = {};
    const gradients = gradientsOf(program, visible, inputs, names.map(get), optimiser, (output, tensor) => {
      outputs[output] = tf.keep(tf.clone(tensor));
    });
    apply(optimiser, name, names, gradients, get);
    return outputs;
  };

  return {
    mode: 'eager',
    async run(name, given = {}) {
      const program = spec.programs[name];
      const values = checkedInputs(spec, name, given);
      if (!program) return {};
      let kept: Record<string, tf.Tensor> = {};
      tf.tidy(() => {
        const inputs: Tensors = Object.fromEntries(
          Object.entries(program.inputs).map(([input, { shape, dtype }]) => [
            input,
            tf.tensor(values[input] as Float32Array, [...shape], dtype),
          ]),
        );
        if (program.kind === 'update') kept = update(name, program, inputs);
        else if (program.kind === 'evaluate') {
          for (const [output, tensor] of Object.entries(program.outputs(visible, inputs)))
            kept[output] = tf.keep(tf.clone(tensor));
        } else {
          const assigned = Object.entries(program.assign(visible, inputs));
          for (const [variable, tensor] of assigned) get(variable).assign(tf.clone(tensor));
        }
      });
      const out: Record<string, Float32Array | Int32Array> = {};
      for (const [output, tensor] of Object.entries(kept)) {
        out[output] = (await tensor.data()) as Float32Array | Int32Array;
        tensor.dispose();
      }
      return out;
    },
    async read(name) {
      return (await get(name).data()) as Float32Array;
    },
    write(name, values) {
      const variable = get(name);
      tf.tidy(() => variable.assign(tf.tensor(values.slice(), variable.shape, 'float32')));
    },
    async save() {
      const state: Record<string, { shape: readonly number[]; values: Float32Array }> = {};
      for (const [name, variable] of variables)
        state[name] = { shape: variable.shape, values: (await variable.data()) as Float32Array };
      return encodeState(state);
    },
    load(bytes) {
      for (const [name, values] of decodeState(bytes, new Map([...variables].map(([n, v]) => [n, v.shape]))))
        this.write(name, values);
    },
    tensorCount: () => tf.memory().numTensors,
    dispose() {
      for (const variable of variables.values()) variable.dispose();
      variables.clear();
    },
  };
}

function apply(
  optimiser: Optimiser,
  program: string,
  names: readonly string[],
  gradients: readonly tf.Tensor[],
  get: (name: string) => tf.Variable,
): void {
  const rate = optimiser.learningRate;
  for (const [i, name] of names.entries()) {
    const variable = get(name);
    const gradient = gradients[i] as tf.Tensor;
    if (optimiser.kind === 'sgd') {
      let direction = gradient;
      if (optimiser.momentum > 0) {
        const velocity = get(`${program}/velocity/${name}`);
        direction = tf.add(tf.mul(velocity, optimiser.momentum), gradient);
        velocity.assign(direction);
      }
      variable.assign(tf.sub(variable, tf.mul(direction, rate)));
      continue;
    }
    const { beta1, beta2 } = optimiser;
    const moment1 = get(`${program}/moment1/${name}`);
    const moment2 = get(`${program}/moment2/${name}`);
    const m = tf.add(tf.mul(moment1, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(moment2, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const left2 = tf.sqrt(tf.sub(1, get(`${program}/power2`)));
    const scaled = tf.div(tf.mul(rate, left2), tf.sub(1, get(`${program}/power1`)));
    const epsilon =
      optimiser.epsilonForm === 'corrected' ? tf.mul(optimiser.epsilon, left2) : tf.scalar(optimiser.epsilon);
    variable.assign(tf.sub(variable, tf.div(tf.mul(scaled, m), tf.add(tf.sqrt(v), epsilon))));
    moment1.assign(m);
    moment2.assign(v);
  }
  if (optimiser.kind === 'adam') {
    const powers = [get(`${program}/power1`), get(`${program}/power2`)] as const;
    powers[0].assign(tf.mul(powers[0], optimiser.beta1));
    powers[1].assign(tf.mul(powers[1], optimiser.beta2));
  }
}
