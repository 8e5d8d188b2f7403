/** What agents that learn from their own steps share: acting by draws from the policy, and updates on rows of steps. */
import { compile, type Learner, type LearnerSpec } from '../../compute/index.js';
import type { Generator, NumericArray } from '../../core/index.js';
import { type Actions, actionBuffer, actionWidth, type Environment } from '../../environment/index.js';
import type { Distribution } from '../distributions/distribution.js';
import { type Learnt, lookAt, type MovingCounts } from './agent.js';
import { expectFinite } from './divergence.js';
import { entropyOfWeights } from './returns.js';
import { type Schedule, scheduled } from './schedules.js';

export interface OnPolicyOptions {
  readonly learner: LearnerSpec;
  /** The distribution that the learner was made for. */
  readonly distribution: Distribution;
  /** Of an environment like those it will act in: spaces, count, masks. */
  readonly environment: Environment;
  /** γ of one step of the market. */
  readonly discount: number;
  /** η: added to each reward times the entropy of the weights that were chosen (HRPM's bonus, ledger `hrpm.eta`); default 0. */
  readonly weightsEntropy?: number;
  /** For learners whose optimiser takes its rate from an input. */
  readonly rate?: Schedule;
  /** Size of a loss, value or gradient norm from which training counts as diverged; default 1e8. */
  readonly limit?: number;
  readonly mode?: 'captured' | 'eager' | 'auto';
}

export interface OnPolicy {
  readonly learner: Learner;
  readonly counts: MovingCounts;
  /** Draws an action for each slot; the array is reused. */
  act(environment: Environment): Promise<Actions>;
  /** Values of what is shown, or of last observations, of each slot. */
  valuesOf(environment: Environment, final: boolean): Promise<Float32Array>;
  /** A slot's reward with the bonus for its weights. */
  rewardOf(environment: Environment, actions: Actions, slot: number): number;
  update(columns: Readonly<Record<string, NumericArray>>, ids: ArrayLike<number>): Promise<Learnt>;
}

export async function onPolicy(options: OnPolicyOptions, random: Generator): Promise<OnPolicy> {
  const { learner: spec, distribution, weightsEntropy = 0, limit = 1e8 } = options;
  const { count, actionSpace } = options.environment;
  const learner = await compile(spec, { mode: options.mode ?? 'auto' });
  const actions = actionBuffer(actionSpace, count);
  const width = actionWidth(actionSpace);
  const counts: MovingCounts = { steps: 0, episodes: 0, updates: 0 };
  const inputs = spec.programs.act?.inputs ?? {};
  const wanted = Object.keys(spec.programs.update?.inputs ?? {});
  const rate = new Float32Array(1);
  let seen: { readonly of: Environment; readonly look: ReturnType<typeof lookAt> } | undefined;

  const act = async (environment: Environment) => {
    if (seen?.of !== environment) seen = { of: environment, look: lookAt(inputs, environment) };
    seen.look.refresh();
    return learner.run('act', seen.look.given);
  };
  return {
    learner,
    counts,
    async act(environment) {
      const { numbers, spread } = await act(environment);
      const row = {
        numbers: numbers as Float32Array,
        spread: spread?.[0] as number,
        actions,
        mask: environment.actionMask,
      };
      for (let b = 0; b < count; b++) distribution.draw({ ...row, b }, random);
      return actions;
    },
    async valuesOf(environment, final) {
      if (!final) return (await act(environment)).values as Float32Array;
      const last = { ...environment, observation: environment.finalObservation };
      const { given } = lookAt(inputs, last);
      return (await learner.run('act', given)).values as Float32Array;
    },
    rewardOf: ({ rewards }, done, slot) =>
      (rewards[slot] as number) +
      (weightsEntropy === 0 ? 0 : weightsEntropy * entropyOfWeights(done, slot * width, width)),
    async update(columns, ids) {
      rate[0] = scheduled(options.rate ?? 0, counts);
      counts.updates++;
      const all: Readonly<Record<string, NumericArray>> = { ...columns, rate };
      const outputs = await learner.run(
        'update',
        Object.fromEntries(wanted.map((name) => [name, all[name] as NumericArray])),
      );
      expectFinite('update', outputs, limit, counts, ids);
      return Object.fromEntries(Object.entries(outputs).map(([name, column]) => [name, column[0] as number]));
    },
  };
}
