/** The study of M3T: so far the Macro Trader, Fig. 1, Tables II to V and X, claims C1 and C2. */
import fs from 'node:fs';
import { paths } from '../../core/index.js';
import { type BarSeries, loadBars } from '../../market/index.js';
import { M3T_STOCKS } from '../../systems/index.js';
import type { Study, StudyOptions, StudyResult } from '../kit.js';
import { macroClaims, rankTable } from './claims.js';
import { describeRuns } from './describe.js';
import { fig1 } from './fig-1.js';
import { dieboldMarianoTable, differenceTable } from './lstm-against.js';
import { MACRO_DATASET, runMacro } from './macro-runs.js';
import { differenceFigure, learningFigure, profileFigures } from './profile-charts.js';
import { table5 } from './table-5.js';
import { table10 } from './table-10.js';
import { table2, table3, table4 } from './tables-2-4.js';

export const m3tStudy: Study = {
  id: 'm3t',
  title: 'M3T: volume profiles and VWAP execution',
  run: runM3t,
};

async function runM3t(options: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const { profile } = options;
  const macro = await runMacro(options);
  const stock = M3T_STOCKS[0] as string;
  const [bars] = await loadBars(MACRO_DATASET, [stock]);
  const finer = await minuteBars(stock);
  return {
    study: 'm3t',
    title: m3tStudy.title,
    summary:
      'The Macro Trader estimates before the open which share of the day’s volume each half hour will have. Here its LSTM is trained beside the paper’s three other ' +
      'estimators on the same days and measured on later days, stock by stock; one plain reference of ours, the mean of all earlier days, stands beside them. ' +
      describeRuns(macro),
    profile,
    data: macro.dataName,
    synthetic: macro.data.synthetic,
    tables: [
      table5(macro, profile),
      rankTable(macro, profile),
      differenceTable(macro, profile),
      dieboldMarianoTable(macro, profile),
      await table10(macro, options),
    ],
    facts: [table2(macro), table3(), table4(macro)],
    figures: [
      ...(bars ? [fig1(bars, finer)] : []),
      ...profileFigures(macro),
      differenceFigure(macro),
      await learningFigure(macro),
    ],
    claims: macroClaims(macro),
    notes: macro.data.synthetic
      ? ['All bars are synthetic. Set STRATA_DATA to the folder of the market data to see real ones.']
      : ['Printed numbers belong to June 2014 to March 2015, ours to other years: only orderings are judged.'],
    seconds: (performance.now() - started) / 1000,
  };
}

/** One-minute bars of the stock where real data are at hand; the twin has none. */
async function minuteBars(stock: string): Promise<BarSeries | undefined> {
  const data = paths.data();
  if (!data || !fs.existsSync(data)) return undefined;
  const [bars] = await loadBars('cn-1min', [stock]);
  return bars;
}
