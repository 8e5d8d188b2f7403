/** Tables of the study: final wealth beside the toolbox's, growth against the market with intervals, what trading costs, other measures. */
import { generator } from '../../core/index.js';
import { type Bounds, lowerVerdict, type ResultCell, type Verdict } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import { bootstrapMean } from '../../statistics/index.js';
import type { Table } from '../kit.js';
import { publishedTable } from '../m3t/published.js';
import { MARKET } from './methods.js';
import { COST_RATE, type OlpsRun, type OlpsRuns } from './runs.js';

/** How near the toolbox's numbers ours must be, relative: what it prints, and wider where it prints fewer digits (Anticor) or charges costs. */
const TOLERANCE = { free: 1e-6, anticor: 3e-5, paid: 3e-5 } as const;

/** Final wealth without costs, or at 0.5 %, beside the toolbox's. */
export function wealthTable(runs: OlpsRuns, profile: Profile, side: 'free' | 'paid'): Table {
  const id = side === 'free' ? 'olps-wealth' : 'olps-wealth-cost';
  const published = publishedTable(id);
  return tableOf(runs, profile, {
    id,
    title: `Final wealth ${costText(side)}`,
    note:
      `For 1 at the start. In brackets the number that the OLPS toolbox v1.1.0 computes on the same data; “matches” within ${TOLERANCE.free} of it ` +
      `(${TOLERANCE.anticor} for Anticor and with costs). Best stock and BCRP know the future. ${DATA_NOTE}`,
    metric: 'final_wealth',
    unit: '1',
    digits: 4,
    better: 'high',
    cell: (run) => {
      const value = run[side].finalWealth;
      const printed = published.mean(run.method.name, run.market);
      const near =
        side === 'paid' ? TOLERANCE.paid : run.method.name.startsWith('BAH(') ? TOLERANCE.anticor : TOLERANCE.free;
      const verdict = printed === null ? null : Math.abs(value / printed - 1) <= near ? 'matches' : 'differs';
      return { value, published: printed, verdict };
    },
  });
}

/** Growth a year against uniform buy and hold, which pays the same costs, with its interval. */
export function growthTable(runs: OlpsRuns, profile: Profile, side: 'free' | 'paid'): Table {
  const methods = runs.methods.filter((m) => m.name !== MARKET && m.family !== 'hindsight');
  return tableOf({ ...runs, methods }, profile, {
    id: side === 'free' ? 'olps-growth' : 'olps-growth-cost',
    title: `Log growth a year above uniform buy and hold, ${costText(side)}`,
    note:
      '252 × the mean daily difference of log growth, with a 95 % interval (circular bootstrap, blocks of 20 days). Verdict on “grows faster than uniform ' +
      `buy and hold”: holds where the whole interval is above zero, does not hold where it is below. ${DATA_NOTE}`,
    metric: 'log_growth_difference',
    unit: '1/year',
    digits: 3,
    better: 'high',
    cell: (run) => {
      const { value, low, high } = growthAgainstMarket(runs, run, side);
      return { value, low, high, verdict: lowerVerdict({ low: -high, high: -low }) };
    },
  });
}

const known = new WeakMap<OlpsRun, Partial<Record<'free' | 'paid', Bounds & { value: number }>>>();

/** Mean difference of log growth to uniform buy and hold on the same days, a year; drawn once for the tables and the claims. */
export function growthAgainstMarket(runs: OlpsRuns, run: OlpsRun, side: 'free' | 'paid'): Bounds & { value: number } {
  const found = known.get(run)?.[side];
  if (found) return found;
  const pick = (r: OlpsRun): Float64Array => (side === 'free' ? r.freeGrowth : r.paidGrowth);
  const market = pick(runs.of(MARKET, run.market));
  const difference = pick(run).map((g, t) => 252 * (Math.log(g) - Math.log(market[t] as number)));
  const random = generator(`olps ${side} ${run.method.name} ${run.market}`);
  const { value, low, high } = bootstrapMean(difference, { random, kind: 'circular', blockLength: 20, samples: 1000 });
  known.set(run, { ...known.get(run), [side]: { value, low, high } });
  return { value, low, high };
}

