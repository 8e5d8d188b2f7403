/** Strategies by name with their parameters, for command lines and sweeps. */
import { generator, StrataError } from '../../core/index.js';
import type { RelativesTable } from '../backtest.js';
import type { Strategy } from '../strategy.js';
import { anticor, bahAnticor, bahAnticor2 } from './anticor.js';
import { bestStock } from './best-stock.js';
import { buyAndHold } from './buy-and-hold.js';
import { bestConstantRebalanced, uniformRebalanced } from './constant-rebalanced.js';
import { corn } from './corn.js';
import { cwmr } from './cwmr.js';
import { exponentiatedGradient } from './eg.js';
import { loser, winner } from './follow.js';
import { hierarchicalRiskParity } from './hierarchical-risk-parity.js';
import { meanVariance, minimumVariance } from './minimum-variance.js';
import { olmar1, olmar2 } from './olmar.js';
import { onlineNewtonStep } from './ons.js';
import { pamr } from './pamr.js';
import { riskParity } from './risk-parity.js';
import { rmr } from './rmr.js';
import { universalPair, universalSampled } from './universal.js';
import { wmamr } from './wmamr.js';

/** A strategy's name with its parameters and their defaults. */
export interface NamedStrategy {
  readonly id: string;
  readonly parameters: Readonly<Record<string, number>>;
}

interface Entry<P extends Readonly<Record<string, number>>> {
  readonly parameters: P;
  readonly make: (p: P, market: RelativesTable) => Strategy;
}

const entry = <P extends Readonly<Record<string, number>>>(
  parameters: P,
  make: Entry<P>['make'],
): Entry<Readonly<Record<string, number>>> => ({
  parameters,
  make: (p, market) => make(p as P, market),
});

const fitted = { window: 252, least: 63, every: 21 };
const reversal = { epsilon: 0.5, aggressiveness: 500 };

const registry: Readonly<Record<string, Entry<Readonly<Record<string, number>>>>> = {
  bah: entry({}, () => buyAndHold()),
  ucrp: entry({}, uniformRebalanced),
  best: entry({}, (_, m) => bestStock(m.values, m.assets.length)),
  bcrp: entry({}, (_, m) => bestConstantRebalanced(m.values, m.assets.length).strategy),
  universal: entry({ samples: 2000, seed: 1 }, (p, m) =>
    m.assets.length === 2 ? universalPair() : universalSampled(generator(p.seed), p.samples),
  ),
  eg: entry({ eta: 0.05 }, (p) => exponentiatedGradient(p.eta)),
  ons: entry({ eta: 0, beta: 1, delta: 0.125 }, onlineNewtonStep),
  winner: entry({}, winner),
  loser: entry({}, loser),
  pamr: entry({ epsilon: 0.5 }, pamr),
  pamr1: entry(reversal, (p) => pamr({ ...p, variant: 1 })),
  pamr2: entry(reversal, (p) => pamr({ ...p, variant: 2 })),
  'cwmr-var': entry({ phi: 2, epsilon: 0.5 }, (p) => cwmr('variance', p.phi, p.epsilon)),
  'cwmr-stdev': entry({ phi: 2, epsilon: 0.5 }, (p) => cwmr('deviation', p.phi, p.epsilon)),
  olmar: entry({ epsilon: 10, window: 5 }, (p) => olmar1(p.epsilon, p.window)),
  olmar2: entry({ epsilon: 10, alpha: 0.5 }, (p) => olmar2(p.epsilon, p.alpha)),
  rmr: entry({ epsilon: 5, window: 5 }, (p) => rmr(p.epsilon, p.window)),
  wmamr: entry({ epsilon: 0.5, window: 5 }, (p) => wmamr(p.epsilon, p.window)),
  anticor: entry({ window: 30 }, (p) => anticor(p.window)),
  'bah-anticor': entry({ most: 30 }, (p) => bahAnticor(p.most)),
  'bah-anticor2': entry({ most: 30 }, (p) => bahAnticor2(p.most)),
  corn: entry({ window: 5, threshold: 0.1 }, (p) => corn(p.window, p.threshold)),
  'min-variance': entry(fitted, minimumVariance),
  'mean-variance': entry({ ...fitted, riskAversion: 5 }, meanVariance),
  'risk-parity': entry(fitted, riskParity),
  hrp: entry(fitted, hierarchicalRiskParity),
};

/** Every strategy that has a name. */
export function namedStrategies(): readonly NamedStrategy[] {
  return Object.entries(registry).map(([id, { parameters }]) => ({ id, parameters }));
}

/**
 * A strategy by name for a market; the market decides hindsight strategies and whether the universal portfolio is exact.
 * @param parameters those that differ from the defaults
 * @throws StrataError for a name or parameter that is not known, listing those that are
 */
export function strategyNamed(
  id: string,
  market: RelativesTable,
  parameters: Readonly<Record<string, number>> = {},
): Strategy {
  const found = Object.hasOwn(registry, id) ? registry[id] : undefined;
  if (!found) throw new StrataError(`no strategy ${id}; there are ${Object.keys(registry).join(', ')}`);
  const known = Object.keys(found.parameters);
  for (const [name, value] of Object.entries(parameters))
    if (!known.includes(name) || !Number.isFinite(value))
      throw new StrataError(
        `${id} ${known.includes(name) ? `needs a number for ${name}, received ${value}` : `has no parameter ${name}; it has ${known.join(', ') || 'none'}`}`,
      );
  return found.make({ ...found.parameters, ...parameters }, market);
}
