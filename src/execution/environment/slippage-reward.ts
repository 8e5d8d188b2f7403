/** Slippage as a reward: of a step's fills against the step's market, or of an order's against its window's (docs/papers/m3t.md, rewards; Eq. 2). */
import { type SlippageDenominator, slippageOf } from '../slippage.js';
import type { ExecutionState } from './execution-state.js';
import { doubleWidth, tradedShares, tradedValue } from './step-index.js';

/** How slippage is paid. */
export interface SlippageReward {
  /** Ledger `m3t.intrinsic-reward`: nothing until the end and then the order's slippage, or each step its own fills'. Default `sparse`. */
  readonly timing?: 'sparse' | 'dense';
  /** Ledger `m3t.slippage-denominator`; default `market`. */
  readonly denominator?: SlippageDenominator;
  /** Ledger `m3t.reward-scale`: bp, or absolute price differences × 10⁴ (sparse) and × 100 (dense). Default `bp`. */
  readonly scale?: 'bp' | 'earlier-code';
}

/** Makes the payment of all slots; 0 where nothing was filled or the market did not trade. */
export function slippagePayment(s: ExecutionState, options: SlippageReward = {}): (rewards: Float64Array) => void {
  const { timing = 'sparse', denominator = 'market', scale = 'bp' } = options;
  const divisor = scale === 'bp' ? denominator : 'none';
  const { ended, stepShares } = s;
  if (timing === 'sparse')
    return (rewards) => {
      for (let i = 0; i < rewards.length; i++) rewards[i] = ended[i] === 0 ? 0 : slippageOfOrder(s, i, divisor);
    };
  const factor = scale === 'bp' ? 1 : 0.01;
  const { at, stepValue } = s;
  const { traded } = s.index;
  const { side } = s.orders;
  const unit = unitOf(s, divisor);
  return (rewards) => {
    for (let i = 0; i < rewards.length; i++) {
      const shares = stepShares[i] as number;
      if (shares === 0) {
        rewards[i] = 0;
        continue;
      }
      const row = doubleWidth * ((at[i] as number) - 1);
      const own = (stepValue[i] as number) * unit;
      const market = (traded[row + tradedValue] as number) * unit;
      rewards[i] =
        factor * slippageOf(side[i] as number, shares, own, traded[row + tradedShares] as number, market, divisor);
    }
  };
}

/** Slippage of an order's fills until now, in bp, against the market trades of its window until now. */
export function slippageOfOrder(s: ExecutionState, i: number, denominator: SlippageDenominator): number {
  const { volumeBefore, valueBefore } = s.pack;
  const [from, until] = [s.first[i] as number, s.at[i] as number];
  const unit = unitOf(s, denominator);
  return slippageOf(
    s.orders.side[i] as number,
    s.filledShares[i] as number,
    (s.filledValue[i] as number) * unit,
    (volumeBefore[until] as number) - (volumeBefore[from] as number),
    ((valueBefore[until] as number) - (valueBefore[from] as number)) * unit,
    denominator,
  );
}

/** Currency a tick where prices are not divided; relative forms do not depend on the unit of price. */
function unitOf({ pack }: ExecutionState, denominator: SlippageDenominator): number {
  return denominator === 'none' ? pack.tickSize : 1;
}
