/** Charts of the Macro Trader: estimated against realised profiles, learning curves, differences to the averages with intervals. */
import { lowerVerdict } from '../../evaluation/index.js';
import { loadCurves } from '../../runs/index.js';
import type { Figure } from '../kit.js';
import { pairedDifference } from './lstm-against.js';
import { columnsOf, type MacroRuns, type Method, runOf } from './macro-runs.js';
import { ERROR_SCALE } from './table-5.js';

const DRAWN: readonly Method[] = ['MA', 'Macro Trader'];
const TRANCHE_STARTS = ['09:30', '10:00', '10:30', '11:00', '13:00', '13:30', '14:00', '14:30'];

/** Profiles averaged over the test days, and those of the last test day, a small chart a stock. */
export function profileFigures(macro: MacroRuns): Figure[] {
  const figure = (
    id: string,
    title: string,
    caption: string,
    share: (values: Float64Array, days: number, i: number, of: number) => number,
  ): Figure => {
    const rows: { stock: string; tranche: string; share: number; profile: string }[] = [];
    for (const { profile } of macro.data.stocks) {
      const stock = profile.instrument;
      const line = (name: string, values: Float64Array, days: number, of: number): void => {
        for (let i = 0; i < of; i++)
          rows.push({
            stock,
            tranche: TRANCHE_STARTS[i] ?? String(i),
            share: share(values, days, i, of),
            profile: name,
          });
      };
      const [any] = runOf(macro, 'MA', stock).forecasts;
      if (any) line('realised', any.realised, any.days.length, any.tranches);
      for (const method of DRAWN) {
        const [f] = runOf(macro, method, stock).forecasts;
        if (f) line(method, f.estimates, f.days.length, f.tranches);
      }
    }
    return {
      id,
      title,
      caption: `${caption} Data: ${macro.dataName}; Macro Trader: first seed.`,
      marks: ['line', 'point'],
      x: { field: 'tranche', title: 'half hour from', type: 'ordinal' },
      y: { field: 'share', title: 'share of the day’s volume', type: 'quantitative', format: '.0%', zero: true },
      colour: { field: 'profile', title: 'profile' },
      facet: { field: 'stock', title: 'stock', columns: 4 },
      data: {
        tranche: rows.map((r) => r.tranche),
        share: rows.map((r) => r.share),
        profile: rows.map((r) => r.profile),
        stock: rows.map((r) => r.stock),
      },
      synthetic: macro.data.synthetic,
    };
  };
  return [
    figure(
      'm3t-profiles-mean',
      'Estimated and realised volume profiles, mean of the test days',
      'Mean share of each half hour over the test days. Estimates that agree on average may still differ day by day.',
      (values, days, i, of) => {
        let sum = 0;
        for (let d = 0; d < days; d++) sum += values[d * of + i] as number;
        return sum / days;
      },
    ),
    figure(
      'm3t-profiles-day',
      'Estimated and realised volume profiles, the last test day',
      'One day: the realised profile scatters around both estimates, which resemble each other far more than the day.',
      (values, days, i, of) => values[(days - 1) * of + i] as number,
    ),
  ];
}

/** Difference Macro Trader − average by stock with its interval. */
export function differenceFigure(macro: MacroRuns): Figure {
  const rows = (['MA', 'Long mean (ours)'] as const).flatMap((other) =>
    columnsOf(macro).map((stock) => ({
      stock,
      against: other,
      ...pairedDifference(macro, 'Macro Trader', other, stock),
    })),
  );
  return {
    id: 'm3t-macro-differences',
    title: 'Profile error: Macro Trader minus an average of past days',
    caption: `Difference of the mean squared errors × 1e-3 with 95 % intervals over seeds and days; left of zero the Macro Trader is better. Data: ${macro.dataName}.`,
    marks: ['point', 'rule'],
    x: { field: 'difference', title: 'difference of errors, × 1e-3', type: 'quantitative', zero: true },
    y: { field: 'stock', title: 'stock', type: 'nominal' },
    interval: { low: 'low', high: 'high' },
    colour: { field: 'verdict', title: 'Macro Trader lower' },
    facet: { field: 'against', title: 'against', columns: 2 },
    data: {
      stock: rows.map((r) => r.stock),
      against: rows.map((r) => r.against),
      difference: rows.map((r) => r.value * ERROR_SCALE),
      low: rows.map((r) => r.low * ERROR_SCALE),
      high: rows.map((r) => r.high * ERROR_SCALE),
      verdict: rows.map((r) => lowerVerdict(r)),
    },
    synthetic: macro.data.synthetic,
  };
}

/** Points kept of each learning curve. */
const CURVE_POINTS = 60;

/** Training and validation error of the Macro Trader by epoch, first seed. */
export async function learningFigure(macro: MacroRuns): Promise<Figure> {
  const rows: { stock: string; epoch: number; error: number; part: string }[] = [];
  const seed = macro.plan.seeds[0];
  for (const record of macro.records.lstm.filter((r) => r.key.seed === seed)) {
    const curves = await loadCurves(record);
    const epochs = curves.epoch as ArrayLike<number>;
    for (const [name, curve] of Object.entries(curves)) {
      const [part = '', stock = ''] = name.split(' ');
      if (part !== 'train' && part !== 'validation') continue;
      const seen = Array.from({ length: epochs.length }, (_, n) => n).filter((n) => Number.isFinite(curve[n]));
      for (const n of thinned(seen))
        rows.push({ stock, epoch: epochs[n] as number, error: (curve[n] as number) * ERROR_SCALE, part });
    }
  }
  return {
    id: 'm3t-macro-learning',
    title: 'Learning curves of the Macro Trader',
    caption: `Mean squared error × 1e-3 by epoch on training and validation days, first seed. Data: ${macro.dataName}. The weights of the lowest validation error are used.`,
    marks: ['line'],
    x: { field: 'epoch', title: 'epoch', type: 'quantitative', scale: 'log' },
    y: { field: 'error', title: 'mean squared error, × 1e-3', type: 'quantitative', scale: 'log' },
    colour: { field: 'part', title: 'days' },
    facet: { field: 'stock', title: 'stock', columns: 4 },
    data: {
      epoch: rows.map((r) => r.epoch),
      error: rows.map((r) => r.error),
      part: rows.map((r) => r.part),
      stock: rows.map((r) => r.stock),
    },
    synthetic: macro.data.synthetic,
  };
}

/** Entries at about equal steps of the logarithm of their position, first and last included. */
function thinned(indices: readonly number[]): number[] {
  const steps = Array.from(
    { length: CURVE_POINTS },
    (_, k) => Math.round(indices.length ** (k / (CURVE_POINTS - 1))) - 1,
  );
  return [...new Set(steps)].flatMap((n) => (indices[n] === undefined ? [] : [indices[n]]));
}
