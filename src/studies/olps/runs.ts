/** One cell a strategy and market: the books without costs and at 0.5 %, wealth over a grid of costs, and the cost that eats the gain. */
import {
  type Backtest,
  backtest,
  buyAndHold,
  type CostRule,
  defineStrategy,
  performanceOf,
  type RelativesTable,
  type Strategy,
  toolboxCost,
} from '../../portfolio/index.js';
import {
  type CellContext,
  type CellKey,
  type CellRecord,
  type CellResult,
  loadCurves,
  registerExperiment,
  runCells,
} from '../../runs/index.js';
import type { StudyOptions } from '../kit.js';
import { type OlpsMarket, olpsMarket, olpsMarketNames } from './markets.js';
import { type OlpsMethod, olpsMethod, olpsMethods } from './methods.js';

/** The cost of the toolbox's second table, a share of what a round trip moves. */
export const COST_RATE = 0.005;
/** Costs that wealth is computed at. */
export const COST_GRID: readonly number[] = [0, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.01];
/** The largest cost that is tried for the break-even. */
const MOST_COST = 0.05;

/** What one side of a cell found. */
export interface OlpsMeasures {
  readonly finalWealth: number;
  readonly annualReturn: number;
  readonly sharpeRatio: number;
  readonly maxDrawdown: number;
  readonly annualTurnover: number;
}

/** A strategy on a market. */
export interface OlpsRun {
  readonly method: OlpsMethod;
  readonly market: string;
  readonly days: number;
  readonly free: OlpsMeasures;
  readonly paid: OlpsMeasures;
  /** Final wealth at each cost of the grid; weights are those of the run without costs. */
  readonly wealthAt: readonly number[];
  /** Cost at which wealth falls to that of uniform buy and hold, which pays it too; null where it is below at once, or above at 5 %. */
  readonly breakEven: number | null;
  /** Growth of each day. */
  readonly freeGrowth: Float64Array;
  readonly paidGrowth: Float64Array;
  readonly inputs: readonly string[];
}

/** Everything the tables are made of. */
export interface OlpsRuns {
  readonly markets: readonly OlpsMarket[];
  readonly methods: readonly OlpsMethod[];
  readonly synthetic: boolean;
  readonly dataName: string;
  readonly of: (method: string, market: string) => OlpsRun;
}

registerExperiment({ id: 'olps.backtest', version: 1, run: runCell });

/** Runs what is not there yet and reads everything. */
export async function runOlps(options: StudyOptions): Promise<OlpsRuns> {
  const methods = olpsMethods(options.profile);
  const markets = await Promise.all(olpsMarketNames(options.profile).map(olpsMarket));
  const keys = markets.flatMap((market) => methods.map((method) => keyOf(method, market)));
  const { onEvent, signal } = options;
  const records = await runCells(keys, { ...(onEvent && { onEvent }), ...(signal && { signal }) });
  const runs = new Map<string, OlpsRun>();
  for (const record of records) {
    const run = await readRun(record);
    runs.set(`${run.method.name} ${run.market}`, run);
  }
  return {
    markets,
    methods,
    synthetic: markets.some((m) => m.synthetic),
    dataName: markets.map((m) => (m.synthetic ? `${m.relatives.dataset} (synthetic)` : m.relatives.dataset)).join(', '),
    of: (method, market) => runs.get(`${method} ${market}`) as OlpsRun,
  };
}

function keyOf(method: OlpsMethod, market: OlpsMarket): CellKey {
  const { name, complexity } = method.make(market.relatives);
  return {
    experiment: 'olps.backtest',
    method: method.name,
    instrument: market.name,
    seed: 1,
    config: { strategy: name, complexity, costRate: COST_RATE, costGrid: [...COST_GRID] },
    data: market.relatives.hash,
  };
}

async function runCell({ key }: CellContext): Promise<CellResult> {
  const { relatives } = await olpsMarket(key.instrument);
  const method = olpsMethod(key.method);
  const strategy = method.make(relatives);
  const free = backtest(strategy, relatives);
  const again = replayed(free);
  const cost = toolboxCost(COST_RATE);
  const paid = backtest(method.readsCosts ? strategy : again, relatives, { cost, keepWeights: false });
  const wealthAt = COST_GRID.map((rate) => finalWealthAt(again, relatives, rate));
  return {
    metrics: { free: measures(free), paid: measures(paid), wealthAt, breakEven: breakEven(again, relatives) },
    curves: { free: free.net, paid: paid.net },
  };
}

function measures(book: Backtest): Record<keyof OlpsMeasures, number> {
  const { finalWealth, annualReturn, sharpeRatio, maxDrawdown, annualTurnover } = performanceOf(book);
  return { finalWealth, annualReturn, sharpeRatio, maxDrawdown, annualTurnover };
}

/** The weights of a run once more, for other costs. */
function replayed(book: Backtest): Strategy {
  const { weights, assets: n } = book;
  return defineStrategy({
    id: 'replay',
    name: `${book.strategy} again`,
    complexity: 'O(n)',
    window: 0,
    hindsight: book.hindsight,
    remembers: false,
    first: () => weights.subarray(0, n),
    step: () => (w, h) => {
      if (h.days < book.days) w.set(weights.subarray(h.days * n, (h.days + 1) * n));
    },
  });
}

function finalWealthAt(strategy: Strategy, relatives: RelativesTable, rate: number): number {
  const cost: CostRule = toolboxCost(rate);
  return backtest(strategy, relatives, { cost, keepWeights: false }).wealth.at(-1) as number;
}

/** Halves the interval until the cost is known to 0.01 bp. */
function breakEven(strategy: Strategy, relatives: RelativesTable): number | null {
  const gain = (rate: number): number =>
    Math.log(finalWealthAt(strategy, relatives, rate) / finalWealthAt(buyAndHold(), relatives, rate));
  let [low, high] = [0, MOST_COST];
  if (!(gain(low) > 0 && gain(high) < 0)) return null;
  while (high - low > 1e-6) {
    const middle = (low + high) / 2;
    if (gain(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

async function readRun(record: CellRecord): Promise<OlpsRun> {
  const metrics = record.metrics as unknown as Pick<OlpsRun, 'free' | 'paid' | 'wealthAt' | 'breakEven'>;
  const curves = await loadCurves(record);
  const freeGrowth = Float64Array.from(curves.free as ArrayLike<number>);
  return {
    method: olpsMethod(record.key.method),
    market: record.key.instrument,
    days: freeGrowth.length,
    free: metrics.free,
    paid: metrics.paid,
    wealthAt: metrics.wealthAt,
    breakEven: metrics.breakEven,
    freeGrowth,
    paidGrowth: Float64Array.from(curves.paid as ArrayLike<number>),
    inputs: [record.key.data, record.id],
  };
}