/** The cost at which a strategy's wealth falls to that of uniform buy and hold. */
export function breakEvenTable(runs: OlpsRuns, profile: Profile): Table {
  const methods = runs.methods.filter((m) => m.name !== MARKET && m.family !== 'hindsight');
  return tableOf({ ...runs, methods }, profile, {
    id: 'olps-break-even',
    title: 'Cost of a round trip that eats the gain over uniform buy and hold',
    note:
      'In basis points of the value traded, with the weights of the run without costs. None: below the market even for nothing, or above it at 500 bp. ' +
      DATA_NOTE,
    metric: 'break_even_cost',
    unit: 'bp',
    digits: 1,
    better: 'high',
    cell: (run) => ({ value: run.breakEven === null ? null : 1e4 * run.breakEven }),
  });
}

/** One measure of every run. */
export function measureTable(
  runs: OlpsRuns,
  profile: Profile,
  measure: 'sharpeRatio' | 'maxDrawdown' | 'annualTurnover',
): Table {
  const about = {
    sharpeRatio: { id: 'olps-sharpe', title: 'Annual Sharpe ratio', unit: '1', digits: 2, better: 'high' },
    maxDrawdown: { id: 'olps-drawdown', title: 'Largest drawdown', unit: '1', digits: 3, better: 'low' },
    annualTurnover: { id: 'olps-turnover', title: 'Turnover a year', unit: '1', digits: 1, better: 'none' },
  } as const;
  const note = {
    sharpeRatio: 'Mean daily return over its deviation, times √252, no risk-free rate.',
    maxDrawdown: 'Share of the highest wealth so far.',
    annualTurnover: 'Wealth moved a year, in units of wealth (half the sum of purchases and sales).',
  }[measure];
  return tableOf(runs, profile, {
    ...about[measure],
    title: `${about[measure].title} ${costText('free')}`,
    note: `${note} ${DATA_NOTE}`,
    metric: about[measure].id.replace('olps-', ''),
    cell: (run) => ({ value: run.free[measure] }),
  });
}

const DATA_NOTE =
  'Daily closes; decisions use closes up to the day before and trade at that close, which nobody can: part of what reversal strategies earn is the bid-ask bounce.';

function costText(side: 'free' | 'paid'): string {
  return side === 'free' ? 'without costs' : `at ${100 * COST_RATE} % for a round trip`;
}

interface TablePlan {
  readonly id: string;
  readonly title: string;
  readonly note: string;
  readonly metric: string;
  readonly unit: string;
  readonly digits: number;
  readonly better: Table['better'];
  readonly cell: (run: OlpsRun) => {
    readonly value: number | null;
    readonly low?: number;
    readonly high?: number;
    readonly published?: number | null;
    readonly verdict?: Verdict | null;
  };
}

function tableOf(runs: OlpsRuns, profile: Profile, plan: TablePlan): Table {
  const { id, title, note, metric, unit, digits, better, cell } = plan;
  const cells = runs.methods.flatMap((method) =>
    runs.markets.map((market): ResultCell => {
      const run = runs.of(method.name, market.name);
      const { value, low = null, high = null, published = null, verdict = null } = cell(run);
      return {
        study: 'olps',
        table: id,
        row: method.name,
        column: market.name,
        metric,
        unit,
        value,
        low,
        high,
        n: run.days,
        published,
        verdict,
        data: market.synthetic ? `${market.relatives.dataset} (synthetic)` : market.relatives.dataset,
        profile,
        inputs: run.inputs,
      };
    }),
  );
  return {
    id,
    title,
    note,
    rows: runs.methods.map((m) => m.name),
    columns: runs.markets.map((m) => m.name),
    cells,
    digits,
    better,
    synthetic: runs.synthetic,
  };
}
