/**
 * The rules that turn an estimate with its interval into a verdict, each in one place.
 *
 * A published cell is compared only where the data are the paper's. A claim is decided by intervals alone: it holds where every value
 * in them agrees with it, it does not hold where none does, and otherwise it cannot be decided on these data.
 */

/** Verdict on one cell that a paper prints. */
export type CellVerdict = 'matches' | 'differs' | 'not comparable (data)';
/** Verdict on a statement about a table. */
export type ClaimVerdict = 'holds' | 'does not hold' | 'cannot be decided';
/** Verdict on the order of the rows of a table. */
export type OrderVerdict = 'same ordering' | 'not the same ordering' | 'cannot be decided';

/** Interval of a quantity; both ends inclusive. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * A printed number against ours: `matches` where the interval reaches what may have been rounded to the printed number.
 *
 * @param ours       95 % interval of our value
 * @param published  printed value
 * @param decimals   digits after the point that were printed; half of the last one is added on both sides
 * @param sameData   whether our value comes from the paper's own data; without that nothing can match or differ
 */
export function cellVerdict(ours: Bounds, published: number, decimals: number, sameData: boolean): CellVerdict {
  if (!sameData) return 'not comparable (data)';
  const rounding = 0.5 * 10 ** -decimals;
  return ours.low <= published + rounding && ours.high >= published - rounding ? 'matches' : 'differs';
}

/** "a is lower than b", from the interval of a − b. An interval that touches 0 decides nothing. */
export function lowerVerdict(difference: Bounds): ClaimVerdict {
  if (difference.high < 0) return 'holds';
  if (difference.low > 0) return 'does not hold';
  return 'cannot be decided';
}

/** "a has rank k among its competitors, lowest first": from the intervals of a − b for each competitor b. */
export function rankVerdict(differences: readonly Bounds[], rank: number): ClaimVerdict {
  const verdicts = differences.map(lowerVerdict);
  const surelyBetter = verdicts.filter((v) => v === 'does not hold').length;
  const surelyWorse = verdicts.filter((v) => v === 'holds').length;
  const best = 1 + surelyBetter;
  const worst = 1 + differences.length - surelyWorse;
  if (rank < best || rank > worst) return 'does not hold';
  return best === worst ? 'holds' : 'cannot be decided';
}

/** A statement made of parts that must all be true ("on every stock"). No parts decide nothing. */
export function everyVerdict(parts: readonly ClaimVerdict[]): ClaimVerdict {
  if (parts.includes('does not hold')) return 'does not hold';
  return parts.length > 0 && parts.every((v) => v === 'holds') ? 'holds' : 'cannot be decided';
}

/** A statement true where one of its parts is ("on some stock"). No parts decide nothing. */
export function someVerdict(parts: readonly ClaimVerdict[]): ClaimVerdict {
  if (parts.includes('holds')) return 'holds';
  return parts.length > 0 && parts.every((v) => v === 'does not hold') ? 'does not hold' : 'cannot be decided';
}

/**
 * The printed order of rows against ours.
 *
 * @param steps for every two rows of which the paper prints a lower than b: the interval of our a − b.
 *              One pair surely reversed makes the ordering another one; only pairs that are all decided make it the same
 */
export function orderVerdict(steps: readonly Bounds[]): OrderVerdict {
  const verdict = everyVerdict(steps.map(lowerVerdict));
  if (verdict === 'cannot be decided') return verdict;
  return verdict === 'holds' ? 'same ordering' : 'not the same ordering';
}
