/** Runs a strategy through price relatives and keeps the books: weights, growth, costs, turnover, wealth. */
import { StrataError } from '../core/index.js';
import { type CostRule, free } from './costs.js';
import type { Strategy, StrategyRun } from './strategy.js';

/** Price relatives close(t) / close(t − 1), row-major [days × assets]; `Relatives` of the market floor is one. */
export interface RelativesTable {
  readonly days: number;
  readonly assets: readonly string[];
  readonly values: Float64Array;
}

export interface BacktestOptions {
  readonly cost?: CostRule;
  /** Whether what was held before the first day is nothing (the purchase costs) or already the first weights; default `nothing`. */
  readonly before?: 'nothing' | 'invested';
  /** (1 − c) · growth, or growth − c (`addpg.wealth-form`); default `multiplicative`. */
  readonly wealthForm?: 'multiplicative' | 'subtractive';
  /** Whether the weights of all days are kept [days × assets]; default true. */
  readonly keepWeights?: boolean;
}

/** The books of a run, one entry a day. */
export interface Backtest {
  readonly strategy: string;
  readonly cost: string;
  readonly hindsight: boolean;
  readonly days: number;
  readonly assets: number;
  /** Weights at the start of each day, row-major [days × assets]; empty where they were not kept. */
  readonly weights: Float64Array;
  /** Growth of the day before costs, w · x. */
  readonly gross: Float64Array;
  /** Growth after costs. */
  readonly net: Float64Array;
  /** Share of wealth paid at the start of the day. */
  readonly costs: Float64Array;
  /** ‖w − w′‖₁ of the trade at the start of the day, without the first purchase. */
  readonly turnover: Float64Array;
  /** Wealth at the end of each day, 1 before the first. */
  readonly wealth: Float64Array;
}

/**
 * Runs a strategy over all days of a table.
 * @throws StrataError where the strategy's weights are no portfolio, a relative is no number above zero, or a day's costs reach all wealth
 */
export function backtest(strategy: Strategy, relatives: RelativesTable, options: BacktestOptions = {}): Backtest {
  return backtestStream(strategy, relatives.assets.length, [relatives.values], {
    ...options,
    capacity: relatives.days,
  });
}

export interface StreamOptions extends BacktestOptions {
  /** Days expected; the books grow where there are more. */
  readonly capacity?: number;
}

/**
 * Runs a strategy over days that arrive in blocks of rows, so that not all of them need be in memory: besides the block only the strategy's
 * window is kept. Strategies that read all history keep it all.
 * @param blocks relatives row-major, each a whole number of days
 */
export function backtestStream(
  strategy: Strategy,
  assets: number,
  blocks: Iterable<Float64Array>,
  options: StreamOptions = {},
): Backtest {
  const { keepWeights = true, capacity = 0 } = options;
  const books = emptyBooks(capacity, keepWeights ? assets : 0);
  const run = strategy.start(assets);
  const day = daily(strategy, run, assets, books, options);
  const view = { assets, days: 0, from: 0, relatives: new Float64Array(0) as Float64Array, earned: 1 };
  for (const block of blocks) {
    if (block.length % assets !== 0)
      throw new StrataError(
        `a block of relatives holds whole days of ${assets} assets, received ${block.length} numbers`,
      );
    const kept = Math.min(view.days - view.from, strategy.window) * assets;
    if (kept === 0) view.relatives = block;
    else {
      const joined = new Float64Array(kept + block.length);
      joined.set(view.relatives.subarray((view.days - view.from) * assets - kept));
      joined.set(block, kept);
      view.relatives = joined;
    }
    view.from = view.days - kept / assets;
    const end = view.from + view.relatives.length / assets;
    books.reserve(end);
    while (view.days < end) {
      view.earned = day(view.relatives, (view.days - view.from) * assets, view.days);
      view.days++;
      run.learn(view);
    }
  }
  return books.close(strategy, options.cost ?? free, view.days, assets);
}

