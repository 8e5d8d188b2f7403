/** What the Meta and the Micro Trader are paid when a subgoal ends (docs/papers/m3t.md, rewards and failure). */
import { type ExecutionState, type SlippageReward, slippageOfOrder, windowVolume } from '../../execution/index.js';
import type { M3tConfig } from './config.js';
import { responsibleTrader, subgoalRewards } from './responsibility.js';

/** Settings that rewards depend on. */
export type RewardConfig = Pick<
  M3tConfig,
  | 'slippageDenominator'
  | 'intrinsicReward'
  | 'flatReward'
  | 'rewardScale'
  | 'failurePenalty'
  | 'penaltyMode'
  | 'penaltyTarget'
  | 'blameSteps'
>;

/** How the Micro Trader's slippage is paid. */
export function intrinsicReward(config: RewardConfig): SlippageReward {
  return { timing: config.intrinsicReward, denominator: config.slippageDenominator, scale: config.rewardScale };
}

/** How a flat trader's slippage is paid. */
export function flatReward(config: RewardConfig): SlippageReward {
  return { timing: config.flatReward, denominator: config.slippageDenominator, scale: config.rewardScale };
}

/**
 * Rewards of both traders for the subgoal that has ended in a slot, its market order included.
 *
 * A trader who answers for a failure is punished; the Micro Trader's own pay (sparse or dense) is `intrinsic` before that.
 * @param extrinsic slippage of the subgoal, in the unit of the rewards
 */
export function subgoalPay(
  s: ExecutionState,
  slot: number,
  intrinsic: number,
  extrinsic: number,
  config: RewardConfig,
): { readonly meta: number; readonly micro: number } {
  const shares = s.orderShares[slot] as number;
  const own = (s.filledShares[slot] as number) - (s.forcedShares[slot] as number);
  if (own >= shares) return { meta: extrinsic, micro: intrinsic };
  const outcome = {
    shares,
    steps: s.steps[slot] as number,
    elapsedSteps: s.step[slot] as number,
    windowVolume: windowVolume(s, slot),
  };
  const blamed = responsibleTrader(outcome, { lotShares: s.pack.lotShares, blameSteps: config.blameSteps });
  return {
    meta: subgoalRewards(extrinsic, blamed, config).meta,
    micro: subgoalRewards(intrinsic, blamed, config).micro,
  };
}

/** Slippage of a slot's order against the market of its window, in the unit of the rewards. */
export function extrinsicSlippage(s: ExecutionState, slot: number, config: RewardConfig): number {
  return slippageOfOrder(s, slot, config.rewardScale === 'bp' ? config.slippageDenominator : 'none');
}
