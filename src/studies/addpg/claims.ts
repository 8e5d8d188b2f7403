/** Claims A1 to A6 of ADDPG-QPL, decided by intervals. */
import { type Bounds, type ClaimVerdict, everyVerdict, lowerVerdict } from '../../evaluation/index.js';
import type { Claim } from '../kit.js';
import { estimate, everySeed, type MeasureName } from './estimates.js';
import { effectiveOf } from './figures.js';
import { APART, BETAS, betaMethod, OURS } from './plan.js';
import { type AddpgRuns, BASELINES, type MethodRuns } from './runs.js';
import { tableOneRows } from './tables.js';

interface Part {
  readonly at: string;
  readonly verdict: ClaimVerdict;
}

/** 20 points of growth a year. */
const POINTS = 0.2;
const PRINTED_BASELINES = ['DDPG', ...BASELINES];

/** Claims of a profile; those that need runs it leaves out cannot be decided. */
export function addpgClaims(runs: AddpgRuns): readonly Claim[] {
  const known = new Map<string, Bounds>();
  /** measure of a − measure of b */
  const difference = (a: MethodRuns, b: MethodRuns, measure: MeasureName): Bounds => {
    const key = `${a.name}|${b.name}|${measure}`;
    const found = known.get(key) ?? estimate(a, measure, runs.config, b);
    known.set(key, found);
    return found;
  };
  const higher = (a: MethodRuns, b: MethodRuns, measure: MeasureName, by = 0): ClaimVerdict => {
    const { low, high } = difference(a, b, measure);
    return lowerVerdict({ low: by - high, high: by - low });
  };
  const ours = runs.of(OURS);
  const others = tableOneRows()
    .filter((name) => name !== OURS)
    .map(runs.of);
  const best = runs.of('Best Asset');
  const decided = (claim: Omit<Claim, 'verdict' | 'evidence'>, parts: readonly Part[]): Claim => ({
    ...claim,
    verdict: runs.panel.synthetic ? 'cannot be decided' : everyVerdict(parts.map((p) => p.verdict)),
    evidence: runs.panel.synthetic ? 'Not judged: the bars are synthetic.' : told(parts),
  });
  const bonus = runs.plan.ablations ? BETAS : [];
  const area = (name: string): number[] =>
    runs.of(name).learned.map(({ learning }) => learning.arr.reduce((sum, x) => sum + x, 0) / learning.arr.length);
  const intervals =
    'By the 95 % interval of the difference (seeds and blocks of 20 days drawn anew); every part must hold.';
  return [
    decided(
      {
        id: 'A1',
        statement: 'The model has the highest growth and the lowest drawdown of all.',
        published: 'ARR 1.2104 and MDD 1.77 %, the best of the table.',
        rule: intervals,
      },
      others.flatMap((other) => [
        { at: `ARR above ${other.name}`, verdict: higher(ours, other, 'arr') },
        { at: `MDD below ${other.name}`, verdict: higher(other, ours, 'mdd') },
      ]),
    ),
    decided(
      {
        id: 'A2',
        statement: 'Only the full model grows faster than the best asset.',
        published: '1.2104 against 1.1011; all others are below.',
        rule: intervals,
      },
      [
        { at: 'the model above it', verdict: higher(ours, best, 'arr') },
        ...others
          .filter((other) => other !== best)
          .map((other) => ({ at: `${other.name} below it`, verdict: higher(best, other, 'arr') })),
      ],
    ),
    decided(
      {
        id: 'A3',
        statement: 'With a shared encoder the test return is high after fewer passes of training.',
        published: 'Fig. 5; no numbers.',
        rule: 'Mean of the test’s growth over all looks during training: it holds where every seed with a shared encoder is above every seed without.',
      },
      [{ at: 'shared above separate', verdict: lowerVerdict(everySeed(area(APART), area(OURS))) }],
    ),
    decided(
      {
        id: 'A4',
        statement: 'A larger β gives more even weights.',
        published: 'Fig. 6; no numbers.',
        rule: 'Effective number of assets: for each two neighbouring β, every seed of the larger is above every seed of the smaller.',
      },
      bonus.slice(1).map((beta, k) => {
        const smaller = bonus[k] as number;
        const [a, b] = [smaller, beta].map((x) => effectiveOf(runs, runs.of(betaMethod(x))));
        return {
          at: `β ${beta} above ${smaller}`,
          verdict: lowerVerdict(everySeed(a as readonly number[], b as readonly number[])),
        };
      }),
    ),
    decided(
      {
        id: 'A5',
        statement: 'One β is best for growth and Sharpe ratio, and β = 0.1 for drawdown.',
        published: 'The third of four β (0.01 by our guess): 1.2104 and 1.0811; β = 0.1: 1.7422 %.',
        rule: intervals,
      },
      bonus.flatMap((beta) => [
        ...(beta === 0.01
          ? []
          : (['arr', 'asr'] as const).map((measure) => ({
              at: `${measure === 'arr' ? 'ARR' : 'ASR'} of 0.01 above ${beta}`,
              verdict: higher(ours, runs.of(betaMethod(beta)), measure),
            }))),
        ...(beta === 0.1
          ? []
          : [
              {
                at: `MDD of 0.1 below ${beta}`,
                verdict: higher(runs.of(betaMethod(beta)), runs.of(betaMethod(0.1)), 'mdd'),
              },
            ]),
      ]),
    ),
    decided(
      {
        id: 'A6',
        statement: 'The model grows 20 points a year and more above all baselines.',
        published: 'True of the printed numbers against DDPG (+21.1) and Winner (+23.6) only.',
        rule: intervals,
      },
      PRINTED_BASELINES.map((name) => ({
        at: `20 points above ${name}`,
        verdict: higher(ours, runs.of(name), 'arr', POINTS),
      })),
    ),
  ];
}

function told(parts: readonly Part[]): string {
  if (parts.length === 0) return 'Not trained in this profile.';
  return (['holds', 'does not hold', 'cannot be decided'] as const)
    .map((wanted) => {
      const found = parts.filter((p) => p.verdict === wanted);
      return `${wanted}: ${found.length}${found.length > 0 ? ` (${found.map((p) => p.at).join(', ')})` : ''}`;
    })
    .join('; ')
    .concat('.');
}
