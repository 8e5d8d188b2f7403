/**
 * The cell `m3t.traders`: one method trained on one stock's synthetic days and one seed, chosen by its slippage on validation days, with its
 * slippage on every test day. It goes on from its checkpoint where it was stopped.
 */
import path from 'node:path';
import { useDevice } from '../../compute/index.js';
import { encodeSafetensors, type Generator, generator, type Json, StrataError } from '../../core/index.js';
import {
  type BookPack,
  drawnOrders,
  type ExecutionTask,
  executionEnvironment,
  m3tRules,
  type SpanOrder,
  type TaskOver,
} from '../../execution/index.js';
import { type BookFeature, bookTable } from '../../features/index.js';
import { type Agent, train } from '../../learn/index.js';
import {
  type CellContext,
  type CellKey,
  type CellResult,
  cellId,
  type Experiment,
  registerExperiment,
} from '../../runs/index.js';
import { actorNetwork, flatDecisions, type TrainedFlat } from '../baselines/index.js';
import {
  flatNetwork,
  flatTask,
  type M3tAgent,
  type M3tConfig,
  m3tAgent,
  m3tConfig,
  metaNetwork,
  microNetwork,
  microTask,
  rowsFeature,
  type TrainedM3t,
  trainedParameters,
  trainingShares,
  type WorkedOrders,
  workFlatTogether,
  workTogether,
} from '../m3t/index.js';
import { dayResults } from './day-slippage.js';
import { flatA2cAgent, flatValueAgent } from './flat-training.js';
import { futureMid } from './future-mid.js';
import { type DaysPlan, evaluationOrders, tradingData, tradingDataId, trainingSpans } from './trading-data.js';

/** Methods that are trained; `M3T@DQN` has plain DQN in both traders. */
export const TRADER_METHODS = ['DQN', 'DDQN', 'A2C', 'M3T', 'M3T@DQN'] as const;
export type TraderMethod = (typeof TRADER_METHODS)[number];

/** What a cell is trained on beside its settings. */
export interface TradersPlan extends DaysPlan {
  /** `oracle` shows the mid of 20 snapshots later: a canary, no method. */
  readonly sight: 'book' | 'oracle';
  /** Calls of the environment between two looks at the validation days. */
  readonly validateEvery: number;
}

/** Key of a training. @param settings that differ from the defaults */
export async function tradersCell(
  method: TraderMethod,
  instrument: string,
  seed: number,
  plan: TradersPlan,
  settings: Readonly<Record<string, Json>>,
): Promise<CellKey> {
  const { hash } = await tradingDataId(instrument, plan);
  return { experiment: 'm3t.traders', method, instrument, seed, config: { plan: { ...plan }, settings }, data: hash };
}

export const tradersExperiment: Experiment = { id: 'm3t.traders', version: 1, run: trainCell };
registerExperiment(tradersExperiment);

/** An agent, and what its present weights do with orders. */
interface Pupil {
  readonly agent: Agent;
  readonly environment: ReturnType<typeof executionEnvironment<ExecutionTask>>;
  work(pack: BookPack, orders: readonly SpanOrder[]): Promise<WorkedOrders>;
  weights(): Promise<Uint8Array>;
}

async function trainCell(context: CellContext): Promise<CellResult> {
  const { key } = context;
  await useDevice();
  const plan = key.config.plan as unknown as TradersPlan;
  const config = m3tConfig.resolve(key.config.settings as Readonly<Record<string, Json>>);
  const { hash } = await tradingDataId(key.instrument, plan);
  if (hash !== key.data)
    throw new StrataError(
      `the synthetic book of ${key.instrument} has the hash ${hash}, the cell was planned for ${key.data}: plan the run again`,
    );
  const data = await tradingData(key.instrument, plan, config);
  const random = generator(`m3t.traders ${key.method} ${key.instrument} ${key.seed}`);
  const shares = trainingShares(config);
  const spans = trainingSpans(data.training, Math.max(...shares), config);
  const side = { sell: -1, buy: 1, both: 'both' }[config.side] as 1 | -1 | 'both';
  const tranches = drawnOrders({ spans, shares, side });
  const pupil = await pupilOf(key.method as TraderMethod, config, plan, data.training.pack, tranches, random);

  const orders = evaluationOrders(data.validation, data.profile, config);
  const look = async (): Promise<{ validationBp: number }> => {
    const { valueTicks, forcedShares } = await pupil.work(data.validation.pack, orders);
    const { slippageBp } = dayResults(data.validation.pack, orders, valueTicks, forcedShares);
    return { validationBp: slippageBp.reduce((sum, x) => sum + x, 0) / slippageBp.length };
  };
  const callsATranche = Math.max(...spans.map((x) => x.steps));
  const { agent, environment } = pupil;
  const started = performance.now();
  const trained = await train({
    environment,
    agent,
    random: random.split('run'),
    until: { steps: config.episodes * callsATranche },
    progress: {
      every: 500,
      tell: ({ steps }, learnt) => context.progress(steps, config.episodes * callsATranche, learnt),
    },
    evaluate: { every: plan.validateEvery, run: look },
    validation: { by: 'validationBp' },
    checkpoint: { file: path.join(context.scratch, 'training.bin'), every: 2000, identity: cellId(key) },
    signal: context.signal,
  });
  const seconds = (performance.now() - started) / 1000;
  if (trained.best) agent.learner.load(trained.best.learner);
  const testOrders = evaluationOrders(data.test, data.profile, config);
  const worked = await pupil.work(data.test.pack, testOrders);
  const results = dayResults(data.test.pack, testOrders, worked.valueTicks, worked.forcedShares);
  const weights = await pupil.weights();
  agent.dispose();
  return {
    metrics: {
      days: [...data.test.days],
      slippageBp: [...results.slippageBp],
      forcedShare: [...results.forcedShare],
      validationBp: trained.best?.value ?? null,
      keptSteps: trained.best?.steps ?? null,
      goalCounts: goalCountsOf(worked.goalCounts, testOrders.length, config.tranches),
      steps: trained.counts.steps,
      updates: trained.counts.updates,
      secondsOfTraining: seconds,
    },
    curves: trained.curves,
    files: { 'weights.safetensors': weights },
  };
}

