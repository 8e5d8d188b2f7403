/**
 * A trader that learns action values from a replay memory, without a clock of its own: the loop of Algorithm 1 says when it acts, in which
 * slots something has come of it, when it learns and when its target network is copied (docs/papers/m3t.md, learning).
 */
import { adam, compile, type Learner, type LearnerSpec, type Optimiser } from '../../compute/index.js';
import { type Generator, memberOf, type NumericArray, type Snapshot, StrataError } from '../../core/index.js';
import type { Actions, DiscreteSpace, Observation, ObservationSpace } from '../../environment/index.js';
import { type Counts, type Exploration, explorer, ReplayMemory, type StepColumns } from '../../learn/index.js';
import type { M3tConfig } from './config.js';

export interface ValueTraderOptions {
  /** Of `dqnLearner`. */
  readonly learner: LearnerSpec;
  readonly space: ObservationSpace;
  readonly actions: DiscreteSpace;
  readonly slots: number;
  readonly masked: boolean;
  readonly discountEach: 'step' | 'action';
  readonly config: M3tConfig;
}

export interface ValueTrader {
  readonly learner: Learner;
  readonly memory: ReplayMemory;
  /** A choice for each slot, with exploration; the array is reused. */
  act(observation: Observation, mask: Uint8Array | null, counts: Counts): Promise<Int32Array>;
  /** One update, once the memory is large enough. */
  learn(): Promise<Readonly<Record<string, number>> | null>;
  /** Copies the target network, where there is one. */
  sync(): Promise<void>;
  note(step: StepColumns, actions: Actions, slots?: Uint8Array): void;
  save(): Promise<Snapshot>;
  load(state: Snapshot): void;
}

/** Adam at the settings' rate. */
export function traderOptimiser({ learningRate, gradientNorm }: M3tConfig): Optimiser {
  return adam({ learningRate, ...(gradientNorm < 1e9 && { clipNorm: gradientNorm }) });
}

/** The chance of a random action: falls each time that target networks are copied. */
export function traderExploration({ epsilonFactor, epsilonEnd, syncEvery }: M3tConfig): Exploration {
  const decay = { kind: 'exponential', from: 1, to: epsilonEnd, factor: epsilonFactor } as const;
  return { kind: 'epsilon', epsilon: { ...decay, every: syncEvery, per: 'episodes' } };
}

/** @throws StrataError while training where a loss is not finite */
export async function valueTrader(options: ValueTraderOptions, random: Generator): Promise<ValueTrader> {
  const { learner: spec, space, actions: actionSpace, slots, masked, discountEach, config } = options;
  const { batchSize, warmUp, replayCapacity: capacity, discount } = config;
  const explore = explorer(traderExploration(config), actionSpace, slots, random.split('exploration'));
  const draws = random.split('batches');
  const common = { observationSpace: space, actionSpace, slots, masked };
  const memory = new ReplayMemory({ ...common, capacity, discount, discountEach });
  const batch = memory.batch(batchSize);
  const learner = await compile(spec, { mode: 'auto' });
  const actions = new Int32Array(slots);
  const allowed = masked ? new Float32Array(slots * actionSpace.choices) : null;
  const updates = ['update', 'updateSecond'].filter((name) => name in spec.programs);
  const given = pick(batch.inputs, Object.keys(spec.programs.update?.inputs ?? {}));
  return {
    learner,
    memory,
    note: (step, done, noted) => {
      memory.record(step, done, noted);
    },
    async act(observation, mask, counts) {
      if (mask) allowed?.set(mask);
      const inputs = {
        ...(observation.market.length > 0 && { market: observation.market }),
        values: observation.values,
        ...(allowed && { mask: allowed }),
      };
      actions.set((await learner.run('act', inputs)).actions as Int32Array);
      explore.explore(actions, counts, mask);
      return actions;
    },
    async learn() {
      if (memory.size < Math.max(warmUp, 1)) return null;
      memory.sample(draws, batch);
      const program = updates[updates.length > 1 ? draws.integer(updates.length) : 0] as string;
      const { loss, value } = await learner.run(program, given);
      const learnt = { loss: loss?.[0] as number, value: value?.[0] as number };
      if (Number.isFinite(learnt.loss)) return learnt;
      throw new StrataError(`a loss is finite; received ${learnt.loss}: lower the learning rate or the penalty`);
    },
    async sync() {
      if ('sync' in spec.programs) await learner.run('sync');
    },
    save: async () => ({
      learner: await learner.save(),
      memory: memory.save(),
      draws: { ...draws.save() },
      explorer: explore.save(),
    }),
    load(state) {
      learner.load(memberOf(state, 'learner') as Uint8Array);
      memory.load(memberOf(state, 'memory'));
      draws.load(memberOf(state, 'draws') as unknown as ReturnType<Generator['save']>);
      explore.load(memberOf(state, 'explorer'));
    },
  };
}

function pick(columns: Readonly<Record<string, NumericArray>>, names: readonly string[]): Record<string, NumericArray> {
  return Object.fromEntries(names.map((name) => [name, columns[name] as NumericArray]));
}
