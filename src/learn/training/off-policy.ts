/**
 * An agent that learns from a replay memory: DQN and its relatives, BDQ, DDPG. It acts by the learner's program `act`, keeps what came of
 * it, and from time to time runs the update programs on batches drawn from the memory.
 */
import { compile, type LearnerSpec } from '../../compute/index.js';
import { type Generator, memberOf, type NumericArray, StrataError } from '../../core/index.js';
import { type Actions, actionBuffer, type Environment } from '../../environment/index.js';
import { ReplayMemory, type ReplayMemoryOptions } from '../replay/memory.js';
import { type Agent, countStep, type Learnt, lookAt, type MovingCounts } from './agent.js';
import { expectFinite } from './divergence.js';
import { type Exploration, explorer } from './exploration.js';
import { type Counts, type Schedule, scheduled } from './schedules.js';

export interface OffPolicyOptions {
  readonly learner: LearnerSpec;
  /** Of an environment like those it will act in: spaces, count, masks. */
  readonly environment: Environment;
  readonly replay: Omit<ReplayMemoryOptions, 'observationSpace' | 'actionSpace' | 'slots' | 'masked'>;
  /** Transitions of an update, as many as the learner was made for. */
  readonly batchSize: number;
  readonly exploration: Exploration;
  /** Transitions in the memory before the first update; default 10 batches (M3T's earlier code). */
  readonly warmUp?: number;
  /** Programs of a round, in order; default `update`, or `update` and `updateSecond` where there is one. */
  readonly programs?: readonly string[];
  /** One of the programs a round, drawn by a coin; default: where the learner has `updateSecond` (symmetric double Q-learning). */
  readonly flip?: boolean;
  /** Calls of the environment between rounds of updates, and rounds then; both default 1. */
  readonly learnEvery?: number;
  readonly rounds?: number;
  /** When `sync` runs, where the learner has it; default every update. */
  readonly sync?: { readonly every: number; readonly per: 'updates' | 'episodes' };
  /** For learners whose optimiser takes its rate from an input. */
  readonly rate?: Schedule;
  /** Exponent of importance weights of prioritised draws; default 1. */
  readonly beta?: Schedule;
  /** Size of a loss, value or gradient norm from which training counts as diverged; default 1e8. */
  readonly limit?: number;
  readonly mode?: 'captured' | 'eager' | 'auto';
}

export interface OffPolicyAgent extends Agent {
  readonly memory: ReplayMemory;
}

/** @throws StrataError where exploration does not suit the actions, or a program is unknown */
export async function offPolicyAgent(options: OffPolicyOptions, random: Generator): Promise<OffPolicyAgent> {
  const { learner: spec, batchSize, learnEvery = 1, rounds = 1, warmUp = 10 * batchSize, limit = 1e8 } = options;
  const { observationSpace, actionSpace, count, actionMask } = options.environment;
  const programs = options.programs ?? ['update', 'updateSecond'].filter((name) => name in spec.programs);
  const flip = options.flip ?? 'updateSecond' in spec.programs;
  const sync = 'sync' in spec.programs ? (options.sync ?? { every: 1, per: 'updates' }) : null;

  const draws = random.split('batches');
  const explore = explorer(options.exploration, actionSpace, count, random.split('exploration'));
  const memory = new ReplayMemory({
    ...options.replay,
    observationSpace,
    actionSpace,
    slots: count,
    masked: actionMask !== null,
  });
  const batch = memory.batch(batchSize);
  const rate = new Float32Array(1);
  const rounded = programs.map((name) => ({ name, given: givenTo(spec, name, { ...batch.inputs, rate }) }));
  const learner = await compile(spec, { mode: options.mode ?? 'auto' });
  const actions = actionBuffer(actionSpace, count);
  const counts: MovingCounts & { calls: number } = { steps: 0, episodes: 0, updates: 0, calls: 0 };
  let seen: { readonly of: Environment; readonly look: ReturnType<typeof lookAt> } | undefined;

  const round = async (): Promise<Learnt> => {
    memory.sample(draws, batch, scheduled(options.beta ?? 1, counts));
    rate[0] = scheduled(options.rate ?? 0, counts);
    counts.updates++;
    const learnt: Record<string, number> = {};
    const chosen = flip ? [rounded[draws.integer(rounded.length)] as (typeof rounded)[number]] : rounded;
    for (const { name, given } of chosen) {
      const outputs = await learner.run(name, given);
      expectFinite(name, outputs, limit, counts, batch.ids);
      if (outputs.errors) memory.prioritise(batch, outputs.errors);
      for (const [output, column] of Object.entries(outputs))
        if (column.length === 1) learnt[output] = column[0] as number;
    }
    if (sync?.per === 'updates' && counts.updates % sync.every === 0) await learner.run('sync');
    return learnt;
  };

  return {
    learner,
    memory,
    counts,
    begin(environment) {
      memory.begin(environment.observation, environment.actionMask);
      explore.begin();
    },
    async act(environment) {
      if (seen?.of !== environment)
        seen = { of: environment, look: lookAt(spec.programs.act?.inputs ?? {}, environment) };
      seen.look.refresh();
      actions.set((await learner.run('act', seen.look.given)).actions as Actions);
      explore.explore(actions, counts, environment.actionMask);
      return actions;
    },
    async learn(environment, done) {
      memory.record(environment, done);
      const ended = counts.episodes;
      countStep(counts, environment);
      counts.calls++;
      if (counts.episodes > ended) explore.begin(endedSlots(environment));
      let learnt: Learnt | null = null;
      if (memory.size >= warmUp && counts.calls % learnEvery === 0)
        for (let k = 0; k < rounds; k++) learnt = await round();
      const passed = (episodes: number): number => Math.floor(episodes / (sync?.every ?? 1));
      if (sync?.per === 'episodes' && passed(counts.episodes) > passed(ended)) await learner.run('sync');
      return learnt;
    },
    save: async () => ({
      learner: await learner.save(),
      memory: memory.save(),
      draws: { ...draws.save() },
      explorer: explore.save(),
      counts: { ...counts },
    }),
    load(state) {
      learner.load(memberOf(state, 'learner') as Uint8Array);
      memory.load(memberOf(state, 'memory'));
      draws.load(memberOf(state, 'draws') as unknown as ReturnType<Generator['save']>);
      explore.load(memberOf(state, 'explorer'));
      Object.assign(counts, memberOf(state, 'counts') as unknown as Counts);
    },
    dispose: () => learner.dispose(),
  };
}

/** The columns that a program takes. @throws StrataError where it is unknown or takes one that is not there */
function givenTo(
  spec: LearnerSpec,
  name: string,
  columns: Readonly<Record<string, NumericArray>>,
): Readonly<Record<string, NumericArray>> {
  const program = spec.programs[name];
  if (!program)
    throw new StrataError(`the learner has no program ${name}; it has ${Object.keys(spec.programs).join(', ')}`);
  return Object.fromEntries(
    Object.keys(program.inputs).map((input) => {
      const column = columns[input];
      if (column) return [input, column];
      throw new StrataError(`${name} takes ${input}; a replay batch brings ${Object.keys(columns).join(', ')}`);
    }),
  );
}

function endedSlots({ terminated, truncated }: Environment): Uint8Array {
  return terminated.map((t, slot) => t | (truncated[slot] as number));
}
