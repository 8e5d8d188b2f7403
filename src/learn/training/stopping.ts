/** Early stopping on validation (Prechelt 1998): the best state is kept, and enough looks without a better one end the run. */
import { StrataError } from '../../core/index.js';
import type { Agent, Learnt } from './agent.js';

export interface ValidationRule {
  /** A number that `evaluate` gives. */
  readonly by: string;
  /** Which is better; default `higher`. */
  readonly better?: 'higher' | 'lower';
  /** Looks without a better one after which the run ends; default: never, only the best is kept. */
  readonly patience?: number;
}

/** Where a rule stands; part of a checkpoint. */
export interface Stopping {
  readonly best: number;
  readonly bestSteps: number;
  /** The learner's state at the best look. */
  readonly bestLearner: Uint8Array | null;
  /** Looks since then. */
  readonly worse: number;
  readonly over: boolean;
  readonly [name: string]: number | boolean | Uint8Array | null;
}

export function newStopping(): Stopping {
  return { best: Number.NaN, bestSteps: 0, bestLearner: null, worse: 0, over: false };
}

/** Where the rule stands after a look. @throws StrataError where `evaluate` does not give the rule's number */
export async function stoppingRule(
  { by, better = 'higher', patience = Number.POSITIVE_INFINITY }: ValidationRule,
  before: Stopping,
  looked: Learnt,
  agent: Agent,
): Promise<Stopping> {
  const value = looked[by];
  if (value === undefined)
    throw new StrataError(`validation goes by ${by}; evaluate gives ${Object.keys(looked).join(', ') || 'nothing'}`);
  const { best, bestLearner } = before;
  const improved = bestLearner === null || (better === 'higher' ? value > best : value < best);
  if (improved && !Number.isNaN(value))
    return {
      best: value,
      bestSteps: agent.counts.steps,
      bestLearner: await agent.learner.save(),
      worse: 0,
      over: false,
    };
  const worse = before.worse + 1;
  return { ...before, worse, over: worse >= patience };
}
