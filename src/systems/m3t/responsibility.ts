/** Which trader answers for a subgoal that ended unfilled, and what each is paid then (docs/papers/m3t.md, failure). */

/** A subgoal as it was asked for and as it went. */
export interface SubgoalOutcome {
  /** Its size, shares. */
  readonly shares: number;
  /** Most steps it could take. */
  readonly steps: number;
  /** Steps it took. */
  readonly elapsedSteps: number;
  /** Shares that the market traded in its window. */
  readonly windowVolume: number;
}

export interface BlameOptions {
  readonly lotShares: number;
  /** Ledger `m3t.blame-steps`: compare with the steps allowed, or with those that passed. */
  readonly blameSteps: 'maximum' | 'elapsed';
}

/** More lots than this share of the steps, at one lot a step, were too many to ask for. */
const largestStepShare = 0.3;
/** More than this share of what the market traded was too much to ask for. */
const largestVolumeShare = 0.05;

/** `meta` where the subgoal asked for too much, by steps or by the market's volume; else `micro`. */
export function responsibleTrader(outcome: SubgoalOutcome, options: BlameOptions): 'meta' | 'micro' {
  const { shares, windowVolume } = outcome;
  const steps = options.blameSteps === 'maximum' ? outcome.steps : outcome.elapsedSteps;
  const tooFast = shares / options.lotShares > largestStepShare * steps;
  const tooLarge = shares > largestVolumeShare * windowVolume;
  return tooFast || tooLarge ? 'meta' : 'micro';
}

export interface PenaltyOptions {
  /** Ledger `m3t.failure-penalty`, in the unit of the slippage. */
  readonly failurePenalty: number;
  /** Ledger `m3t.penalty-mode`: instead of the slippage, or on top of it. */
  readonly penaltyMode: 'replace' | 'add';
  /** Ledger `m3t.penalty-target`: the responsible trader alone, or both. */
  readonly penaltyTarget: 'responsible' | 'both';
}

/** What the two traders are paid at the end of a subgoal. */
export interface SubgoalRewards {
  readonly meta: number;
  readonly micro: number;
}

/**
 * Rewards of both traders at the end of a subgoal.
 * @param slippageBp of the subgoal's fills, forced ones included, against the market of its window
 * @param blamed     the responsible trader where it ended unfilled, undefined where it was filled
 */
export function subgoalRewards(
  slippageBp: number,
  blamed: 'meta' | 'micro' | undefined,
  options: PenaltyOptions,
): SubgoalRewards {
  const { failurePenalty, penaltyMode, penaltyTarget } = options;
  const penalised = penaltyMode === 'replace' ? failurePenalty : slippageBp + failurePenalty;
  const rewardOf = (trader: 'meta' | 'micro'): number =>
    blamed !== undefined && (penaltyTarget === 'both' || blamed === trader) ? penalised : slippageBp;
  return { meta: rewardOf('meta'), micro: rewardOf('micro') };
}
