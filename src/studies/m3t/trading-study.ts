/** The study of M3T's execution: the traders trained on synthetic books and compared with rules and flat reinforcement learning (Table VI). */
import type { Study, StudyOptions, StudyResult } from '../kit.js';
import { canaryTable, table6, table6Deviation, table6Differences } from './table-6.js';
import { runTrading } from './trading-runs.js';

export const m3tTradingStudy: Study = {
  id: 'm3t-trading',
  title: 'M3T: VWAP execution by Meta and Micro Trader',
  run: runM3tTrading,
};

async function runM3tTrading(options: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const runs = await runTrading(options);
  const { profile } = options;
  return {
    study: m3tTradingStudy.id,
    title: m3tTradingStudy.title,
    summary:
      'A day’s order is cut into half hours; in each the Meta Trader asks for so many shares within so many snapshots, and the Micro Trader rests, crosses or waits to fill them. ' +
      'Both learn from the same run, are chosen by validation days and measured on later days beside flat reinforcement learning and beside rules that learn nothing. ' +
      'Rules that rest are the yardstick: in this replay they earn most of half a tick without learning.',
    profile,
    data: runs.dataName,
    synthetic: true,
    tables: [
      table6(runs, profile),
      table6Deviation(runs, profile),
      table6Differences(runs, profile),
      ...(runs.plan.canaries ? [canaryTable(runs, profile)] : []),
    ],
    facts: [],
    figures: [],
    claims: [],
    notes: [
      'The dense reward compares each fill with the trades of its own step: resting is always paid, crossing always costs, and when to trade is worth nothing. Methods that learn from it learn to rest.',
      'All books are synthetic; their days have the open, high, low, close and volume of real ones where the market data are at hand.',
      'Networks, training and days are reduced; `strata config m3t` lists the paper’s settings.',
    ],
    seconds: (performance.now() - started) / 1000,
  };
}
