/** Splits of trading days into training, validation and test, by share or by month; each part is a range of day indices. */
import { StrataError } from '../core/index.js';

/** Half-open range of day indices with the days it spans (ISO, inclusive). */
export interface DayPart {
  readonly from: number;
  readonly to: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** Three consecutive, disjoint parts. */
export interface Split {
  readonly train: DayPart;
  readonly validation: DayPart;
  readonly test: DayPart;
}

/** `by-share`: fractions of the days that add up to 1. `by-month`: first month (ISO, `2014-11`) of validation and of test. */
export type SplitRule =
  | { readonly kind: 'by-share'; readonly shares: readonly [number, number, number] }
  | { readonly kind: 'by-month'; readonly validationFrom: string; readonly testFrom: string };

/**
 * Splits ascending trading days.
 * @throws StrataError when the days are not ascending, the shares do not add up to 1, or a part would be empty
 */
export function splitDays(days: readonly string[], rule: SplitRule): Split {
  for (let i = 1; i < days.length; i++) {
    if (!((days[i - 1] as string) < (days[i] as string))) {
      throw new StrataError(`days must ascend: ${days[i]} follows ${days[i - 1]}; sort them and drop repeats`);
    }
  }
  let first: number;
  let second: number;
  if (rule.kind === 'by-share') {
    const [a, b, c] = rule.shares;
    if (Math.abs(a + b + c - 1) > 1e-9 || Math.min(a, b, c) < 0) {
      throw new StrataError(`shares of a split add up to 1, received ${rule.shares.join(' + ')} = ${a + b + c}`);
    }
    first = Math.round(days.length * a);
    second = Math.round(days.length * (a + b));
  } else {
    const until = (month: string): number => days.filter((d) => d < month).length;
    first = until(rule.validationFrom);
    second = until(rule.testFrom);
  }
  const part = (name: string, from: number, to: number): DayPart => {
    if (from >= to) throw new StrataError(`the ${name} part of ${days.length} days is empty; choose other borders`);
    return { from, to, firstDay: days[from] as string, lastDay: days[to - 1] as string };
  };
  return {
    train: part('training', 0, first),
    validation: part('validation', first, second),
    test: part('test', second, days.length),
  };
}
