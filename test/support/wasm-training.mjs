// Runs updates of every algorithm on the device that STRATA_DEVICE names and writes what they lead to, or why one cannot be run, into a file.
import fs from 'node:fs';
import { adam, compile, useDevice } from '../../dist/compute/index.js';
import { generator } from '../../dist/core/index.js';
import { box, discrete, multiDiscrete, simplex } from '../../dist/environment/index.js';
import {
  a2cLearner,
  assetNetwork,
  bdqLearner,
  branchingNetwork,
  categorical,
  ddpgLearner,
  directGradientLearner,
  dirichlet,
  dqnLearner,
  logisticNormal,
  perceptronNetwork,
  reinforceLearner,
  valueNetwork,
  windowNetwork,
} from '../../dist/learn/index.js';

const { backend } = await useDevice();
const market = {
  columns: ['a', 'b', 'c'],
  dayStart: Int32Array.of(0, 30),
  values: Float32Array.from({ length: 90 }, (_, k) => Math.sin(7 * k)),
};
const seen = (width, table = null) => ({
  space: { market: table, values: box(width), names: Array.from({ length: width }, (_, k) => `x${k}`) },
  window: table ? 6 : 0,
});
const optimiser = adam({ learningRate: 1e-3, epsilon: 1e-3, clipNorm: 1 });
const common = { actors: 2, batchSize: 8, optimiser };
const flat = (random) => perceptronNetwork([4, 8], random, true);
const window = (encoder) => (random) =>
  windowNetwork({ window: 6, features: 3, encoder, groups: [{ numbers: 2, width: 4 }], outputs: 8 }, random);
const valued = (encoder) => (random) => valueNetwork(window(encoder)(random), 3, [], random);
const random = generator('wasm');
const dqn = (encoder) =>
  dqnLearner({ observation: seen(2, market), choices: 3, network: valued(encoder), ...common }, random);
const stochastic = { observation: seen(4), trunk: flat, ...common };

const learners = {
  dqn: dqnLearner(
    { observation: seen(4), choices: 3, network: (r) => perceptronNetwork([4, 8, 3], r), ...common },
    random,
  ),
  'dqn, attention': dqn({ kind: 'attention', width: 8, heads: 2, feedForward: 8 }),
  'dqn, attention, full': dqn({ kind: 'attention', width: 8, heads: 2, feedForward: 8, form: 'full' }),
  'dqn, convolution': dqn({ kind: 'convolution', width: 8, size: 2 }),
  'dqn, lstm': dqn({ kind: 'lstm', width: 8 }),
  'dqn, gru': dqn({ kind: 'gru', width: 8 }),
  bdq: bdqLearner(
    {
      observation: seen(4),
      branches: [3, 2],
      network: (r) => branchingNetwork(flat(r), [3, 2], { hidden: [4] }, r),
      ...common,
    },
    random,
  ),
  a2c: a2cLearner({ ...stochastic, actions: discrete(3), distribution: categorical([3]), rollout: 4 }, random),
  'a2c, branches': a2cLearner(
    { ...stochastic, actions: multiDiscrete([3, 2]), distribution: categorical([3, 2]), rollout: 4 },
    random,
  ),
  'reinforce, dirichlet': reinforceLearner(
    { ...stochastic, actions: simplex(3), distribution: dirichlet(3, { spread: 0.1, learnt: true }) },
    random,
  ),
  'reinforce, logistic-normal': reinforceLearner(
    { ...stochastic, actions: simplex(3), distribution: logisticNormal(3, { spread: 0.5, learnt: true }) },
    random,
  ),
  ddpg: ddpgLearner(
    {
      observation: seen(0, market),
      actions: simplex(3),
      encoder: (r) => assetNetwork({ assets: 3, window: 6, filters: 4 }, r),
      encoders: 'shared',
      optimisers: { actor: optimiser, critic: optimiser },
      ...common,
    },
    random,
  ),
  'direct gradient': directGradientLearner(
    { observation: seen(4), assets: 3, network: (r) => perceptronNetwork([4, 3], r), cost: 0.01, ...common },
    random,
  ),
};

function drawn(inputs, own) {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, dtype }]) => {
      const size = shape.reduce((product, n) => product * n, 1);
      if (/market/i.test(name))
        return [name, Int32Array.from({ length: size }, (_, k) => (k % 2 ? own.integer(30) : 0))];
      if (dtype === 'int32') return [name, Int32Array.from({ length: size }, () => own.integer(2))];
      const values = new Float32Array(size);
      if (['actions', 'previous', 'relatives'].includes(name)) values.fill(1 / 3);
      else own.fillUniform(values);
      return [name, values];
    }),
  );
}

const found = {};
for (const [name, spec] of Object.entries(learners)) {
  const own = generator(name);
  try {
    const learner = await compile(spec, { mode: 'eager' });
    const outputs = [];
    for (let n = 0; n < 5; n++)
      for (const [program, { inputs }] of Object.entries(spec.programs)) {
        const out = await learner.run(program, drawn(inputs, own));
        for (const column of Object.values(out)) outputs.push(...column);
      }
    for (const variable of Object.keys(spec.variables)) outputs.push(...(await learner.read(variable)));
    found[name] = outputs;
  } catch (error) {
    found[name] = String(error.message).split('\n')[0];
  }
}
fs.writeFileSync(process.argv[2], JSON.stringify({ backend, found }));
process.exit(0);
