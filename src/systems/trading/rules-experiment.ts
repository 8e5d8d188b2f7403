/** The cell `m3t.rules`: one rule without learning on the test days that the trained methods are measured on. */
import { generator, type Json, StrataError } from '../../core/index.js';
import {
  apExecutor,
  type Executor,
  evenExecutor,
  imbalanceExecutor,
  immediateExecutor,
  m3tRules,
  randomExecutor,
  restThenCrossExecutor,
} from '../../execution/index.js';
import {
  type CellContext,
  type CellKey,
  type CellResult,
  type Experiment,
  registerExperiment,
} from '../../runs/index.js';
import { m3tConfig } from '../m3t/index.js';
import { dayResults } from './day-slippage.js';
import { type DaysPlan, evaluationOrders, tradingData, tradingDataId } from './trading-data.js';

/** Rules without learning, by the name of their row. */
export const TRADING_RULES = ['VWAP', 'AP', 'rest, then cross', 'imbalance rule', 'immediate', 'random'] as const;
export type TradingRule = (typeof TRADING_RULES)[number];

const rules: Readonly<Record<TradingRule, () => Executor>> = {
  VWAP: () => evenExecutor(),
  AP: () => apExecutor(),
  'rest, then cross': () => restThenCrossExecutor(),
  'imbalance rule': () => imbalanceExecutor(),
  immediate: () => immediateExecutor(),
  random: () => randomExecutor(),
};

/** Key of a rule's evaluation. */
export async function rulesCell(
  rule: TradingRule,
  instrument: string,
  plan: DaysPlan,
  settings: Readonly<Record<string, Json>>,
): Promise<CellKey> {
  const { hash } = await tradingDataId(instrument, plan);
  const { kind, trainingDays, validationDays, testDays } = plan;
  const config = { plan: { kind, trainingDays, validationDays, testDays }, settings };
  return { experiment: 'm3t.rules', method: rule, instrument, seed: 1, config, data: hash };
}

export const rulesExperiment: Experiment = { id: 'm3t.rules', version: 1, run: evaluateRule };
registerExperiment(rulesExperiment);

async function evaluateRule({ key }: CellContext): Promise<CellResult> {
  const rule = rules[key.method as TradingRule] as (() => Executor) | undefined;
  if (!rule) throw new StrataError(`rules are ${TRADING_RULES.join(', ')}; received ${key.method}`);
  const config = m3tConfig.resolve(key.config.settings as Readonly<Record<string, Json>>);
  const data = await tradingData(key.instrument, key.config.plan as unknown as DaysPlan, config);
  const { pack } = data.test;
  const orders = evaluationOrders(data.test, data.profile, config);
  const random = generator(`m3t.rules ${key.method}`);
  const executor = rule();
  const worked = orders.map((order, n) => executor.execute(pack, order, m3tRules, random.split(n)));
  const results = dayResults(
    pack,
    orders,
    worked.map((x) => x.valueTicks),
    worked.map((x) => x.forcedShares),
  );
  return {
    metrics: {
      days: [...data.test.days],
      slippageBp: [...results.slippageBp],
      forcedShare: [...results.forcedShare],
    },
  };
}
