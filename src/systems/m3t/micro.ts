/** The Micro Trader: one order a snapshot towards a subgoal, by the values of 20 book rows, subgoal and progress (docs/papers/m3t.md, Eq. 7 and 8). */
import type { LearnerSpec } from '../../compute/index.js';
import type { Generator } from '../../core/index.js';
import { discrete, type ObservationSpace } from '../../environment/index.js';
import { orderActions } from '../../execution/index.js';
import { dqnLearner, type NetworkFactory } from '../../learn/index.js';
import { type BookSight, flatNetwork, microNetwork } from './backbones.js';
import type { M3tConfig } from './config.js';
import { traderOptimiser, type ValueTrader, valueTrader } from './value-trader.js';

/** A trader of three actions over the book, the Micro Trader or a flat baseline. */
export interface BookTraderOptions {
  readonly config: M3tConfig;
  readonly space: ObservationSpace;
  readonly sight: BookSight;
  /** Tranches at once. */
  readonly slots: number;
}

export function microTrader(options: BookTraderOptions, random: Generator): Promise<ValueTrader> {
  const { config, space, sight, slots } = options;
  const learner = bookLearner(options, microNetwork(config, sight), random.split('learner'));
  const actions = discrete(orderActions.length);
  return valueTrader({ learner, space, actions, slots, masked: true, discountEach: 'step', config }, random);
}

/** The learner of a flat DQN or DDQN. */
export function flatLearner(options: BookTraderOptions, random: Generator): LearnerSpec {
  return bookLearner(options, flatNetwork(options.config, options.sight), random);
}

function bookLearner(
  { config, space, slots }: BookTraderOptions,
  network: NetworkFactory,
  random: Generator,
): LearnerSpec {
  return dqnLearner(
    {
      observation: { space, window: config.bookWindow },
      choices: orderActions.length,
      network,
      actors: slots,
      batchSize: config.batchSize,
      optimiser: traderOptimiser(config),
      double: config.doubleQ,
      masked: true,
    },
    random,
  );
}
