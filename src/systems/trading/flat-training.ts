/** Agents of the flat baselines: DQN and DDQN from a replay memory, A2C from rollouts of its own (docs/papers/m3t.md, baselines). */
import type { Generator } from '../../core/index.js';
import type { ExecutionEnvironment } from '../../execution/index.js';
import { type Agent, a2cLearner, categorical, offPolicyAgent, rolloutAgent } from '../../learn/index.js';
import {
  type BookSight,
  type FlatTask,
  flatLearner,
  type M3tConfig,
  traderExploration,
  traderOptimiser,
  trunkNetwork,
} from '../m3t/index.js';

export interface FlatAgentOptions {
  readonly config: M3tConfig;
  readonly environment: ExecutionEnvironment<FlatTask>;
  readonly sight: BookSight;
}

/** DQN or DDQN, as the setting `doubleQ` says. */
export function flatValueAgent({ config, environment, sight }: FlatAgentOptions, random: Generator): Promise<Agent> {
  const { observationSpace: space, count: slots } = environment;
  const { batchSize, warmUp, replayCapacity: capacity, discount, syncEvery: every } = config;
  return offPolicyAgent(
    {
      learner: flatLearner({ config, space, sight, slots }, random.split('learner')),
      environment,
      replay: { capacity, discount },
      batchSize,
      warmUp,
      exploration: traderExploration(config),
      sync: { every, per: 'episodes' },
    },
    random.split('agent'),
  );
}

/** A2C over `parallelTranches` environments; the paper has 16. */
export function flatA2cAgent({ config, environment, sight }: FlatAgentOptions, random: Generator): Promise<Agent> {
  const { observationSpace: space, actionSpace: actions, count: actors } = environment;
  const { a2cRollout: rollout, bookWindow: window, discount } = config;
  const distribution = categorical([3]);
  const learner = a2cLearner(
    {
      observation: { space, window },
      actions,
      distribution,
      actors,
      rollout,
      optimiser: traderOptimiser(config),
      trunk: trunkNetwork(config, sight, [2]),
      masked: true,
    },
    random.split('learner'),
  );
  return rolloutAgent({ learner, distribution, environment, discount, rollout }, random.split('agent'));
}
