/** The study of execution: what rules without a model pay for a day's order on replayed books, and the best that could be had. */
import { mean } from '../../statistics/index.js';
import type { FactTable, Study, StudyOptions, StudyResult } from '../kit.js';
import { slippageFigure } from './figures.js';
import { EXECUTION_METHODS } from './methods.js';
import { type ExecutionRuns, runExecution } from './runs.js';
import { deviationTable, partsTable, shareTable, slippageTable, windowTable } from './tables.js';

/** Study `execution`. */
export const executionStudy: Study = {
  id: 'execution',
  title: 'Execution: what simple rules pay, and the best there is',
  run,
};

async function run(options: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const { profile } = options;
  const runs = await runExecution(options);
  return {
    study: 'execution',
    title: executionStudy.title,
    summary:
      `${runs.shares.toLocaleString('en')} shares are sold on each day, half hour by half hour along the mean volume profile of the days before, in lots of 100 with one order ` +
      'at a time on the replayed book. Eleven rules without a model do it, one at random, and two oracles that know what will happen: an exact dynamic programme over ' +
      `steps and lots, with and without leaving lots to the market order at the end. ${inWords(runs)}`,
    profile,
    data: runs.dataName,
    synthetic: runs.synthetic,
    tables: [
      slippageTable(runs, profile),
      deviationTable(runs, profile),
      windowTable(runs, profile, 'windowSlippage'),
      windowTable(runs, profile, 'halfSpread'),
      partsTable(runs, profile),
      shareTable(runs, profile, 'restedShare'),
      shareTable(runs, profile, 'forcedShare'),
    ],
    facts: [methodTable()],
    figures: [slippageFigure(runs)],
    claims: [],
    notes: [
      ...(runs.changed.length > 0 ? [`Settings that differ from their default: ${runs.changed.join(', ')}.`] : []),
      'Synthetic books take open, high, low, close and volume of each stock’s own days where market data are at hand, else of days drawn like them; their half tick in basis points is the stock’s.',
      'History does not answer: own orders move no price, and a fill takes nothing from anybody.',
      ...(runs.stocks.some((s) => !s.synthetic)
        ? [
            'Eight days of 000001 and three of 600519 check the engine, they measure no rule: intervals there rest on as many numbers. The tape of 000001 is inferred. The order on 600519 is 0.2 % of the day’s volume.',
          ]
        : []),
    ],
    seconds: (performance.now() - started) / 1000,
  };
}

/** The mean over the first kind of stocks of a few rows. */
function inWords(runs: ExecutionRuns): string {
  const stocks = runs.stocks.filter((s) => s.synthetic);
  const of = (method: string): string =>
    mean(stocks.map((s) => mean(runs.of(method, s.name).slippage)))
      .toFixed(2)
      .replace('-', '−');
  return (
    `On the synthetic books, mean over ${stocks.length} ${stocks.length === 1 ? 'stock' : 'stocks'}, VWAP has ${of('VWAP')} bp, AP ${of('AP')}, resting until the end ` +
    `${of('rest, then cross')}, the oracle ${of('oracle')} and without dumping ${of('oracle without dumping')}.`
  );
}

/** What is compared, in words. */
function methodTable(): FactTable {
  return {
    id: 'execution-methods',
    title: 'Methods',
    note: 'Half hours get their part of the day’s order along the mean volume profile of up to 20 days before, except in TWAP.',
    columns: ['row', 'half hours', 'what it does'],
    rows: EXECUTION_METHODS.map(({ name, cut, doc }) => [name, cut === 'profile' ? 'volume profile' : 'equal', doc]),
  };
}
