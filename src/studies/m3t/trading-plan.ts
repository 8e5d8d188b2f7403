/** What each profile trains of M3T's execution methods: stocks, seeds, days and reduced settings. */
import type { Json } from '../../core/index.js';
import type { Profile } from '../../runs/index.js';
import { M3T_STOCKS, TRADER_METHODS, type TraderMethod, type TradersPlan } from '../../systems/index.js';

export interface TradingPlan {
  readonly stocks: readonly string[];
  readonly methods: readonly TraderMethod[];
  readonly seeds: readonly number[];
  readonly traders: TradersPlan;
  /** Settings that differ from the paper's. */
  readonly settings: Readonly<Record<string, Json>>;
  /** Whether M3T is also trained with the future in sight, and on the null twin. */
  readonly canaries: boolean;
}

const days: TradersPlan = {
  kind: 'twin',
  trainingDays: 12,
  validationDays: 4,
  testDays: 16,
  sight: 'book',
  validateEvery: 2000,
};
/**
 * Small and short, and with the dense reward for all: with the sparse one a value must travel back over a subgoal's 80 to 120 steps, for
 * which some fifty copies of the target network are too few.
 */
const small = {
  intrinsicReward: 'dense',
  microWidth: 16,
  microHeads: 2,
  microFeedForward: 32,
  microPrivateWidth: 8,
  batchSize: 64,
  warmUp: 640,
  learningRate: 1e-3,
  gradientNorm: 10,
  failurePenalty: -10,
  discount: 0.95,
  parallelTranches: 16,
  episodes: 240,
};
const four = ['DQN', 'DDQN', 'A2C', 'M3T'] as const;
const [first, second] = ['600000', '600028'];
const allDays: TradersPlan = { ...days, trainingDays: 200, validationDays: 30, testDays: 60, validateEvery: 20_000 };

const plans: Readonly<Record<Profile, TradingPlan>> = {
  smoke: {
    stocks: [first],
    methods: ['DDQN', 'M3T'],
    seeds: [1],
    traders: { ...days, trainingDays: 1, validationDays: 1, testDays: 2, validateEvery: 300 },
    settings: { ...small, bookWindow: 4, microWidth: 8, batchSize: 16, warmUp: 64, parallelTranches: 4, episodes: 4 },
    canaries: false,
  },
  quick: { stocks: [first], methods: four, seeds: [1], traders: days, settings: small, canaries: false },
  standard: { stocks: [first, second], methods: four, seeds: [1], traders: days, settings: small, canaries: true },
  extended: {
    stocks: [first, second],
    methods: TRADER_METHODS,
    seeds: [1, 2, 3],
    traders: { ...allDays, validateEvery: 10_000 },
    settings: { parallelTranches: 16, episodes: 2000 },
    canaries: true,
  },
  full: {
    stocks: M3T_STOCKS,
    methods: TRADER_METHODS,
    seeds: Array.from({ length: 10 }, (_, n) => n + 1),
    traders: allDays,
    settings: {},
    canaries: true,
  },
};

export function tradingPlan(profile: Profile): TradingPlan {
  return plans[profile];
}
