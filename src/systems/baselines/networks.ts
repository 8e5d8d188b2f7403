/** The actor of the flat A2C: the same trunk as the flat value networks, and preferences of the three actions behind it. */
import { orderActions } from '../../execution/index.js';
import { type NetworkFactory, valueNetwork } from '../../learn/index.js';
import { type BookSight, type NetworkConfig, trunkNetwork } from '../m3t/index.js';

/** Parameters `trunk/…` and `actor/…`, as `a2cLearner` keeps them under `online`. */
export function actorNetwork(config: NetworkConfig, sight: BookSight): NetworkFactory {
  return (random) => {
    const own = valueNetwork(trunkNetwork(config, sight, [2])(random.split('trunk')), orderActions.length, [], random);
    const rename = (name: string): string => name.replace(/^head\//, 'actor/');
    return {
      ...own,
      parameters: Object.fromEntries(Object.entries(own.parameters).map(([name, p]) => [rename(name), p])),
      apply: (p, input) =>
        own.apply(
          Object.fromEntries(Object.entries(p).map(([name, t]) => [name.replace(/^actor\//, 'head/'), t])),
          input,
        ),
    };
  };
}
