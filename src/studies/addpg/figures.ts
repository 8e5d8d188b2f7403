/** Figures of the study: wealth (Fig. 3), Sharpe ratio through the span (Fig. 4), the test against training (Fig. 5), weights by β (Fig. 6). */
import { effectiveAssets } from '../../portfolio/index.js';
import { measuresOf } from '../../systems/index.js';
import type { Figure } from '../kit.js';
import { APART, BETAS, betaMethod, OURS } from './plan.js';
import type { AddpgRuns, MethodRuns } from './runs.js';
import { tableOneRows } from './tables.js';

/** Days between two points of a curve. */
const EVERY = 5;
/** Days before a Sharpe ratio is drawn. */
const SHARPE_FROM = 60;

/** Mean wealth over the seeds, from V₀. */
export function wealthFigure(runs: AddpgRuns): Figure {
  return curves(runs, {
    id: 'addpg-fig-3',
    title: 'Fig. 3: wealth over the test days',
    caption: `Wealth from ${runs.config.initialValue} on, mean over the seeds. Best Asset knows the future. Data: ${runs.dataName}.`,
    axis: 'wealth',
    from: 0,
    at: (growth) => {
      let now = runs.config.initialValue;
      return growth.map((g) => {
        now *= g;
        return now;
      });
    },
  });
}

/** Sharpe ratio of the days so far. */
export function sharpeFigure(runs: AddpgRuns): Figure {
  return curves(runs, {
    id: 'addpg-fig-4',
    title: 'Fig. 4: Sharpe ratio of the test days so far',
    caption: `Annual Sharpe ratio of daily returns from the first test day on, drawn from day ${SHARPE_FROM}; mean over the seeds. Data: ${runs.dataName}.`,
    axis: 'Sharpe ratio',
    from: SHARPE_FROM,
    at: (growth) =>
      growth.map((_, t) =>
        t < SHARPE_FROM || t % EVERY !== 0 ? Number.NaN : measuresOf(growth.subarray(0, t + 1), runs.config).asr,
      ),
  });
}

/** Growth a year on the test days against passes of training, each seed a line. */
export function learningFigure(runs: AddpgRuns): Figure {
  const rows = [OURS, APART].flatMap((name) =>
    runs.of(name).learned.flatMap(({ learning }, seed) =>
      learning.episodes.map((episodes, k) => ({
        episodes,
        arr: learning.arr[k] as number,
        encoders: name === OURS ? 'shared' : 'separate',
        seed: `seed ${runs.plan.seeds[seed]}`,
      })),
    ),
  );
  return {
    id: 'addpg-fig-5',
    title: 'Fig. 5: growth a year on the test days against passes of training',
    caption: `Looks at the test days choose nothing. Data: ${runs.dataName}.`,
    marks: ['line', 'point'],
    x: { field: 'episodes', title: 'passes over the training days', type: 'quantitative' },
    y: { field: 'arr', title: 'growth factor a year', type: 'quantitative', format: '.3f' },
    colour: { field: 'encoders', title: 'encoders' },
    facet: { field: 'seed', title: 'run:', columns: 3 },
    data: {
      episodes: rows.map((r) => r.episodes),
      arr: rows.map((r) => r.arr),
      encoders: rows.map((r) => r.encoders),
      seed: rows.map((r) => r.seed),
    },
    synthetic: runs.panel.synthetic,
  };
}

/** How evenly the model holds, by β. */
export function evennessFigure(runs: AddpgRuns): Figure {
  const rows = BETAS.flatMap((beta) => effectiveOf(runs, runs.of(betaMethod(beta))).map((n) => ({ beta, n })));
  return {
    id: 'addpg-fig-6',
    title: 'Fig. 6: evenness of the weights by β',
    caption: `Mean effective number of assets, 1 / Σw², one point a seed: 1 where all is in one pair, ${runs.panel.assets.length} where all are alike. Data: ${runs.dataName}.`,
    marks: ['point'],
    x: { field: 'beta', title: 'β', type: 'ordinal' },
    y: { field: 'assets', title: 'effective assets', type: 'quantitative', format: '.1f' },
    data: { beta: rows.map((r) => r.beta), assets: rows.map((r) => r.n) },
    synthetic: runs.panel.synthetic,
  };
}

/** Mean effective number of assets of each seed. */
export function effectiveOf(runs: AddpgRuns, method: MethodRuns): readonly number[] {
  return method.learned.map((run) => effectiveAssets(run.weights, runs.panel.assets.length));
}

interface CurvePlan {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  readonly axis: string;
  readonly from: number;
  readonly at: (growth: Float64Array) => Float64Array;
}

function curves(runs: AddpgRuns, { id, title, caption, axis, from, at }: CurvePlan): Figure {
  const [day, value, method]: [string[], number[], string[]] = [[], [], []];
  for (const name of tableOneRows()) {
    const { growth } = runs.of(name);
    const each = growth.map(at);
    for (let t = from; t < runs.dates.length; t++) {
      if (t % EVERY !== 0) continue;
      day.push(runs.dates[t] as string);
      value.push(each.reduce((sum, row) => sum + (row[t] as number), 0) / each.length);
      method.push(name);
    }
  }
  return {
    id,
    title,
    caption,
    marks: ['line'],
    x: { field: 'day', title: 'day', type: 'temporal' },
    y: { field: 'value', title: axis, type: 'quantitative' },
    colour: { field: 'method', title: 'method' },
    data: { day, value, method },
    synthetic: runs.panel.synthetic,
  };
}
