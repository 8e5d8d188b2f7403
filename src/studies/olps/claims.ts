/** What the literature says of these strategies, decided on its own markets. */
import { type ClaimVerdict, everyVerdict, lowerVerdict } from '../../evaluation/index.js';
import type { Claim, Table } from '../kit.js';
import type { OlpsRuns } from './runs.js';
import { growthAgainstMarket } from './tables.js';

/** The reversal strategies whose papers report fortunes. */
const FORTUNES = ['PAMR', 'CWMR-Var', 'OLMAR-1', 'OLMAR-2', 'RMR', 'BAH(Anticor)'];

const RULE =
  `Of ${FORTUNES.join(', ')} (those of this profile), per strategy and market from the 95 % interval of the mean daily difference of log growth to uniform buy and hold, which pays the same. Over all of them: ` +
  'holds if it holds on all, does not hold if it fails on one. A made-up market decides nothing.';

/** O1 to O3. @param wealth the tables of final wealth, without and with costs */
export function olpsClaims(runs: OlpsRuns, wealth: readonly Table[]): Claim[] {
  return [
    reproduced(wealth),
    grows(runs, 'free', {
      id: 'O2',
      statement: 'Without costs each of the reversal strategies grows faster than the market, on every market.',
      published: 'Of the toolbox’s final wealths this is true of all but PAMR and CWMR on DJIA.',
    }),
    grows(runs, 'paid', {
      id: 'O3',
      statement: 'Each still does where a round trip costs 0.5 %.',
      published:
        'Of the toolbox’s ten final wealths (PAMR, OLMAR-1) this is true of PAMR on NYSE(O) and TSE and of OLMAR-1 on NYSE(O).',
    }),
  ];
}

function reproduced(tables: readonly Table[]): Claim {
  const judged = tables.flatMap((t) => t.cells).filter((c) => c.verdict !== null);
  const unlike = judged.filter((c) => c.verdict !== 'matches');
  return {
    id: 'O1',
    statement: 'The toolbox’s final wealths follow from its strategies’ rules.',
    published: 'Numbers of the OLPS toolbox v1.1.0.',
    rule: 'Every number that the toolbox gives for a strategy and market of this profile must match within its tolerance.',
    verdict: judged.length === 0 ? 'cannot be decided' : unlike.length === 0 ? 'holds' : 'does not hold',
    evidence:
      judged.length === 0
        ? 'Not judged: the market is made up.'
        : `${judged.length - unlike.length} of ${judged.length} match${unlike.length > 0 ? `; not ${unlike.map((c) => `${c.row} on ${c.column}`).join(', ')}` : ''}.`,
  };
}

function grows(runs: OlpsRuns, side: 'free' | 'paid', claim: Pick<Claim, 'id' | 'statement' | 'published'>): Claim {
  const judged = FORTUNES.filter((name) => runs.methods.some((m) => m.name === name)).flatMap((name) =>
    runs.markets.map((market) => {
      const { low, high } = growthAgainstMarket(runs, runs.of(name, market.name), side);
      return { at: `${name} on ${market.name}`, verdict: lowerVerdict({ low: -high, high: -low }) };
    }),
  );
  const listed = (wanted: ClaimVerdict): string => {
    const found = judged.filter((j) => j.verdict === wanted);
    return `${wanted}: ${found.length}${found.length > 0 ? ` (${found.map((j) => j.at).join(', ')})` : ''}`;
  };
  return {
    ...claim,
    rule: RULE,
    verdict: runs.synthetic ? 'cannot be decided' : everyVerdict(judged.map((j) => j.verdict)),
    evidence: runs.synthetic
      ? 'Not judged: the market is made up.'
      : `${listed('holds')}; ${listed('does not hold')}; ${listed('cannot be decided')}.`,
  };
}
