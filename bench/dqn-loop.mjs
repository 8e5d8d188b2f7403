// A whole DQN training loop on a chain of five states (act, step, remember, learn every fourth step, batch 32, MLP 5-64-64-2) beside the
// same loop written by hand for PyTorch: one environment, as its users write it, and our eight at once with as many steps an update.
import { fileURLToPath } from 'node:url';
import { adam, chainEnvironment, dqnLearner, generator, offPolicyAgent, perceptronNetwork, train } from 'strata';
import { inPairs } from './lib/pairs.mjs';
import { peers, torchPeer } from './lib/torch.mjs';

/** @param slots environments at once; an update comes every fourth step in any case */
async function loop(slots) {
  const environment = chainEnvironment(slots);
  const learner = dqnLearner(
    {
      observation: { space: environment.observationSpace, window: 0 },
      choices: 2,
      network: (own) => perceptronNetwork([5, 64, 64, 2], own),
      actors: slots,
      batchSize: 32,
      optimiser: adam({ learningRate: 1e-4 }),
      double: 'off',
    },
    generator('bench loop'),
  );
  const agent = await offPolicyAgent(
    {
      learner,
      environment,
      replay: { capacity: 100_000, discount: 0.99 },
      batchSize: 32,
      exploration: { kind: 'epsilon', epsilon: 0.1 },
      warmUp: 100,
      learnEvery: Math.max(1, 4 / slots),
      rounds: Math.max(1, slots / 4),
      sync: { every: 2500, per: 'updates' },
    },
    generator('bench loop'),
  );
  let steps = 0;
  return async (count) => {
    steps += count;
    const started = performance.now();
    await train({ environment, agent, random: generator('bench loop'), until: { steps } });
    return performance.now() - started;
  };
}

export async function run({ threads }) {
  const script = fileURLToPath(new URL('dqn-loop.py', import.meta.url));
  const rows = [];
  for (const slots of [1, 8]) {
    const measure = await loop(slots);
    for (const [peerName, environment] of Object.entries(await peers())) {
      const peer = await torchPeer(script, threads, environment);
      try {
        const { ours, peer: theirs, ratio } = await inPairs(measure, peer.measure, { steps: 2000, blocks: 9 });
        rows.push({
          name: `DQN loop on a chain, ${slots} at once`,
          ours: 1e3 / ours,
          peer: 1e3 / theirs,
          peerName: `PyTorch by hand, ${peerName}`,
          ratio,
          unit: 'steps/s',
          threads,
        });
      } finally {
        peer.stop();
      }
    }
  }
  return rows;
}
