/** The Meta Trader: a subgoal whenever one has ended, by four numbers of the tranche, rewarded with γ^τ (docs/papers/m3t.md, Eq. 4 to 6). */
import type { Generator } from '../../core/index.js';
import { type EnvironmentBuffers, environmentBuffers, type ObservationSpace } from '../../environment/index.js';
import { dqnLearner } from '../../learn/index.js';
import { metaNetwork } from './backbones.js';
import type { M3tConfig } from './config.js';
import { metaSpace } from './tasks.js';
import { traderOptimiser, type ValueTrader, valueTrader } from './value-trader.js';

/** A learning Meta Trader, and the columns in which it is shown its options' ends. */
export interface MetaTrader {
  readonly trader: ValueTrader;
  readonly view: EnvironmentBuffers;
}

export async function metaTrader(config: M3tConfig, slots: number, random: Generator): Promise<MetaTrader> {
  const { values, names, actions } = metaSpace(config);
  const space: ObservationSpace = { market: null, values, names };
  const learner = dqnLearner(
    {
      observation: { space, window: 0 },
      choices: actions.choices,
      network: metaNetwork(config),
      actors: slots,
      batchSize: config.batchSize,
      optimiser: traderOptimiser(config),
      double: config.doubleQ,
    },
    random.split('learner'),
  );
  const discountEach = config.metaDiscount === 'gamma-tau' ? 'step' : 'action';
  const trader = await valueTrader({ learner, space, actions, slots, masked: false, discountEach, config }, random);
  return { trader, view: environmentBuffers(slots, space, actions) };
}
