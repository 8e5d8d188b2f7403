/**
 * The agents of ADDPG-QPL as one (arXiv 2501.08528, section 4 and Algorithm 1): DDPG over the weights, whose actor and critic share an encoder
 * or not, and a GRU that says each day whether a level will hold, taught by REINFORCE once an episode.
 */
import { adam, type Learner } from '../../compute/index.js';
import { type Generator, memberOf, type NumericArray, type Snapshot } from '../../core/index.js';
import { type Actions, discrete, type Environment, multiDiscrete } from '../../environment/index.js';
import {
  type Agent,
  assetNetwork,
  categorical,
  ddpgLearner,
  ddpgRound,
  episodeAgent,
  type OffPolicyAgent,
  offPolicyAgent,
  reinforceLearner,
  windowNetwork,
} from '../../learn/index.js';
import type { Chooser } from './book.js';
import type { AddpgConfig } from './config.js';
import type { PortfolioEnvironment } from './environment.js';

/** Width of the layer behind the GRU, and of the critic's sum. */
const layerWidth = 64;

export interface AddpgAgent extends Agent {
  /** The portfolio agent. */
  readonly weights: OffPolicyAgent;
  /** The risk agent, where there is one. */
  readonly risk: Agent | null;
}

/** @param environment like the one it learns in: its panel, days and number of slots */
export async function addpgAgent(
  environment: PortfolioEnvironment,
  config: AddpgConfig,
  random: Generator,
): Promise<AddpgAgent> {
  const { observationSpace, actionSpace, count } = environment;
  const assets = actionSpace.kind === 'simplex' ? actionSpace.size : 0;
  const observation = { space: observationSpace, window: config.window };
  const learner = ddpgLearner(
    {
      observation,
      actions: { kind: 'simplex', size: assets },
      encoder: (own) => assetNetwork({ assets, window: config.window, filters: config.filters }, own),
      encoders: config.encoders,
      encoderGradient: config.encoderGradient,
      actorHidden: config.actorHead === '64-64-n' ? [layerWidth, layerWidth] : [layerWidth],
      criticHidden: [layerWidth],
      actors: count,
      batchSize: config.batchSize,
      optimisers: {
        actor: adam({ learningRate: config.actorRate }),
        critic: adam({ learningRate: config.criticRate }),
      },
      tau: config.tau,
    },
    random.split('portfolio learner'),
  );
  const weights = await offPolicyAgent(
    {
      learner,
      environment,
      replay: { capacity: config.replayCapacity, discount: config.gamma },
      batchSize: config.batchSize,
      exploration: config.noise === 'ou' ? { kind: 'ornstein-uhlenbeck', sigma: config.noiseSigma } : { kind: 'none' },
      programs: ddpgRound,
      learnEvery: config.learnEvery,
    },
    random.split('portfolio agent'),
  );
  const withRisk = config.riskAgent === 'on' && config.execution === 'levels';
  const risk = withRisk ? await riskAgent(environment, config, assets, random.split('risk')) : null;
  const view = riskView(config, assets);
  const scaled = new Float64Array(count);

  return {
    learner: weights.learner,
    weights,
    risk,
    get counts() {
      return weights.counts;
    },
    begin(of) {
      weights.begin(of);
      risk?.begin(view(of));
    },
    async act(of) {
      if (risk) writeSignals(of, await risk.act(view(of)));
      return weights.act(of);
    },
    async learn(of, done) {
      for (let slot = 0; slot < count; slot++) scaled[slot] = config.rewardScale * (of.rewards[slot] as number);
      const learnt = await weights.learn({ ...of, rewards: scaled }, done);
      const risked = risk ? await risk.learn(view(of), signalChoices(of)) : null;
      if (!risked) return learnt;
      return { ...learnt, ...Object.fromEntries(Object.entries(risked).map(([k, x]) => [`risk ${k}`, x])) };
    },
    save: async (): Promise<Snapshot> => ({
      weights: await weights.save(),
      risk: risk ? await risk.save() : null,
    }),
    load(state) {
      weights.load(memberOf(state, 'weights'));
      risk?.load(memberOf(state, 'risk'));
    },
    dispose() {
      weights.dispose();
      risk?.dispose();
    },
  };
}

/** Plays the best weights and likeliest signals, without exploration; for an environment of as many slots as the agent's. */
export function bestChoices(agent: AddpgAgent): Chooser {
  return async (environment) => {
    if (agent.risk) writeSignals(environment, await bestOf(agent.risk.learner, environment));
    return bestOf(agent.weights.learner, environment);
  };
}

async function riskAgent(
  environment: PortfolioEnvironment,
  config: AddpgConfig,
  assets: number,
  random: Generator,
): Promise<Agent> {
  const like = riskView(config, assets)(environment);
  const branches = like.actionSpace.kind === 'multi-discrete' ? like.actionSpace.branches : [2];
  const distribution = categorical(branches);
  const rows = (environment.observationSpace.market?.values.length ?? 0) / assets;
  const learner = reinforceLearner(
    {
      observation: { space: environment.observationSpace, window: config.window },
      actions: like.actionSpace,
      distribution,
      actors: environment.count,
      batchSize: rows,
      optimiser: adam({ learningRate: config.riskRate }),
      baseline: 'none',
      trunk: (own) =>
        windowNetwork(
          {
            window: config.window,
            features: assets,
            encoder: { kind: 'gru', width: config.riskHidden },
            groups: [],
            outputs: layerWidth,
          },
          own,
        ),
    },
    random.split('learner'),
  );
  return episodeAgent(
    { learner, distribution, environment: like, discount: config.pgDiscount, batchSize: rows, standardised: true },
    random.split('agent'),
  );
}

/** The same portfolio as the risk agent sees it: signals for actions, paid by what they earn. */
function riskView(config: AddpgConfig, assets: number): (environment: Environment) => Environment {
  const actionSpace = config.signalScope === 'portfolio' ? discrete(2) : multiDiscrete(Array(assets).fill(2));
  return (environment) => ({
    ...environment,
    actionSpace,
    rewards: environment.info.riskReward as Float64Array,
  });
}

/** Choice 0 is bull, choice 1 bear. */
function writeSignals(environment: Environment, choices: NumericArray): void {
  const { signals } = environment as PortfolioEnvironment;
  for (let k = 0; k < signals.length; k++) signals[k] = choices[k] === 0 ? 1 : -1;
}

function signalChoices(environment: Environment): Int32Array {
  return Int32Array.from((environment as PortfolioEnvironment).signals, (signal) => (signal === 1 ? 0 : 1));
}

async function bestOf(learner: Learner, { observation }: Environment): Promise<Actions> {
  return (await learner.run('act', { market: observation.market })).actions as Actions;
}
