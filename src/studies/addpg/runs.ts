/** Runs the agents' cells of a profile and the baselines that need no learning; gathers growth by day for every method and seed. */
import { hashOf } from '../../core/index.js';
import {
  type Backtest,
  backtest,
  bestStock,
  l1Cost,
  onlineNewtonStep,
  type Strategy,
  uniformRebalanced,
  winner,
} from '../../portfolio/index.js';
import { type CellKey, runCells } from '../../runs/index.js';
import {
  type AddpgConfig,
  type AddpgRun,
  addpgCell,
  addpgConfig,
  loadAddpgPanel,
  type PricePanel,
  readAddpgRun,
  testRelatives,
} from '../../systems/index.js';
import type { StudyOptions } from '../kit.js';
import { type AddpgPlan, addpgPlan, learnedMethods } from './plan.js';

/** A method on the test days. */
export interface MethodRuns {
  readonly name: string;
  /** Growth after costs, a row a seed and a column a day; one row for a method without chance. */
  readonly growth: readonly Float64Array[];
  /** Runs of the agents, empty for a baseline. */
  readonly learned: readonly AddpgRun[];
  /** Whether it knows the future. */
  readonly hindsight: boolean;
  readonly inputs: readonly string[];
}

export interface AddpgRuns {
  readonly panel: PricePanel;
  readonly config: AddpgConfig;
  readonly plan: AddpgPlan;
  readonly dataName: string;
  /** Test days, ISO. */
  readonly dates: readonly string[];
  readonly methods: readonly MethodRuns[];
  readonly of: (name: string) => MethodRuns;
  readonly has: (name: string) => boolean;
}

/** The baselines of Table I in its order. */
export const BASELINES: readonly string[] = ['ONS', 'UCRP', 'Winner', 'Best Asset'];

export async function runAddpg(options: StudyOptions): Promise<AddpgRuns> {
  const plan = addpgPlan(options.profile);
  const overrides = options.settings?.addpg ?? {};
  const config = addpgConfig.resolve({ ...plan.settings, ...overrides });
  const panel = await loadAddpgPanel(config);
  const learned = learnedMethods(plan);
  const keys: CellKey[] = learned.flatMap((method) =>
    plan.seeds.map((seed) => {
      const own = addpgConfig.resolve({ ...plan.settings, ...overrides, ...method.settings });
      return addpgCell(method.name, seed, own, panel);
    }),
  );
  const { onEvent, signal } = options;
  const records = await runCells(keys, { ...(onEvent && { onEvent }), ...(signal && { signal }) });
  const methods: MethodRuns[] = [];
  for (const { name } of learned) {
    const own = records.filter((r) => r.key.method === name);
    const runs = await Promise.all(own.map(readAddpgRun));
    methods.push({
      name,
      growth: runs.map((r) => r.growth),
      learned: runs,
      hindsight: runs.some((r) => r.lookAhead > 0),
      inputs: [panel.hash, ...own.map((r) => r.id)],
    });
  }
  for (const [k, book] of baselines(panel, config).entries())
    methods.push({
      name: BASELINES[k] as string,
      growth: [book.net.slice()],
      learned: [],
      hindsight: book.hindsight,
      inputs: [panel.hash, hashOf({ strategy: book.strategy, cost: book.cost })],
    });
  const find = (name: string): MethodRuns | undefined => methods.find((m) => m.name === name);
  return {
    panel,
    config,
    plan,
    dataName: panel.synthetic ? `${panel.dataset} (synthetic)` : panel.dataset,
    dates: panel.dates.slice(panel.testFrom),
    methods,
    of: (name) => find(name) as MethodRuns,
    has: (name) => find(name) !== undefined,
  };
}

/** ONS, UCRP, Winner and the best asset, which pay the same cost. */
function baselines(panel: PricePanel, config: AddpgConfig): readonly Backtest[] {
  const relatives = testRelatives(panel);
  const strategies: readonly Strategy[] = [
    onlineNewtonStep({ eta: 0, beta: 1, delta: 1 / 8 }),
    uniformRebalanced(),
    winner(),
    bestStock(relatives.values, relatives.assets.length),
  ];
  const cost = l1Cost(config.costNorm === 'l1' ? config.cost : config.cost / 2);
  return strategies.map((strategy) => backtest(strategy, relatives, { cost, before: 'invested' }));
}
