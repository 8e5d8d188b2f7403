/** The study of online portfolio selection: forty years of strategies on their own markets, without and with costs. */
import type { FactTable, Study, StudyOptions, StudyResult } from '../kit.js';
import { olpsClaims } from './claims.js';
import { costFigure, wealthFigure } from './figures.js';
import { type OlpsRuns, runOlps } from './runs.js';
import { breakEvenTable, growthTable, measureTable, wealthTable } from './tables.js';

/** Study `olps`. */
export const olpsStudy: Study = { id: 'olps', title: 'Online portfolio selection: fortunes and costs', run };

async function run(options: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const { profile } = options;
  const runs = await runOlps(options);
  const wealth = [wealthTable(runs, profile, 'free'), wealthTable(runs, profile, 'paid')];
  const left = ['smoke', 'quick'].includes(profile)
    ? ' BAH(Anticor), its second layer and CORN are left out of this profile for their time.'
    : '';
  return {
    study: 'olps',
    title: olpsStudy.title,
    summary:
      `${runs.methods.length} strategies choose a portfolio every day on the daily closes of ${runs.markets.map((m) => m.name).join(', ')}. ` +
      'Their final wealth stands beside that of the OLPS toolbox on the same data, first without costs, then where buying and selling a share costs 0.5 % together.' +
      left,
    profile,
    data: runs.dataName,
    synthetic: runs.synthetic,
    tables: [
      ...wealth,
      growthTable(runs, profile, 'free'),
      growthTable(runs, profile, 'paid'),
      breakEvenTable(runs, profile),
      measureTable(runs, profile, 'annualTurnover'),
      measureTable(runs, profile, 'sharpeRatio'),
      measureTable(runs, profile, 'maxDrawdown'),
    ],
    facts: [strategyTable(runs)],
    figures: [...runs.markets.map((market) => wealthFigure(runs, market)), costFigure(runs)],
    claims: olpsClaims(runs, wealth),
    notes: runs.synthetic
      ? [
          'The market is made up and has nothing to predict. Set STRATA_DATA to the folder of the market data to see the classic ones.',
        ]
      : [
          'The stocks of these data sets were chosen because they lasted to the end; losers that were delisted are missing, which helps who buys losers.',
          'The periods end between 1984 and 2010, and many of the parameters were published on these very data.',
        ],
    seconds: (performance.now() - started) / 1000,
  };
}

/** What is compared, in words. */
function strategyTable(runs: OlpsRuns): FactTable {
  const [market] = runs.markets;
  return {
    id: 'olps-strategies',
    title: 'Strategies',
    note: 'n assets, t days; parameters are the toolbox’s where it has the strategy.',
    columns: ['row', 'kind', 'strategy', 'time a day'],
    rows: market
      ? runs.methods.map((m) => {
          const { name, complexity } = m.make(market.relatives);
          return [m.name, m.family, name, complexity];
        })
      : [],
  };
}
