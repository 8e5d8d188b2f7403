/** Tables II to IV: the stocks with their data, the composition of the methods, the settings; generated from data and config record. */
import { m3tConfig } from '../../systems/index.js';
import type { FactTable } from '../kit.js';
import type { MacroRuns } from './macro-runs.js';

/** Names of the eight stocks as the paper lists them. */
const NAMES: Readonly<Record<string, string>> = {
  '600000': 'Shanghai Pudong Development Bank',
  '600010': 'Inner Mongolia Baotou Steel',
  '600018': 'Shanghai International Port',
  '600028': 'China Petroleum & Chemical',
  '600030': 'CITIC Securities',
  '600048': 'Poly Developments',
  '600050': 'China United Network Communications',
  '600104': 'SAIC Motor',
};

/** Table II: what is known of each stock in the data that were read. */
export function table2(macro: MacroRuns): FactTable {
  return {
    id: 'm3t-table-2',
    title: 'M3T Table II: the stocks',
    note:
      `Computed from ${macro.dataName}. The paper lists codes and names; days, volume and the concentration of trading are ours. ` +
      'Busiest tranche: the half hour with the largest mean share (0 is 09:30 to 10:00).',
    columns: [
      'code',
      'name',
      'first day',
      'last day',
      'days with a profile',
      'days left out',
      'mean volume a day, M shares',
      'busiest tranche',
      'its mean share',
    ],
    rows: macro.data.stocks.map(({ profile }) => {
      const means = Array.from({ length: profile.tranches }, (_, i) =>
        mean(profile.days.map((_, d) => profile.shares[d * profile.tranches + i] as number)),
      );
      const busiest = means.indexOf(Math.max(...means));
      return [
        profile.instrument,
        NAMES[profile.instrument] ?? '',
        profile.days[0] ?? '',
        profile.days.at(-1) ?? '',
        String(profile.days.length),
        String(profile.leftOut.length),
        (mean(Array.from(profile.volume)) / 1e6).toFixed(1),
        String(busiest),
        `${((means[busiest] ?? 0) * 100).toFixed(1)} %`,
      ];
    }),
  };
}

/** Table III: which profile, subgoals and execution each method of the paper is made of. */
export function table3(): FactTable {
  return {
    id: 'm3t-table-3',
    title: 'M3T Table III: composition of the methods',
    note: 'The methods of Table VI. This study covers the column “profile”; subgoals and execution belong to the Meta and Micro Trader.',
    columns: ['method', 'profile', 'subgoals', 'execution'],
    rows: [
      ['VWAP', 'MA', 'none', 'rule: one lot at even intervals by an order across the spread'],
      ['AP', 'MA', 'none', 'rule: cross when behind the clock, rest when ahead'],
      ['DQN', 'LSTM', 'none', 'flat DQN on the whole tranche, self-attention encoder'],
      ['DDQN', 'LSTM', 'none', 'as DQN with double Q-learning'],
      ['A2C', 'LSTM', 'none', 'as DQN with advantage actor-critic'],
      ['M3T', 'LSTM', 'DDQN over nine subgoals, MLP', 'DDQN over orders, self-attention encoder'],
    ],
  };
}

/** Table IV: every setting of the config record, with what this run used where it differs. */
export function table4(macro: MacroRuns): FactTable {
  const { linear, mlp, lstm } = macro.configOf;
  const used = (name: string): string => {
    const values = [linear, mlp, lstm].map((c) => String((c as Readonly<Record<string, unknown>>)[name]));
    return new Set(values).size === 1
      ? (values[0] ?? '')
      : `Linear ${values[0]}, MLP ${values[1]}, Macro Trader ${values[2]}`;
  };
  return {
    id: 'm3t-table-4',
    title: 'M3T Table IV: settings',
    note: 'The settings that have code so far. “default” is the paper’s value where it states one (docs/papers/m3t.md says which); “this run” is what the profile or the command line made of it.',
    columns: ['setting', 'meaning', 'default', 'this run', 'open choice'],
    rows: m3tConfig.rows().map((row) => [row.name, row.doc, String(row.default), used(row.name), row.ledger ?? '']),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}
