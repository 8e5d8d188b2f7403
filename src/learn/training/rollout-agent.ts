/** An agent that learns from rollouts of its own: T steps of all slots, then one update over them (A2C). */
import { type Generator, memberOf, restoreArray } from '../../core/index.js';
import type { Environment } from '../../environment/index.js';
import { type Agent, countStep, type Learnt } from './agent.js';
import { type OnPolicyOptions, onPolicy } from './on-policy.js';
import { lambdaReturns } from './returns.js';
import { StepRows } from './steps.js';

export interface RolloutOptions extends OnPolicyOptions {
  /** T, as the learner was made for. */
  readonly rollout: number;
  /** λ of the returns; default 1, the n-step returns of A2C. */
  readonly lambda?: number;
}

export async function rolloutAgent(options: RolloutOptions, random: Generator): Promise<Agent> {
  const { rollout, discount, lambda = 1 } = options;
  const { count } = options.environment;
  const draws = random.split('actions');
  const { learner, counts, act, valuesOf, rewardOf, update } = await onPolicy(options, draws);
  const steps = new StepRows(count * rollout, options.environment);
  const nextValues = new Float32Array(count * rollout);
  const ended = new Uint8Array(count * rollout);
  const ids = new Float64Array(count * rollout);
  let filled = 0;

  /** Values of what followed the last step of each slot: later steps' are known only now. */
  const valueLast = async (environment: Environment): Promise<void> => {
    const { truncated } = environment;
    const at = (filled - 1) * count;
    const shown = await valuesOf(environment, false);
    const final = truncated.includes(1) ? await valuesOf(environment, true) : shown;
    for (let slot = 0; slot < count; slot++)
      nextValues[at + slot] = (truncated[slot] === 1 ? final[slot] : shown[slot]) as number;
  };

  return {
    learner,
    counts,
    begin() {
      filled = 0;
    },
    async act(environment) {
      for (let slot = 0; slot < count; slot++) steps.see(filled * count + slot, environment, slot);
      const actions = await act(environment);
      for (let slot = 0; slot < count; slot++) steps.do(filled * count + slot, actions, slot);
      return actions;
    },
    async learn(environment, actions): Promise<Learnt | null> {
      const { terminated, truncated, durations } = environment;
      for (let slot = 0; slot < count; slot++) {
        const row = filled * count + slot;
        steps.rewards[row] = rewardOf(environment, actions, slot);
        steps.discounts[row] = terminated[slot] === 1 ? 0 : discount ** (durations[slot] as number);
        ended[row] = (terminated[slot] as number) | (truncated[slot] as number);
        ids[row] = counts.steps + slot;
      }
      countStep(counts, environment);
      filled++;
      // λ-returns below 1 need the value after every step; n-step returns only where something ends.
      if (lambda < 1 || filled === rollout || truncated.includes(1)) await valueLast(environment);
      if (filled < rollout) return null;
      filled = 0;
      lambdaReturns(
        { slots: count, rewards: steps.rewards, discounts: steps.discounts, nextValues, ended },
        lambda,
        steps.returns,
      );
      return update(steps.columns(), ids);
    },
    save: async () => ({
      learner: await learner.save(),
      steps: steps.save(),
      nextValues: nextValues.slice(),
      ended: ended.slice(),
      ids: ids.slice(),
      filled,
      draws: { ...draws.save() },
      counts: { ...counts },
    }),
    load(state) {
      learner.load(memberOf(state, 'learner') as Uint8Array);
      steps.load(memberOf(state, 'steps'));
      restoreArray(nextValues, memberOf(state, 'nextValues'), 'values of a rollout');
      restoreArray(ended, memberOf(state, 'ended'), 'ends of a rollout');
      restoreArray(ids, memberOf(state, 'ids'), 'steps of a rollout');
      filled = memberOf(state, 'filled') as number;
      draws.load(memberOf(state, 'draws') as unknown as ReturnType<Generator['save']>);
      Object.assign(counts, memberOf(state, 'counts'));
    },
    dispose: () => learner.dispose(),
  };
}