async function pupilOf(
  method: TraderMethod,
  given: M3tConfig,
  plan: TradersPlan,
  pack: BookPack,
  tranches: ReturnType<typeof drawnOrders>,
  random: Generator,
): Promise<Pupil> {
  const config: M3tConfig = method === 'DQN' || method === 'M3T@DQN' ? { ...given, doubleQ: 'off' } : given;
  const extra: readonly BookFeature[] = plan.sight === 'oracle' ? [futureMid] : [];
  const sight = { levels: pack.levels, extraColumns: extra.length };
  const market = bookTable(pack.days, [rowsFeature(config), ...extra]);
  const made = <T extends ExecutionTask>(task: TaskOver<T>) =>
    executionEnvironment({ pack, rules: m3tRules, market, task, count: config.parallelTranches });
  if (method === 'M3T' || method === 'M3T@DQN') {
    const environment = made(microTask(tranches, config));
    const agent = await m3tAgent({ config, environment, sight }, random);
    const trained = (): Promise<TrainedM3t> => trainedOf(agent, config, sight, extra);
    return {
      agent,
      environment,
      work: async (own, orders) => workTogether(await trained(), own, m3tRules, orders),
      weights: async () => {
        const { micro, meta } = await trained();
        return encodeSafetensors({ ...prefixed('micro', micro), ...prefixed('meta', meta) }, { method });
      },
    };
  }
  const environment = made(flatTask(tranches, config));
  const agent = await (method === 'A2C' ? flatA2cAgent : flatValueAgent)({ config, environment, sight }, random);
  const kind = method === 'A2C' ? 'actor' : 'values';
  const network = method === 'A2C' ? actorNetwork(config, sight) : flatNetwork(config, sight);
  const double = method === 'A2C' ? 'off' : config.doubleQ;
  const trained = async (): Promise<TrainedFlat> => ({
    ...{ config, kind, levels: sight.levels, extra },
    parameters: await trainedParameters(agent.learner, network, double),
  });
  return {
    agent,
    environment,
    async work(own, orders) {
      const decisions = flatDecisions(await trained());
      const worked = workFlatTogether(decisions, config, own, m3tRules, orders);
      decisions.dispose();
      return worked;
    },
    weights: async () => encodeSafetensors({ ...(await trained()).parameters }, { method }),
  };
}

async function trainedOf(
  { micro, meta }: M3tAgent,
  config: M3tConfig,
  sight: { readonly levels: number; readonly extraColumns: number },
  extra: readonly BookFeature[],
): Promise<TrainedM3t> {
  return {
    config,
    levels: sight.levels,
    extra,
    micro: await trainedParameters(micro.learner, microNetwork(config, sight), config.doubleQ),
    meta: await trainedParameters(meta.learner, metaNetwork(config), config.doubleQ),
  };
}

function prefixed<T>(prefix: string, entries: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`${prefix}/${name}`, entry]));
}

/** How often each subgoal was chosen in each tranche of the day, row-major [tranches × 9]; empty for flat methods. */
function goalCountsOf(counts: Int32Array, orders: number, tranches: number): Json {
  if (counts.length === 0) return [];
  const nine = counts.length / orders;
  const sums = new Array<number>(tranches * nine).fill(0);
  for (const [n, count] of counts.entries()) {
    const at = (Math.floor(n / nine) % tranches) * nine + (n % nine);
    sums[at] = (sums[at] as number) + count;
  }
  return sums;
}
