/**
 * The training loop: an agent in an environment, until enough steps, episodes or updates are done or validation stops getting better.
 *
 * A run that is killed at any moment and started again with the same checkpoint file ends with the same bits as one that was left alone.
 */
import { type Generator, memberOf, type Snapshot, StrataError } from '../../core/index.js';
import type { Environment } from '../../environment/index.js';
import type { Agent, Learnt } from './agent.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { type CurveColumns, Curves } from './curves.js';
import { DivergenceError } from './divergence.js';
import type { Counts } from './schedules.js';
import { newStopping, type Stopping, stoppingRule, type ValidationRule } from './stopping.js';

export interface TrainingOptions {
  readonly environment: Environment;
  readonly agent: Agent;
  /** Source of the environment's episodes. */
  readonly random: Generator;
  /** The run ends once one of them is reached. */
  readonly until: Partial<Counts>;
  /** Where the whole state is kept, and how many calls of the environment apart; a run goes on from the file where it is there. */
  readonly checkpoint?: {
    readonly file: string;
    readonly every: number;
    /** Settings of the run, or their hash; a file of another identity is refused. Default: the environment's name. */
    readonly identity?: string;
    /** Called after a checkpoint is on disk. */
    readonly written?: (counts: Counts) => void;
  };
  /** Looks at the agent every so many calls; numbers by name become columns of the curves. Must not change the run's environment. */
  readonly evaluate?: { readonly every: number; readonly run: (agent: Agent) => Promise<Learnt> };
  /** Ends the run early by a number that `evaluate` gives, and keeps the best state of the learner. */
  readonly validation?: ValidationRule;
  /** Called every so many calls with what was learnt last, beside the mean return of episodes that ended since. */
  readonly progress?: { readonly every: number; readonly tell: (counts: Counts, learnt: Learnt) => void };
  /** Asks the run to stop: it writes its checkpoint and throws. */
  readonly signal?: AbortSignal;
}

export interface TrainingResult {
  readonly counts: Counts;
  /** Why it ended: it was done, or validation did not get better. */
  readonly ended: 'done' | 'validation';
  /** The best look by the validation rule, with the learner's state then. */
  readonly best: { readonly value: number; readonly steps: number; readonly learner: Uint8Array } | null;
  /** Columns of equal length, one row a `progress` or `evaluate`, NaN where a number was not known: a cell's curves. */
  readonly curves: CurveColumns;
}

/**
 * @throws DivergenceError with step, batch and last good checkpoint
 * @throws StrataError where no end is given, the checkpoint is of another run, or the run was asked to stop
 */
export async function train(options: TrainingOptions): Promise<TrainingResult> {
  const { environment, agent, random, until, checkpoint, evaluate, validation, progress, signal } = options;
  if (Object.values(until).every((n) => n === undefined))
    throw new StrataError('a training needs an end: give `until` steps, episodes or updates');
  const identity = checkpoint?.identity ?? environment.name;
  const curves = new Curves();
  const returns = new Returns(environment.count);
  let stopping: Stopping = newStopping();
  let calls = 0;
  let learnt: Learnt = {};

  const keep = async (): Promise<void> => {
    if (!checkpoint) return;
    writeCheckpoint(checkpoint.file, identity, {
      calls,
      learnt: { ...learnt },
      agent: await agent.save(),
      environment: environment.save(),
      curves: curves.save(),
      returns: returns.save(),
      stopping: { ...stopping },
    });
    checkpoint.written?.(agent.counts);
  };

  environment.reset(random.split('environment'));
  const saved = checkpoint && readCheckpoint(checkpoint.file, identity);
  if (saved) {
    environment.load(memberOf(saved, 'environment'));
    agent.load(memberOf(saved, 'agent'));
    curves.load(memberOf(saved, 'curves'));
    returns.load(memberOf(saved, 'returns'));
    stopping = { ...(memberOf(saved, 'stopping') as unknown as Stopping) };
    learnt = memberOf(saved, 'learnt') as Learnt;
    calls = memberOf(saved, 'calls') as number;
  } else agent.begin(environment);

  const reached = (): boolean =>
    (Object.keys(until) as (keyof Counts)[]).some(
      (name) => agent.counts[name] >= (until[name] ?? Number.POSITIVE_INFINITY),
    );
  const due = (every: number | undefined): boolean => every !== undefined && calls % every === 0;

  try {
    while (!reached() && !stopping.over) {
      const actions = await agent.act(environment);
      environment.step(actions);
      returns.add(environment);
      learnt = (await agent.learn(environment, actions)) ?? learnt;
      calls++;
      if (due(progress?.every)) {
        const told = { ...learnt, ...returns.take() };
        curves.add(agent.counts, told);
        progress?.tell(agent.counts, told);
      }
      if (evaluate && due(evaluate.every)) {
        const looked = await evaluate.run(agent);
        curves.add(agent.counts, looked);
        if (validation) stopping = await stoppingRule(validation, stopping, looked, agent);
      }
      if (due(checkpoint?.every)) await keep();
      if (signal?.aborted === true && !reached()) {
        await keep();
        throw new StrataError(
          `the training was asked to stop at step ${agent.counts.steps}${checkpoint ? '; it goes on from its checkpoint' : ''}`,
          { code: 'stopped' },
        );
      }
    }
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    const file = checkpoint && readCheckpoint(checkpoint.file, identity) ? checkpoint.file : null;
    throw new DivergenceError(error.what, error.value, error.counts, error.batchIds, file);
  }
  await keep();
  const { best, bestSteps, bestLearner } = stopping;
  return {
    counts: { ...agent.counts },
    ended: stopping.over ? 'validation' : 'done',
    best: bestLearner ? { value: best, steps: bestSteps, learner: bestLearner } : null,
    curves: curves.columns(),
  };
}

/** Mean return of the episodes that ended since it was last asked for. */
class Returns {
  private readonly sums: Float64Array;
  private readonly ended = new Float64Array(2);

  constructor(count: number) {
    this.sums = new Float64Array(count);
  }

  add({ count, rewards, terminated, truncated }: Environment): void {
    for (let slot = 0; slot < count; slot++) {
      const sum = (this.sums[slot] as number) + (rewards[slot] as number);
      const over = terminated[slot] === 1 || truncated[slot] === 1;
      this.sums[slot] = over ? 0 : sum;
      if (!over) continue;
      this.ended[0] = (this.ended[0] as number) + sum;
      this.ended[1] = (this.ended[1] as number) + 1;
    }
  }

  take(): Learnt {
    const [sum, count] = this.ended as unknown as [number, number];
    this.ended.fill(0);
    return count > 0 ? { episodeReturn: sum / count } : {};
  }

  save(): Snapshot {
    return { sums: this.sums.slice(), ended: this.ended.slice() };
  }

  load(state: Snapshot): void {
    this.sums.set(memberOf(state, 'sums') as Float64Array);
    this.ended.set(memberOf(state, 'ended') as Float64Array);
  }
}
