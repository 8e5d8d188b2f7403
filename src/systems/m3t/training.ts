/**
 * Algorithm 1 of M3T in training: both traders learn from the same run. The agent acts as the Micro Trader in every step; where a subgoal has
 * ended the Meta Trader is paid for it and chooses the next one (docs/papers/m3t.md, algorithms).
 */
import type { Learner } from '../../compute/index.js';
import {
  decodeSnapshot,
  encodeSnapshot,
  type Generator,
  memberOf,
  restoreArray,
  StrataError,
} from '../../core/index.js';
import type { Actions, Environment } from '../../environment/index.js';
import type { ExecutionEnvironment } from '../../execution/index.js';
import type { Agent, Learnt } from '../../learn/index.js';
import type { BookSight } from './backbones.js';
import type { M3tConfig } from './config.js';
import { metaTrader } from './meta.js';
import { microTrader } from './micro.js';
import { extrinsicMoment, type MicroTask, writeExtrinsic } from './tasks.js';
import type { ValueTrader } from './value-trader.js';

export interface M3tAgentOptions {
  readonly config: M3tConfig;
  /** The one it will act in. */
  readonly environment: ExecutionEnvironment<MicroTask>;
  readonly sight: BookSight;
}

/** An agent for `train` whose episodes are tranches; its learner's `save` and `load` are those of both traders together. */
export interface M3tAgent extends Agent {
  readonly micro: ValueTrader;
  readonly meta: ValueTrader;
}

/** Each call of all tranches is one step of both: a micro step, updates of both, and the target copies every `syncEvery` tranches. */
export async function m3tAgent({ config, environment, sight }: M3tAgentOptions, random: Generator): Promise<M3tAgent> {
  const { count: slots, observationSpace: space, state, task } = environment;
  const { columns } = task;
  const micro = await microTrader({ config, space, sight, slots }, random.split('micro'));
  const { trader: meta, view } = await metaTrader(config, slots, random.split('meta'));
  const counts = { steps: 0, episodes: 0, updates: 0 };
  const goals = new Int32Array(slots);
  const width = view.observation.values.length / slots;

  /** Has the Meta Trader choose where `begun` is 1, and shows the Micro Trader its new subgoal. */
  const choose = async (begun: Uint8Array): Promise<void> => {
    const chosen = await meta.act(view.observation, null, counts);
    for (let slot = 0; slot < slots; slot++) {
      if (begun[slot] === 0) continue;
      goals[slot] = chosen[slot] as number;
      task.assign(slot, goals[slot] as number);
      task.observe(environment.observation.values, slot, slot + 1);
    }
  };
  const look = (slot: number): void => {
    writeExtrinsic(state, extrinsicMoment(state, columns, slot), view.observation.values, slot * width, width);
  };
  const own = (other: Environment): void => {
    if (other !== environment) throw new StrataError('the agent acts in the environment that it was made with');
  };
  const all = new Uint8Array(slots).fill(1);
  let started = false;

  return {
    learner: bothLearners(micro.learner, meta.learner),
    micro,
    meta,
    counts,
    begin(other) {
      own(other);
      started = false;
    },
    async act(other): Promise<Actions> {
      own(other);
      if (!started) {
        for (let slot = 0; slot < slots; slot++) look(slot);
        meta.memory.begin(view.observation, null);
        await choose(all);
        micro.memory.begin(environment.observation, environment.actionMask);
        started = true;
      }
      return micro.act(environment.observation, environment.actionMask, counts);
    },
    async learn(other, actions): Promise<Learnt | null> {
      own(other);
      const { terminated } = environment;
      const before = Math.floor(counts.episodes / config.syncEvery);
      if (terminated.includes(1)) {
        for (let slot = 0; slot < slots; slot++) {
          if (terminated[slot] === 0) continue;
          look(slot);
          view.rewards[slot] = columns.metaReward[slot] as number;
          view.durations[slot] = columns.elapsed[slot] as number;
          view.terminated[slot] = columns.trancheEnded[slot] as number;
          counts.episodes += columns.trancheEnded[slot] as number;
        }
        meta.note(view, goals, terminated);
        await choose(terminated);
      }
      micro.note(environment, actions);
      counts.steps += slots;
      const [small, large] = [await micro.learn(), await meta.learn()];
      if (small) counts.updates++;
      if (Math.floor(counts.episodes / config.syncEvery) > before) {
        await micro.sync();
        await meta.sync();
      }
      if (!small && !large) return null;
      return { ...named('micro', small), ...named('meta', large) };
    },
    save: async () => ({
      micro: await micro.save(),
      meta: await meta.save(),
      goals: goals.slice(),
      started: started ? 1 : 0,
      counts: { ...counts },
    }),
    load(saved) {
      micro.load(memberOf(saved, 'micro'));
      meta.load(memberOf(saved, 'meta'));
      restoreArray(goals, memberOf(saved, 'goals'), 'subgoals');
      started = memberOf(saved, 'started') === 1;
      Object.assign(counts, memberOf(saved, 'counts'));
    },
    dispose() {
      micro.learner.dispose();
      meta.learner.dispose();
    },
  };
}

/** The Micro Trader's learner, saved and loaded together with the Meta Trader's. */
function bothLearners(micro: Learner, meta: Learner): Learner {
  return {
    mode: micro.mode,
    run: (program, inputs) => micro.run(program, inputs),
    read: (variable) => micro.read(variable),
    write: (variable, values) => {
      micro.write(variable, values);
    },
    save: async () => encodeSnapshot({ micro: await micro.save(), meta: await meta.save() }),
    load(state) {
      const saved = decodeSnapshot(state, 'both traders');
      micro.load(memberOf(saved, 'micro') as Uint8Array);
      meta.load(memberOf(saved, 'meta') as Uint8Array);
    },
    tensorCount: () => micro.tensorCount(),
    dispose() {
      micro.dispose();
      meta.dispose();
    },
  };
}

function named(prefix: string, learnt: Readonly<Record<string, number>> | null): Record<string, number> {
  return Object.fromEntries(Object.entries(learnt ?? {}).map(([name, value]) => [`${prefix} ${name}`, value]));
}
