/** An agent that learns from whole episodes of its own: each update takes the steps of a number of finished ones (REINFORCE). */
import { type Generator, memberOf, restoreArray, StrataError } from '../../core/index.js';
import { type Agent, countStep, type Learnt } from './agent.js';
import { type OnPolicyOptions, onPolicy } from './on-policy.js';
import { returnsToGo, standardise } from './returns.js';
import { StepRows } from './steps.js';

export interface EpisodeOptions extends OnPolicyOptions {
  /** Rows of an update, as the learner was made for. */
  readonly batchSize: number;
  /** Finished episodes of an update; default 1. Fewer where the rows are full. */
  readonly episodes?: number;
  /** Whether each episode's returns are centred and scaled (ADDPG's risk agent); default false. */
  readonly standardised?: boolean;
}

/**
 * An episode that was cut off counts as ended: what would have come is not known to a Monte Carlo return.
 * The agent throws a StrataError where one episode has more steps than an update has rows.
 */
export async function episodeAgent(options: EpisodeOptions, random: Generator): Promise<Agent> {
  const { batchSize, episodes = 1, standardised = false, discount, environment: like } = options;
  const { count } = like;
  const draws = random.split('actions');
  const { learner, counts, act, rewardOf, update } = await onPolicy(options, draws);
  // Running episodes slot by slot, and the steps of finished ones.
  const running = new StepRows(count * batchSize, like);
  const batch = new StepRows(batchSize, like);
  const weights = new Float32Array(batchSize);
  const ids = new Float64Array(batchSize);
  const lengths = new Int32Array(count);
  const filled = Int32Array.of(0, 0);
  const [rows, finished] = [0, 1] as const;

  const learnNow = async (): Promise<Learnt> => {
    weights.fill(0).fill(1, 0, filled[rows]);
    filled.fill(0);
    return update({ ...batch.columns(), weights }, ids);
  };
  const finish = (slot: number): void => {
    const [from, length] = [slot * batchSize, lengths[slot] as number];
    returnsToGo(running.rewards, running.discounts, running.returns, from, from + length);
    if (standardised) standardise(running.returns, from, from + length);
    batch.take(filled[rows] as number, running, from, length);
    for (let t = 0; t < length; t++) ids[(filled[rows] as number) + t] = counts.steps - (length - 1 - t) * count + slot;
    filled[rows] = (filled[rows] as number) + length;
    filled[finished] = (filled[finished] as number) + 1;
    lengths[slot] = 0;
  };

  return {
    learner,
    counts,
    begin() {
      lengths.fill(0);
    },
    async act(environment) {
      for (let slot = 0; slot < count; slot++) {
        if (lengths[slot] === batchSize)
          throw new StrataError(
            `the episode of slot ${slot} has more than ${batchSize} steps, the rows of an update: make the learner and the agent with a larger batchSize`,
          );
        running.see(slot * batchSize + (lengths[slot] as number), environment, slot);
      }
      const actions = await act(environment);
      for (let slot = 0; slot < count; slot++) running.do(slot * batchSize + (lengths[slot] as number), actions, slot);
      return actions;
    },
    async learn(environment, actions) {
      const { terminated, truncated, durations } = environment;
      let learnt: Learnt | null = null;
      for (let slot = 0; slot < count; slot++) {
        const row = slot * batchSize + (lengths[slot] as number);
        running.rewards[row] = rewardOf(environment, actions, slot);
        running.discounts[row] = discount ** (durations[slot] as number);
        lengths[slot] = (lengths[slot] as number) + 1;
        if (terminated[slot] === 0 && truncated[slot] === 0) continue;
        if ((filled[rows] as number) + (lengths[slot] as number) > batchSize) learnt = await learnNow();
        finish(slot);
        if (filled[finished] === episodes) learnt = await learnNow();
      }
      countStep(counts, environment);
      return learnt;
    },
    save: async () => ({
      learner: await learner.save(),
      running: running.save(),
      batch: batch.save(),
      ids: ids.slice(),
      lengths: lengths.slice(),
      filled: filled.slice(),
      draws: { ...draws.save() },
      counts: { ...counts },
    }),
    load(state) {
      learner.load(memberOf(state, 'learner') as Uint8Array);
      running.load(memberOf(state, 'running'));
      batch.load(memberOf(state, 'batch'));
      restoreArray(ids, memberOf(state, 'ids'), 'steps of a batch');
      restoreArray(lengths, memberOf(state, 'lengths'), 'lengths of episodes');
      restoreArray(filled, memberOf(state, 'filled'), 'rows of a batch');
      draws.load(memberOf(state, 'draws') as unknown as ReturnType<Generator['save']>);
      Object.assign(counts, memberOf(state, 'counts'));
    },
    dispose: () => learner.dispose(),
  };
}
