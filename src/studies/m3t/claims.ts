/** Claims C1 and C2 of M3T: the Macro Trader has the lowest profile error on every stock, the moving average the second lowest. */
import { type ClaimVerdict, everyVerdict, type ResultCell, rankVerdict } from '../../evaluation/index.js';
import type { Profile } from '../../runs/index.js';
import type { Claim, Table } from '../kit.js';
import { describeBriefly, undecidable } from './describe.js';
import { pairedDifference } from './lstm-against.js';
import { errorsOf, inputsOf, type MacroRuns, type Method } from './macro-runs.js';
import { publishedTable } from './published.js';

/** The estimators that the paper compares. */
const PAPER_METHODS: readonly Method[] = ['MA', 'Linear', 'MLP', 'Macro Trader'];

interface RankClaim {
  readonly id: 'C1' | 'C2';
  readonly method: Method;
  readonly rank: number;
  readonly statement: string;
  readonly published: string;
}

const RANK_CLAIMS: readonly RankClaim[] = [
  {
    id: 'C1',
    method: 'Macro Trader',
    rank: 1,
    statement: 'The Macro Trader has the lowest profile error on every stock.',
    published: 'True of the printed table, 8 of 8 stocks.',
  },
  {
    id: 'C2',
    method: 'MA',
    rank: 2,
    statement: 'The moving average has the second lowest profile error on every stock.',
    published: 'True on 7 of 8 stocks; on 600010 Linear (3.40) is ahead of MA (3.41).',
  },
];

const RULE =
  'Per stock, from 95 % intervals of paired differences to the three other estimators of the paper: the rank can only be the claimed one (holds), ' +
  'cannot be it (does not hold), or may be it (cannot be decided). Over the stocks: holds if it holds on all, does not hold if it fails on one. ' +
  'Synthetic bars and networks trained less than the paper’s decide nothing.';

/** Rank of the claimed estimator on each stock with the verdict of the claim there. */
export function rankTable(macro: MacroRuns, profile: Profile): Table {
  const published = publishedTable('m3t-table-5');
  const columns = stocksOf(macro);
  const cells = RANK_CLAIMS.flatMap((claim) =>
    columns.map((column): ResultCell => {
      const { best, worst, verdict } = rankOn(macro, claim, column);
      return {
        study: 'm3t',
        table: 'm3t-macro-ranks',
        row: `${claim.id}: ${claim.method} has rank ${claim.rank}`,
        column,
        metric: 'rank',
        unit: '1',
        value: rank((m) => meanError(macro, m, column), claim.method),
        low: best,
        high: worst,
        n: errorsOf(macro, claim.method, column)[0]?.length ?? 0,
        published: rank((m) => published.mean(m, column) ?? Number.NaN, claim.method),
        verdict,
        data: macro.dataName,
        profile,
        inputs: inputsOf(macro, PAPER_METHODS, column),
      };
    }),
  );
  return {
    id: 'm3t-macro-ranks',
    title: 'Claims C1 and C2, stock by stock',
    note: `Rank among MA, Linear, MLP and Macro Trader, lowest error first; the interval holds the ranks that the paired differences leave open. ${RULE} ${describeBriefly(macro)}`,
    rows: [...new Set(cells.map((c) => c.row))],
    columns,
    cells,
    digits: 0,
    better: 'none',
    synthetic: macro.data.synthetic,
  };
}

export function macroClaims(macro: MacroRuns): Claim[] {
  const reason = undecidable(macro);
  return RANK_CLAIMS.map((claim) => {
    const verdicts = stocksOf(macro).map((stock) => rankOn(macro, claim, stock).verdict);
    const on = (wanted: ClaimVerdict): string => {
      const stocks = stocksOf(macro).filter((_, n) => verdicts[n] === wanted);
      return `${wanted} on ${stocks.length}${stocks.length > 0 ? ` (${stocks.join(', ')})` : ''}`;
    };
    return {
      id: claim.id,
      statement: claim.statement,
      published: claim.published,
      rule: RULE,
      verdict: everyVerdict(verdicts),
      evidence: reason
        ? `Not judged: ${reason}.`
        : `${on('holds')}; ${on('does not hold')}; ${on('cannot be decided')}. ${macro.dataName}, seeds: ${macro.plan.seeds.length}.`,
    };
  });
}

function rankOn(
  macro: MacroRuns,
  claim: RankClaim,
  stock: string,
): { best: number; worst: number; verdict: ClaimVerdict } {
  const differences = PAPER_METHODS.filter((m) => m !== claim.method).map((m) =>
    pairedDifference(macro, claim.method, m, stock),
  );
  return {
    best: 1 + differences.filter((d) => d.low > 0).length,
    worst: PAPER_METHODS.length - differences.filter((d) => d.high < 0).length,
    verdict: undecidable(macro) === null ? rankVerdict(differences, claim.rank) : 'cannot be decided',
  };
}

function rank(error: (method: Method) => number, method: Method): number {
  return 1 + PAPER_METHODS.filter((m) => error(m) < error(method)).length;
}

function meanError(macro: MacroRuns, method: Method, stock: string): number {
  const rows = errorsOf(macro, method, stock);
  return rows.reduce((sum, row) => sum + Array.from(row).reduce((s, v) => s + v, 0), 0) / rows.length;
}

const stocksOf = (macro: MacroRuns): string[] => macro.data.stocks.map((s) => s.profile.instrument);
