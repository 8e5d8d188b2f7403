/** Trains M3T and the flat baselines of a profile and gathers each method's slippage on the same test days. */
import { type Json, StrataError } from '../../core/index.js';
import type { SeedDays } from '../../evaluation/index.js';
import { type CellRecord, runCells } from '../../runs/index.js';
import { rulesCell, TRADING_RULES, type TraderMethod, tradersCell, tradingDataId } from '../../systems/index.js';
import type { StudyOptions } from '../kit.js';
import { handlers } from './macro-runs.js';
import { type TradingPlan, tradingPlan } from './trading-plan.js';

/** Slippage of one method on one stock: a row a seed, a column a test day. */
export interface MethodDays {
  readonly slippageBp: SeedDays;
  readonly forcedShare: SeedDays;
  readonly records: readonly CellRecord[];
}

/** Results of one group of cells by stock and method. */
export type TradingResults = Readonly<Record<string, Readonly<Record<string, MethodDays>>>>;

export interface TradingRuns {
  readonly plan: TradingPlan;
  readonly results: TradingResults;
  /** First stock: M3T and the rules where nothing can be known; M3T and DDQN with the mid of 20 snapshots later in sight. */
  readonly nullTwin: TradingResults;
  readonly oracle: TradingResults;
  readonly dataName: string;
}

export async function runTrading(options: StudyOptions): Promise<TradingRuns> {
  const plan = tradingPlan(options.profile);
  const overrides = (options.settings?.m3t ?? {}) as Readonly<Record<string, Json>>;
  const settings = { ...plan.settings, ...overrides };
  const names: string[] = [];
  const run = async (
    stocks: readonly string[],
    methods: readonly TraderMethod[],
    rules: boolean,
    traders: TradingPlan['traders'],
    seeds: readonly number[],
  ): Promise<TradingResults> => {
    const results: Record<string, Record<string, MethodDays>> = {};
    for (const stock of stocks) {
      names.push((await tradingDataId(stock, traders)).name);
      const ruleKeys = rules
        ? await Promise.all(TRADING_RULES.map((rule) => rulesCell(rule, stock, traders, overrides)))
        : [];
      const keys = [...ruleKeys];
      for (const seed of seeds)
        for (const method of methods) keys.push(await tradersCell(method, stock, seed, traders, settings));
      const records = await runCells(keys, handlers(options));
      const of = (method: string): MethodDays => {
        const own = records.filter((r) => r.key.method === method);
        return {
          slippageBp: own.map((r) => r.metrics.slippageBp as unknown as number[]),
          forcedShare: own.map((r) => r.metrics.forcedShare as unknown as number[]),
          records: own,
        };
      };
      results[stock] = Object.fromEntries([...(rules ? TRADING_RULES : []), ...methods].map((m) => [m, of(m)]));
    }
    return results;
  };
  const results = await run(plan.stocks, plan.methods, true, plan.traders, plan.seeds);
  const first = plan.canaries ? plan.stocks.slice(0, 1) : [];
  return {
    plan,
    results,
    nullTwin: await run(first, ['M3T'], true, { ...plan.traders, kind: 'null' }, [1]),
    oracle: await run(first, ['DDQN', 'M3T'], false, { ...plan.traders, sight: 'oracle' }, [1]),
    dataName: `${[...new Set(names)].join(', ')} (synthetic)`,
  };
}

/** @throws StrataError where there is no such run */
export function daysOf(results: TradingResults, stock: string, method: string): MethodDays {
  const found = results[stock]?.[method];
  if (!found || found.records.length === 0) throw new StrataError(`there is no run of ${method} on ${stock}`);
  return found;
}
