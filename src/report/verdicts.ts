/** Verdicts as a reader sees them: good, bad or open, and how often each was reached. */
import type { Verdict } from '../evaluation/index.js';

/** How a verdict is coloured. */
export type Tone = 'good' | 'bad' | 'open';

const tones: Readonly<Record<Verdict, Tone>> = {
  matches: 'good',
  holds: 'good',
  'same ordering': 'good',
  differs: 'bad',
  'does not hold': 'bad',
  'not the same ordering': 'bad',
  'not comparable (data)': 'open',
  'cannot be decided': 'open',
};

/** Tone of a verdict; undefined for other words. */
export function verdictTone(word: string): Tone | undefined {
  return (tones as Readonly<Record<string, Tone>>)[word];
}

/** How often each verdict occurs, in a fixed order; nulls are not counted. */
export function countVerdicts(verdicts: readonly (Verdict | null)[]): readonly (readonly [Verdict, number])[] {
  return (Object.keys(tones) as Verdict[]).flatMap((verdict) => {
    const count = verdicts.filter((v) => v === verdict).length;
    return count > 0 ? [[verdict, count] as const] : [];
  });
}
