/** The study of ADDPG-QPL: Tables I and II, Figures 3 to 6, claims A1 to A6, and what there is in the price levels. */
import type { FactTable, Study, StudyOptions, StudyResult } from '../kit.js';
import { addpgClaims } from './claims.js';
import { evennessFigure, learningFigure, sharpeFigure, wealthFigure } from './figures.js';
import { levelGains } from './level-gains.js';
import { learnedMethods } from './plan.js';
import { type AddpgRuns, runAddpg } from './runs.js';
import { fitTable, gainTable, tableOne, tableTwo } from './tables.js';

/** Study `addpg`. */
export const addpgStudy: Study = {
  id: 'addpg',
  title: 'ADDPG-QPL: currency portfolios that trade at quantum price levels',
  run,
};

async function run(options: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const { profile } = options;
  const runs = await runAddpg(options);
  const gains = await levelGains(runs);
  const { plan, dates, panel } = runs;
  return {
    study: 'addpg',
    title: addpgStudy.title,
    summary:
      `Agents that choose the weights of five currency pairs each evening are trained on ${panel.testFrom} days and tested on the ${dates.length} after them, from ${dates[0]} to ${dates.at(-1)}, ` +
      `at a commission of ${100 * runs.config.cost} %. Orders of the full model execute at quantum price levels by a signal that a second agent gives. ` +
      `Training: ${plan.about}; ${plan.seeds.length} ${plan.seeds.length === 1 ? 'seed' : 'seeds'}.`,
    profile,
    data: runs.dataName,
    synthetic: panel.synthetic,
    tables: [
      tableOne(runs, profile),
      ...(plan.ablations ? [tableTwo(runs, profile), fitTable(runs, profile)] : []),
      gainTable(runs, gains, profile),
    ],
    facts: [methodTable(runs)],
    figures: [
      wealthFigure(runs),
      sharpeFigure(runs),
      learningFigure(runs),
      ...(plan.ablations ? [evennessFigure(runs)] : []),
    ],
    claims: addpgClaims(runs),
    notes: [
      panel.synthetic
        ? 'The bars are synthetic and their next day cannot be told. Set STRATA_DATA to the folder of the market data to see real ones.'
        : 'The paper’s bars come from another source, whose closes are stamped at the start of their day; its open-to-close rules cannot be tested on them.',
      'Agents decide a day before their order executes; ONS, UCRP and Winner decide at the close they trade at, which favours them.',
      'Levels are fitted on the days before each day unless a row says static.',
    ],
    seconds: (performance.now() - started) / 1000,
  };
}

/** What is compared, in words. */
function methodTable({ plan }: AddpgRuns): FactTable {
  return {
    id: 'addpg-methods',
    title: 'Methods',
    note: 'All pay the same commission. Settings that a row does not name are those of the first one.',
    columns: ['row', 'what it is'],
    rows: [
      ...learnedMethods(plan).map((m) => [m.name, m.about]),
      ['ONS', 'online Newton step from uniform weights, β 1, δ 1/8, η 0'],
      ['UCRP', 'the same weight in each pair, set again every day'],
      ['Winner', 'all in the pair that rose most the day before'],
      ['Best Asset', 'the pair that ended highest, bought and held; knows the future'],
    ],
  };
}
