/** The chart of the study: slippage of every method with its interval, stock by stock. */
import type { Figure } from '../kit.js';
import { ORACLES } from './methods.js';
import type { ExecutionRuns } from './runs.js';
import { dayMean } from './tables.js';

/** Slippage against the day's VWAP; the oracles, which lie far to the right, are left to the tables. */
export function slippageFigure(runs: ExecutionRuns): Figure {
  const rows = runs.stocks.flatMap(({ name }) =>
    runs.methods
      .filter((method) => !ORACLES.includes(method))
      .map((method) => ({
        method,
        stock: name,
        ...dayMean(runs.of(method, name).slippage, `${method} ${name}`),
      })),
  );
  return {
    id: 'execution-slippages',
    title: 'What each rule pays or earns against the day’s VWAP',
    caption: `Mean slippage over days with 95 % intervals; right of zero is cheaper than the market. Data: ${runs.dataName}.`,
    marks: ['point', 'rule'],
    x: { field: 'slippage', title: 'slippage, bp', type: 'quantitative', zero: true },
    y: { field: 'method', title: '', type: 'nominal' },
    interval: { low: 'low', high: 'high' },
    facet: { field: 'stock', title: 'stock', columns: 4 },
    data: {
      method: rows.map((r) => r.method),
      stock: rows.map((r) => r.stock),
      slippage: rows.map((r) => r.value),
      low: rows.map((r) => r.low),
      high: rows.map((r) => r.high),
    },
    synthetic: runs.synthetic,
  };
}
