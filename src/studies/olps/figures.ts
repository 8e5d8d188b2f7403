/** Charts of the study: wealth curves without and with costs, and growth against the cost of trading. */
import type { Figure } from '../kit.js';
import type { OlpsMarket } from './markets.js';
import { MARKET } from './methods.js';
import { COST_GRID, COST_RATE, type OlpsRuns } from './runs.js';

/** Strategies drawn, one of a kind: seven lines can be told apart. */
const DRAWN = [MARKET, 'BCRP', 'ONS', 'PAMR', 'OLMAR-2', 'BAH(Anticor)', 'CORN'];
const POINTS = 120;

/** Wealth over time on a market, without costs and with them side by side. */
export function wealthFigure(runs: OlpsRuns, { name, relatives, synthetic }: OlpsMarket): Figure {
  const day: number[] = [];
  const wealth: number[] = [];
  const strategy: string[] = [];
  const costs: string[] = [];
  for (const side of ['free', 'paid'] as const)
    for (const method of drawn(runs)) {
      const run = runs.of(method, name);
      const growth = side === 'free' ? run.freeGrowth : run.paidGrowth;
      const every = Math.max(1, Math.ceil(growth.length / POINTS));
      let now = 1;
      const point = (t: number): void => {
        day.push(t);
        wealth.push(now);
        strategy.push(method);
        costs.push(side === 'free' ? 'none' : `${100 * COST_RATE} % a round trip`);
      };
      point(0);
      for (const [t, g] of growth.entries()) {
        now *= g;
        if ((t + 1) % every === 0 || t === growth.length - 1) point(t + 1);
      }
    }
  return {
    id: wealthFigureId(name),
    title: `Wealth on ${name}`,
    caption:
      `Wealth for 1 at the start on a logarithmic scale, without costs and where a round trip costs ${100 * COST_RATE} %. BCRP knows the future. ` +
      `Data: ${relatives.dataset}${synthetic ? ' (synthetic)' : ''}, ${relatives.assets.length} assets.`,
    marks: ['line'],
    x: { field: 'day', title: 'trading day', type: 'quantitative' },
    y: { field: 'wealth', title: 'wealth', type: 'quantitative', scale: 'log', format: '.0e' },
    colour: { field: 'strategy', title: 'strategy' },
    facet: { field: 'costs', title: 'costs:', columns: 2 },
    data: { day, wealth, strategy, costs },
    synthetic,
  };
}

/** Id of a market's wealth figure, e.g. `olps-curves-nyse-o`. */
export function wealthFigureId(market: string): string {
  return `olps-curves-${market
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/-$/, '')}`;
}

/** Growth a year above uniform buy and hold, against the cost. */
export function costFigure(runs: OlpsRuns): Figure {
  const rows = runs.markets.flatMap(({ name }) =>
    drawn(runs)
      .filter((m) => m !== MARKET)
      .flatMap((method) => {
        const [run, market] = [runs.of(method, name), runs.of(MARKET, name)];
        return COST_GRID.map((cost, k) => ({
          bp: 1e4 * cost,
          growth: (252 / run.days) * Math.log((run.wealthAt[k] as number) / (market.wealthAt[k] as number)),
          strategy: method,
          market: name,
        }));
      }),
  );
  return {
    id: 'olps-cost',
    title: 'What is left of the gain as trading costs more',
    caption: `Log growth a year above uniform buy and hold, which pays the same, against the cost of a round trip; below zero the strategy loses to it. Weights are those of the run without costs. Data: ${runs.dataName}.`,
    marks: ['line', 'point'],
    x: { field: 'bp', title: 'cost of a round trip, bp', type: 'quantitative' },
    y: {
      field: 'growth',
      title: 'log growth a year above buy and hold',
      type: 'quantitative',
      format: '.1f',
      zero: true,
    },
    colour: { field: 'strategy', title: 'strategy' },
    facet: { field: 'market', title: 'market', columns: 3 },
    data: {
      bp: rows.map((r) => r.bp),
      growth: rows.map((r) => r.growth),
      strategy: rows.map((r) => r.strategy),
      market: rows.map((r) => r.market),
    },
    synthetic: runs.synthetic,
  };
}

function drawn(runs: OlpsRuns): string[] {
  return DRAWN.filter((name) => runs.methods.some((m) => m.name === name));
}
