/** The strategies of the study under the names their rows have, with the toolbox's parameters. */
import { generator, StrataError } from '../../core/index.js';
import {
  anticor,
  bahAnticor,
  bahAnticor2,
  bestConstantRebalanced,
  bestStock,
  buyAndHold,
  corn,
  cwmr,
  exponentiatedGradient,
  hierarchicalRiskParity,
  loser,
  meanVariance,
  minimumVariance,
  olmar1,
  olmar2,
  onlineNewtonStep,
  pamr,
  type RelativesTable,
  riskParity,
  rmr,
  type Strategy,
  uniformRebalanced,
  universalSampled,
  winner,
  wmamr,
} from '../../portfolio/index.js';
import type { Profile } from '../../runs/index.js';

/** What a strategy bets on. */
export type Family = 'benchmark' | 'hindsight' | 'follows the winner' | 'follows the loser' | 'pattern' | 'risk';

export interface OlpsMethod {
  readonly name: string;
  readonly family: Family;
  /** Whether it is left out of the short profiles. */
  readonly slow?: boolean;
  /** Whether its decisions depend on what was earned after costs, so that each cost is a run of its own. */
  readonly readsCosts?: boolean;
  readonly make: (market: RelativesTable) => Strategy;
}

const method = (
  name: string,
  family: Family,
  make: OlpsMethod['make'],
  more: Pick<OlpsMethod, 'slow' | 'readsCosts'> = {},
): OlpsMethod => ({ name, family, make, ...more });

/** The market strategy that all others are measured against. */
export const MARKET = 'uniform BAH';

/** All strategies in the order of the rows. */
export const OLPS_METHODS: readonly OlpsMethod[] = [
  method(MARKET, 'benchmark', () => buyAndHold()),
  method('UCRP', 'benchmark', uniformRebalanced),
  method('best stock', 'hindsight', (m) => bestStock(m.values, m.assets.length)),
  method('BCRP', 'hindsight', (m) => bestConstantRebalanced(m.values, m.assets.length).strategy),
  method('universal', 'follows the winner', () => universalSampled(generator('olps study'), 2000)),
  method('EG', 'follows the winner', () => exponentiatedGradient(0.05)),
  method('ONS', 'follows the winner', () => onlineNewtonStep({ eta: 0, beta: 1, delta: 1 / 8 })),
  method('Winner', 'follows the winner', winner),
  method('Loser', 'follows the loser', loser),
  method('PAMR', 'follows the loser', () => pamr({ epsilon: 0.5 }), { readsCosts: true }),
  method('PAMR-1', 'follows the loser', () => pamr({ variant: 1 }), { readsCosts: true }),
  method('PAMR-2', 'follows the loser', () => pamr({ variant: 2 }), { readsCosts: true }),
  method('CWMR-Var', 'follows the loser', () => cwmr('variance', 2, 0.5)),
  method('CWMR-Stdev', 'follows the loser', () => cwmr('deviation', 2, 0.5)),
  method('OLMAR-1', 'follows the loser', () => olmar1(10, 5)),
  method('OLMAR-2', 'follows the loser', () => olmar2(10, 0.5)),
  method('RMR', 'follows the loser', () => rmr(5, 5)),
  method('WMAMR', 'follows the loser', () => wmamr(0.5, 5)),
  method('Anticor', 'follows the loser', () => anticor(30)),
  method('BAH(Anticor)', 'follows the loser', () => bahAnticor(30), { slow: true }),
  method('BAH(Anticor(Anticor))', 'follows the loser', () => bahAnticor2(30), { slow: true }),
  method('CORN', 'pattern', () => corn(5, 0.1), { slow: true }),
  method('minimum variance', 'risk', () => minimumVariance()),
  method('risk parity', 'risk', () => riskParity()),
  method('HRP', 'risk', () => hierarchicalRiskParity()),
  method('mean-variance', 'risk', () => meanVariance()),
];

/** The strategies of a profile. */
export function olpsMethods(profile: Profile): readonly OlpsMethod[] {
  const short = profile === 'smoke' || profile === 'quick';
  return OLPS_METHODS.filter((m) => !(short && m.slow));
}

/** A strategy by the name of its row. */
export function olpsMethod(name: string): OlpsMethod {
  const found = OLPS_METHODS.find((m) => m.name === name);
  if (!found)
    throw new StrataError(`no strategy ${name} in the study; there are ${OLPS_METHODS.map((m) => m.name).join(', ')}`);
  return found;
}
