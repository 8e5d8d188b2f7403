/** What each profile trains for ADDPG-QPL: seeds, days and how far the training is shortened. */
import type { Profile } from '../../runs/index.js';
import type { AddpgConfig } from '../../systems/index.js';

type Overrides = Partial<AddpgConfig>;

/** A learned method of the study. */
export interface LearnedMethod {
  readonly name: string;
  readonly settings: Overrides;
  /** What it is, for the table of methods. */
  readonly about: string;
}

/** The paper's model. */
export const OURS = 'Ours';
/** The same with one encoder each. */
export const APART = 'Non-augmented';
/** The paper's model whose levels are fitted on all days, as the authors probably did. */
export const STATIC = 'Ours, static levels';

/** The rows of Table I that learn. */
export const LEARNED: readonly LearnedMethod[] = [
  { name: OURS, settings: {}, about: 'one encoder for actor and critic, risk agent, orders at quantum price levels' },
  { name: APART, settings: { encoders: 'separate' }, about: 'an encoder each, otherwise as above (Fig. 5)' },
  {
    name: 'DDPG',
    settings: { encoders: 'separate', riskAgent: 'off', execution: 'close', beta: 0 },
    about: 'an encoder each, no risk agent, orders at the close, no bonus',
  },
  {
    name: 'DDPG with bonus',
    settings: { encoders: 'separate', riskAgent: 'off', execution: 'close' },
    about: 'the same with the bonus of ours; the paper does not say which it means',
  },
  {
    name: 'Shared, no risk agent',
    settings: { riskAgent: 'off', execution: 'close' },
    about: 'one encoder, orders at the close',
  },
];

/** β of Table II beside the default of 0.01. */
export const BETAS: readonly number[] = [1e-4, 1e-3, 1e-2, 1e-1];

export interface AddpgPlan {
  readonly seeds: readonly number[];
  readonly settings: Overrides;
  /** Whether Table II and the static levels are trained too. */
  readonly ablations: boolean;
  /** In words, for the summary. */
  readonly about: string;
}

const PLANS: Readonly<Record<Profile, AddpgPlan>> = {
  smoke: {
    seeds: [1],
    settings: { days: 600, window: 4, filters: 4, riskHidden: 4, batchSize: 16, episodes: 1, learnEvery: 8 },
    ablations: false,
    about: 'one short pass of small networks over 480 days',
  },
  quick: {
    seeds: [1],
    settings: {
      window: 10,
      filters: 8,
      riskHidden: 16,
      slots: 2,
      episodes: 4,
      learnEvery: 4,
      actorRate: 1e-3,
      riskRate: 5e-3,
      tau: 0.01,
    },
    ablations: false,
    about: 'networks a quarter as wide, a window of 10 days, 4 passes with an update every fourth day',
  },
  standard: {
    seeds: [1, 2, 3],
    settings: { slots: 4, episodes: 4, learnEvery: 4, actorRate: 1e-3, riskRate: 5e-3, tau: 0.01 },
    ablations: true,
    about:
      'networks of the paper’s size, 4 passes of 50, all at once, with an update every fourth day; rates ten times higher make up for part of it',
  },
  extended: { seeds: [1, 2, 3, 4, 5], settings: {}, ablations: true, about: 'as the paper: 50 passes' },
  full: { seeds: [1, 2, 3, 4, 5], settings: {}, ablations: true, about: 'as the paper: 50 passes' },
};

export function addpgPlan(profile: Profile): AddpgPlan {
  return PLANS[profile];
}

/** All learned methods of a plan; the model with β = 0.01 is `OURS`. */
export function learnedMethods(plan: AddpgPlan): readonly LearnedMethod[] {
  if (!plan.ablations) return LEARNED;
  return [
    ...LEARNED,
    {
      name: STATIC,
      settings: { levelFit: 'static-full', reproduction: 'on' },
      about: 'as ours, but σ and λ of the levels are fitted once on all days, test included',
    },
    ...BETAS.filter((beta) => betaMethod(beta) !== OURS).map((beta) => ({
      name: betaMethod(beta),
      settings: { beta },
      about: `as ours with β ${beta} (Table II)`,
    })),
  ];
}

/** Row of the model with a coefficient β. */
export function betaMethod(beta: number): string {
  return beta === 0.01 ? OURS : `Ours, β ${beta}`;
}
