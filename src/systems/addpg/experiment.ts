/** A cell of ADDPG-QPL: an agent trained on the training days of the panel, then run over the test days without exploration. */
import path from 'node:path';
import type { Generator, Json } from '../../core/index.js';
import { train } from '../../learn/index.js';
import {
  type CellContext,
  type CellKey,
  type CellRecord,
  type CellResult,
  loadCurves,
  registerExperiment,
} from '../../runs/index.js';
import { addpgAgent, bestChoices } from './agent.js';
import { bookMeasures, type PortfolioBook, type PortfolioMeasures, playBook } from './book.js';
import { type AddpgConfig, addpgConfig } from './config.js';
import { portfolioEnvironment, testDays, trainingDays } from './environment.js';
import { panelLevels } from './levels.js';
import { loadAddpgPanel, type PricePanel } from './panel.js';

registerExperiment({ id: 'addpg.agent', version: 1, run: runCell });

/** What a run came to. */
export interface AddpgRun extends PortfolioMeasures {
  readonly dates: readonly string[];
  readonly growth: Float64Array;
  readonly weights: Float64Array;
  /** Share of assets and test days that traded at a level, and the signals' mean gain a day. */
  readonly triggered: number;
  readonly riskReward: number;
  /** Annual growth factor of the test after so many episodes of training. */
  readonly learning: { readonly episodes: readonly number[]; readonly arr: readonly number[] };
  readonly lookAhead: number;
}

export interface TrainAddpgOptions {
  /** Episodes between two looks at the test days; they choose nothing. */
  readonly lookEvery?: number;
  readonly checkpoint?: string;
  readonly progress?: (episodes: number, metrics: Readonly<Record<string, number>>) => void;
  readonly signal?: AbortSignal;
}

/** Trains by Algorithm 1 and runs the test. */
export async function trainAddpg(
  panel: PricePanel,
  config: AddpgConfig,
  random: Generator,
  options: TrainAddpgOptions = {},
): Promise<AddpgRun> {
  const { lookEvery = Math.max(1, Math.ceil(config.episodes / 5)), progress, signal } = options;
  const levels = panelLevels(panel, config);
  const range = trainingDays(panel, config);
  const environment = portfolioEnvironment(panel, config, range, config.slots, levels);
  const agent = await addpgAgent(environment, config, random.split('agent'));
  const dates = panel.dates.slice(panel.testFrom);
  const looks = config.slots;
  const test = async (): Promise<PortfolioBook> =>
    playBook(
      portfolioEnvironment(panel, config, testDays(panel), looks, levels),
      dates,
      bestChoices(agent),
      config,
      random.split('test'),
    );
  const learning: { episodes: number[]; arr: number[] } = { episodes: [], arr: [] };
  const calls = range.to - range.from - 1;
  const looked = async (): Promise<Readonly<Record<string, number>>> => {
    const { arr } = bookMeasures(await test(), config);
    return { episodes: agent.counts.episodes, arr };
  };
  const first = await looked();
  const { curves } = await train({
    environment,
    agent,
    random: random.split('run'),
    until: { episodes: config.episodes },
    evaluate: { every: calls * Math.max(1, Math.ceil(lookEvery / config.slots)), run: looked },
    progress: { every: calls, tell: ({ episodes }, learnt) => progress?.(episodes, learnt) },
    ...(signal && { signal }),
    ...(options.checkpoint && {
      checkpoint: { file: options.checkpoint, every: calls, identity: addpgConfig.hash(config) },
    }),
  });
  for (const [k, arr] of [first.arr as number, ...(curves.arr ?? [])].entries()) {
    if (Number.isNaN(arr)) continue;
    learning.episodes.push(k === 0 ? 0 : (curves.episodes?.[k - 1] as number));
    learning.arr.push(arr);
  }
  const book = await test();
  agent.dispose();
  return {
    ...bookMeasures(book, config),
    dates,
    growth: book.growth,
    weights: book.weights.slice(),
    triggered: book.triggered,
    riskReward: book.riskReward,
    learning,
    lookAhead: levels.lookAhead,
  };
}

/** The cell of a method and seed. */
export function addpgCell(method: string, seed: number, config: AddpgConfig, panel: PricePanel): CellKey {
  return {
    experiment: 'addpg.agent',
    method,
    instrument: panel.assets.join('+'),
    seed,
    config: config as unknown as Readonly<Record<string, Json>>,
    data: panel.hash,
  };
}

async function runCell(context: CellContext): Promise<CellResult> {
  const config = addpgConfig.resolve(context.key.config);
  const panel = await loadAddpgPanel(config);
  const run = await trainAddpg(panel, config, context.random, {
    checkpoint: path.join(context.scratch, 'checkpoint'),
    progress: (episodes, learnt) =>
      context.progress(episodes, config.episodes, { ...(learnt.loss !== undefined && { loss: learnt.loss }) }),
    signal: context.signal,
  });
  const { dates, growth, weights, ...metrics } = run;
  const n = panel.assets.length;
  return {
    metrics: metrics as unknown as Readonly<Record<string, Json>>,
    curves: {
      date: dates,
      growth,
      ...Object.fromEntries(
        panel.assets.map((asset, i) => [asset, Float64Array.from(growth, (_, t) => weights[t * n + i] as number)]),
      ),
    },
  };
}

/** What a finished cell found. */
export async function readAddpgRun(record: CellRecord): Promise<AddpgRun> {
  const curves = await loadCurves(record);
  const growth = Float64Array.from(curves.growth as ArrayLike<number>);
  const assets = record.key.instrument.split('+');
  const columns = assets.map((asset) => curves[asset] as ArrayLike<number>);
  const weights = new Float64Array(growth.length * assets.length);
  for (let t = 0; t < growth.length; t++)
    for (const [i, column] of columns.entries()) weights[t * assets.length + i] = column[t] as number;
  const metrics = record.metrics as unknown as Omit<AddpgRun, 'dates' | 'growth' | 'weights'>;
  return { ...metrics, dates: Array.from(curves.date as ArrayLike<string>), growth, weights };
}
