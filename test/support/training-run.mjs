// Trains a Double DQN with a prioritised memory, a checkpoint every 20 calls, until it is done or somebody kills this process.

import { sha256 } from '../../dist/core/index.js';
import { chainEnvironment } from '../../dist/environment/index.js';
import { adam, generator } from '../../dist/index.js';
import { dqnLearner, offPolicyAgent, perceptronNetwork, train } from '../../dist/learn/index.js';

const [slots, batchSize] = [8, 32];
const environment = chainEnvironment(slots);
const learner = dqnLearner(
  {
    observation: { space: environment.observationSpace, window: 0 },
    choices: 2,
    network: (random) => perceptronNetwork([5, 16, 2], random),
    actors: slots,
    batchSize,
    optimiser: adam({ learningRate: { input: 'rate' }, clipNorm: 1 }),
  },
  generator('learner'),
);
const agent = await offPolicyAgent(
  {
    learner,
    environment,
    replay: { capacity: 2000, discount: 0.95, steps: 3, priority: {} },
    batchSize,
    exploration: {
      kind: 'epsilon',
      epsilon: { kind: 'exponential', from: 1, to: 0.05, factor: 0.9, every: 2, per: 'episodes' },
    },
    sync: { every: 4, per: 'episodes' },
    rate: { kind: 'linear', from: 0.01, to: 0.001, over: 500, per: 'updates' },
  },
  generator('agent'),
);
const { best, curves } = await train({
  environment,
  agent,
  random: generator('run'),
  until: { steps: 600 * slots },
  checkpoint: {
    file: process.env.CHECKPOINT,
    every: 20,
    written: ({ steps }) => console.log(steps),
  },
  progress: { every: 30, tell: () => undefined },
  evaluate: { every: 100, run: async (a) => ({ bias: (await a.learner.read('online/1/bias'))[0] }) },
  validation: { by: 'bias' },
});
const hash = (bytes) => sha256(Buffer.from(bytes).toString('latin1'));
console.log(
  JSON.stringify({
    learner: hash(await agent.learner.save()),
    best: hash(best.learner),
    curves: hash(JSON.stringify(Object.entries(curves).map(([name, column]) => [name, [...column].map(String)]))),
    memory: hash(JSON.stringify(agent.memory.save())),
  }),
);
process.exit(0);