/** Accounts one day: `row` is the offset of its relatives. Returns the growth after costs. */
function daily(
  strategy: Strategy,
  run: StrategyRun,
  n: number,
  books: Books,
  options: BacktestOptions,
): (x: Float64Array, row: number, t: number) => number {
  const { cost = free, before = 'nothing', wealthForm = 'multiplicative', keepWeights = true } = options;
  const held = new Float64Array(n);
  const { weights } = run;
  let wealth = 1;
  return (x, row, t) => {
    let sum = 0;
    let least = 0;
    let gross = 0;
    let turnover = 0;
    if (t === 0 && before === 'invested') held.set(weights);
    for (let i = 0; i < n; i++) {
      const w = weights[i] as number;
      sum += w;
      if (w < least) least = w;
      gross += w * (x[row + i] as number);
      turnover += Math.abs(w - (held[i] as number));
    }
    if (!(Math.abs(sum - 1) <= 1e-9 && least >= -1e-12)) throw noPortfolio(strategy, t, sum, least);
    const left = cost.remainder(weights, held);
    const net = wealthForm === 'multiplicative' ? gross * left : gross - (1 - left);
    if (!(gross > 0 && net > 0)) throw noGrowth(strategy, t, gross, left, x, row, n);
    const divisor = cost.driftedBy === 'net' ? net : gross;
    for (let i = 0; i < n; i++) held[i] = ((weights[i] as number) * (x[row + i] as number)) / divisor;
    wealth *= net;
    books.write(t, gross, net, 1 - left, t === 0 ? 0 : turnover, wealth);
    if (keepWeights) books.weights.set(weights, t * n);
    return net;
  };
}

/** The columns of a backtest while they grow. */
interface Books {
  weights: Float64Array;
  reserve(days: number): void;
  write(t: number, gross: number, net: number, cost: number, turnover: number, wealth: number): void;
  close(strategy: Strategy, cost: CostRule, days: number, assets: number): Backtest;
}

function emptyBooks(capacity: number, width: number): Books {
  let room = capacity;
  const column = (): Float64Array => new Float64Array(room);
  let columns = { gross: column(), net: column(), costs: column(), turnover: column(), wealth: column() };
  const larger = (from: Float64Array, size: number): Float64Array => {
    const to = new Float64Array(size);
    to.set(from);
    return to;
  };
  const books: Books = {
    weights: new Float64Array(capacity * width),
    reserve: (days) => {
      if (days <= room) return;
      room = 2 * days;
      const { gross, net, costs, turnover, wealth } = columns;
      columns = {
        gross: larger(gross, room),
        net: larger(net, room),
        costs: larger(costs, room),
        turnover: larger(turnover, room),
        wealth: larger(wealth, room),
      };
      books.weights = larger(books.weights, room * width);
    },
    write: (t, gross, net, cost, turnover, wealth) => {
      columns.gross[t] = gross;
      columns.net[t] = net;
      columns.costs[t] = cost;
      columns.turnover[t] = turnover;
      columns.wealth[t] = wealth;
    },
    close: (strategy, cost, days, assets) => ({
      strategy: strategy.name,
      cost: cost.name,
      hindsight: strategy.hindsight,
      days,
      assets,
      weights: books.weights.subarray(0, days * width),
      gross: columns.gross.subarray(0, days),
      net: columns.net.subarray(0, days),
      costs: columns.costs.subarray(0, days),
      turnover: columns.turnover.subarray(0, days),
      wealth: columns.wealth.subarray(0, days),
    }),
  };
  return books;
}

function noPortfolio(strategy: Strategy, t: number, sum: number, least: number): StrataError {
  return new StrataError(
    `${strategy.name} chose no portfolio for day ${t}: weights must be ≥ 0 and sum to 1, these sum to ${sum} with ${least} as the least`,
  );
}

function noGrowth(
  strategy: Strategy,
  t: number,
  gross: number,
  left: number,
  x: Float64Array,
  row: number,
  n: number,
): StrataError {
  for (let i = 0; i < n; i++)
    if (!((x[row + i] as number) > 0))
      return new StrataError(`day ${t}, asset ${i}: a price relative is a number above zero, received ${x[row + i]}`);
  return new StrataError(
    `${strategy.name} on day ${t}: growth ${gross} and a remainder after costs of ${left} leave no wealth`,
  );
}
