// Updates of the agents beside PyTorch doing the same ones, pair by pair: the Micro Trader's Double DQN (lean and full encoder), the Meta
// Trader's, DDPG with a shared encoder, BDQ; and what the Micro Trader takes to act. One definition each; bench/learning.py is the peer.
import { fileURLToPath } from 'node:url';
import {
  adam,
  assetNetwork,
  bdqLearner,
  box,
  branchingNetwork,
  compile,
  ddpgLearner,
  ddpgRound,
  dqnLearner,
  generator,
  perceptronNetwork,
  simplex,
  valueNetwork,
  windowNetwork,
} from 'strata';
import { inPairs } from './lib/pairs.mjs';
import { peers, torchPeer } from './lib/torch.mjs';

/** Five days of so many rows. */
function market(rows, features, random) {
  const values = new Float32Array(5 * rows * features);
  random.fillNormal(values);
  return {
    columns: Array.from({ length: features }, (_, k) => `f${k}`),
    dayStart: Int32Array.from({ length: 6 }, (_, day) => day * rows),
    values,
  };
}

const observed = (width, table = null) => ({
  market: table,
  values: box(width),
  names: Array.from({ length: width }, (_, k) => `x${k}`),
});

/** 20 rows of 40 numbers, width 64, 4 heads, feed-forward 256; progress 2 → 16, subgoal 9 → 16, 96 → 64 → 3. */
const microTrader = (form) => (actors, batchSize, random) => ({
  observation: { space: observed(11, market(4800, 40, random.split('market'))), window: 20 },
  choices: 3,
  network: (own) =>
    valueNetwork(
      windowNetwork(
        {
          window: 20,
          features: 40,
          encoder: { kind: 'attention', width: 64, heads: 4, feedForward: 256, form },
          groups: [
            { numbers: 2, width: 16 },
            { numbers: 9, width: 16 },
          ],
          outputs: 64,
        },
        own,
      ),
      3,
      [],
      own,
    ),
  actors,
  batchSize,
  optimiser: adam({ learningRate: 5e-5 }),
});

/** What each case is: a learner, its programs in order, rows of a batch, steps of a block. */
const cases = {
  'micro-lean': (random) => ({
    title: 'Micro Trader, Double DQN, batch 128, lean encoder',
    spec: dqnLearner(microTrader('lean')(1, 128, random), random),
    programs: ['update'],
    choices: 3,
    steps: 16,
  }),
  'micro-full': (random) => ({
    title: 'Micro Trader, Double DQN, batch 128, full encoder',
    spec: dqnLearner(microTrader('full')(1, 128, random), random),
    programs: ['update'],
    choices: 3,
    steps: 8,
  }),
  meta: (random) => ({
    title: 'Meta Trader, Double DQN, MLP 4-8-9, batch 128',
    spec: dqnLearner(
      {
        observation: { space: observed(4), window: 0 },
        choices: 9,
        network: (own) => perceptronNetwork([4, 8, 9], own),
        actors: 1,
        batchSize: 128,
        optimiser: adam({ learningRate: 5e-5 }),
      },
      random,
    ),
    programs: ['update'],
    choices: 9,
    steps: 200,
  }),
  ddpg: (random) => ({
    title: 'DDPG, shared convolutions, 5 assets × 30 days, batch 64',
    spec: ddpgLearner(
      {
        observation: { space: observed(0, market(400, 5, random.split('market'))), window: 30 },
        actions: simplex(5),
        encoder: (own) => assetNetwork({ assets: 5, window: 30 }, own),
        encoders: 'shared',
        actors: 1,
        batchSize: 64,
        optimisers: { actor: adam({ learningRate: 1e-4 }), critic: adam({ learningRate: 1e-3 }) },
      },
      random,
    ),
    programs: [...ddpgRound, 'sync'],
    choices: 5,
    steps: 16,
  }),
  bdq: (random) => ({
    title: 'BDQ, 240 × 20 window, 512-256, branches 11 and 10 of 128, batch 64',
    spec: bdqLearner(
      {
        observation: { space: observed(2, market(1000, 20, random.split('market'))), window: 240 },
        branches: [11, 10],
        network: (own) =>
          branchingNetwork(
            windowNetwork(
              {
                window: 240,
                features: 20,
                encoder: { kind: 'flat', width: 512 },
                groups: [{ numbers: 2, width: 16 }],
                outputs: 256,
              },
              own,
            ),
            [11, 10],
            { hidden: [128] },
            own,
          ),
        actors: 1,
        batchSize: 64,
        optimiser: adam({ learningRate: 1e-4 }),
      },
      random,
    ),
    programs: ['update'],
    choices: 10,
    steps: 8,
  }),
  ...Object.fromEntries(
    [1, 16, 64].map((actors) => [
      `micro-act-${actors}`,
      (random) => ({
        title: `Micro Trader acts in ${actors}, lean encoder`,
        spec: dqnLearner(microTrader('lean')(actors, 1, random), random),
        programs: ['act'],
        choices: 3,
        steps: 200,
      }),
    ]),
  ),
};

/** Values for a program's inputs: windows that lie within a day, choices that exist. */
function drawn(spec, program, choices, random) {
  return Object.fromEntries(
    Object.entries(spec.programs[program].inputs).map(([name, { shape, dtype }]) => {
      const size = shape.reduce((product, n) => product * n, 1);
      if (/market/i.test(name))
        return [
          name,
          Int32Array.from({ length: size }, (_, k) => (k % 2 ? 240 + random.integer(150) : random.integer(5))),
        ];
      if (dtype === 'int32') return [name, Int32Array.from({ length: size }, () => random.integer(choices))];
      const values = new Float32Array(size);
      if (name === 'actions') values.fill(1 / choices);
      else random.fillUniform(values);
      return [name, values];
    }),
  );
}

async function measured(make) {
  const random = generator('bench learning');
  const { spec, programs, choices, ...rest } = make(random);
  const learner = await compile(spec, { mode: 'captured' });
  const given = programs.map((name) => [name, drawn(spec, name, choices, random)]);
  return {
    ...rest,
    measure: async (count) => {
      const started = performance.now();
      for (let i = 0; i < count; i++) for (const [name, inputs] of given) await learner.run(name, inputs);
      return performance.now() - started;
    },
  };
}

export async function run({ threads }) {
  const script = fileURLToPath(new URL('learning.py', import.meta.url));
  const rows = [];
  for (const [name, make] of Object.entries(cases)) {
    const { title, steps, measure } = await measured(make);
    for (const [peerName, environment] of Object.entries(await peers())) {
      const peer = await torchPeer(script, threads, { ...environment, BENCH_CASE: name });
      try {
        const { ours, peer: theirs, ratio } = await inPairs(measure, peer.measure, { steps });
        rows.push({ name: title, ours, peer: theirs, peerName: `PyTorch, ${peerName}`, ratio, unit: 'ms', threads });
      } finally {
        peer.stop();
      }
    }
  }
  return rows;
}
