import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { dataTest } from '../../../test/support/data.js';
import { generator } from '../../core/index.js';
import { checkEnvironment } from '../../environment/index.js';
import { fxTwinBars } from '../../market/index.js';
import { backtest, l1Cost, uniformRebalanced } from '../../portfolio/index.js';
import { dayRule, portfolioDay } from './accounting.js';
import { bookMeasures, playBook } from './book.js';
import { type AddpgConfig, addpgConfig } from './config.js';
import { type PortfolioEnvironment, portfolioEnvironment, testDays, trainingDays } from './environment.js';
import { panelLevels } from './levels.js';
import { loadAddpgPanel, type PricePanel, panelOf, panelUntil, testRelatives } from './panel.js';

const bars = fxTwinBars();
const short = (settings: Partial<AddpgConfig> = {}): AddpgConfig =>
  addpgConfig.resolve({ days: 600, window: 5, ...settings });
const twin = (config: AddpgConfig): PricePanel => panelOf(bars, config);

const uniform = Float32Array.from({ length: 5 }, () => 0.2);
const only = (asset: number): Float32Array => Float32Array.from({ length: 5 }, (_, i) => (i === asset ? 1 : 0));
const play = (panel: PricePanel, config: AddpgConfig, weights: Float32Array) =>
  playBook(
    portfolioEnvironment(panel, config, testDays(panel), 1),
    panel.dates.slice(panel.testFrom),
    () => weights,
    config,
    generator('play'),
  );

describe('a day', () => {
  const { inputs, expected } = JSON.parse(
    fs.readFileSync(path.join(import.meta.dirname, '../../../test/golden/portfolio-step.json'), 'utf8'),
  );
  const { common } = inputs;
  const row = (values: readonly number[], before: readonly number[]): number[] =>
    values.map((v, i) => v * (before[i] as number));
  const closes = [
    Array(5).fill(1),
    Array(5).fill(1),
    common.grossReturns,
    row(common.nextGrossReturns, common.grossReturns),
  ];
  const close = Float64Array.from(closes.flat());
  const panel: PricePanel = {
    dataset: 'golden',
    assets: ['a', 'b', 'c', 'd', 'e'],
    dates: ['1', '2', '3', '4'],
    open: close,
    high: close,
    low: close,
    close,
    cash: -1,
    testFrom: 3,
    hash: 'golden',
    synthetic: true,
  };
  const stepped = (settings: Partial<AddpgConfig>) => {
    const config = addpgConfig.resolve({ execution: 'close', ...settings });
    const book = portfolioDay(5);
    book.marks.fill(1);
    const step = dayRule(panel, panelLevels(panel, config), config);
    const random = generator(1);
    step(book, 1, Float64Array.from(common.previousWeights), new Int8Array(1), 0, true, random);
    step(book, 2, Float64Array.from(common.newWeights), new Int8Array(1), 0, false, random);
    return book;
  };

  it('is the published step: drift, trades, cost, reward', () => {
    const book = stepped({});
    expect(book.gross).toBeCloseTo(expected.drift.portfolioGross, 9);
    for (const [i, trade] of (expected.trade.deltaWeights as number[]).entries())
      expect(book.trades[i]).toBeCloseTo(trade, 9);
    expect(book.turnover).toBeCloseTo(expected.trade.l1, 9);
    expect(book.cost).toBeCloseTo(expected.trade.cost, 12);
    expect(book.marked).toBeCloseTo(expected.reward.nextGross, 9);
    expect(book.reward).toBeCloseTo(expected.reward.reward, 9);
    expect(stepped({ rewardForm: 'simple' }).reward).toBeCloseTo(expected.rewardSimple.reward, 9);
  });

  it('has a switch for each open choice', () => {
    expect(stepped({ costNorm: 'half-l1' }).cost).toBeCloseTo(expected.trade.cost / 2, 12);
    expect(stepped({ beta: 0 }).reward).toBeCloseTo(expected.reward.logPart, 9);
    const subtracted = Math.log(expected.reward.nextGross - expected.trade.cost);
    expect(stepped({ beta: 0, wealthForm: 'subtractive' }).reward).toBeCloseTo(subtracted, 9);
    // Σ|w_i − w_j| over all ordered pairs of .30 .10 .20 .25 .15 is 2.
    expect(stepped({ giniForm: 'one-minus-coefficient' }).reward).toBeCloseTo(expected.reward.logPart + 0.01 * 0.8, 9);
  });
});

describe('the environment', () => {
  const config = short({ levelIndex: 1 });
  const panel = twin(config);
  const made = (of: PricePanel, settings: AddpgConfig, count: number): PortfolioEnvironment => {
    const environment = portfolioEnvironment(of, settings, { from: 300, to: of.dates.length }, count);
    environment.signals.fill(1);
    return environment;
  };
  const problems = (settings: AddpgConfig) =>
    checkEnvironment((count) => made(panel, settings, count), {
      steps: 120,
      truncated: [380, 410].map((days) => ({
        make: (count: number) => made(panelUntil(panel, days), settings, count),
        steps: days - 302,
      })),
    }).map(({ check }) => check);

  it.each([
    {},
    { accounting: 'mark-to-close' },
    { triggerSide: 'fixed-point', bothTouched: 'random' },
    { signalScope: 'per-asset', episodeEnd: 'truncated' },
    { execution: 'open' },
  ] as Partial<AddpgConfig>[])('keeps its promises and does not look ahead: %o', (settings) => {
    expect(problems(short({ levelIndex: 1, ...settings }))).toEqual([]);
  });

  it('is caught where levels or the state know the future', () => {
    expect(problems(short({ levelIndex: 1, levelFit: 'static-full', reproduction: 'on' }))).toEqual(['look-ahead']);
    expect(() => made(panel, short({ levelFit: 'static-full' }), 1)).toThrow(/CNYUSD: static-full/);
    expect(() => made(panel, short({ stateEnd: 't' }), 1)).toThrow(/reproduction/);
  });

  it.each(['execution-price', 'mark-to-close'] as const)('counts wealth as shares do (%s)', async (accounting) => {
    const settings = short({ levelIndex: 0, accounting });
    const environment = portfolioEnvironment(panel, settings, testDays(panel), 1);
    const random = generator('shares');
    const dates = panel.dates.slice(panel.testFrom);
    const prices: Float64Array[] = [];
    const wanted: Float64Array[] = [];
    const book = await playBook(
      environment,
      dates,
      (_, step) => {
        if (step > 0) prices.push(environment.info.prices.slice());
        environment.signals[0] = random.uniform() < 0.5 ? 1 : -1;
        const weights = Float32Array.from(random.dirichlet([1, 1, 1, 1, 1]));
        const sum = weights.reduce((s, w) => s + w, 0);
        wanted.push(Float64Array.from(weights, (w) => w / sum));
        return weights;
      },
      settings,
      generator('play'),
    );
    prices.push(environment.info.prices.slice());
    expect(book.triggered).toBeGreaterThan(0.2);
    const closeOf = (k: number, i: number): number => panel.close[(panel.testFrom - 1 + k) * 5 + i] as number;
    let shares: number[] = [];
    let money = 1;
    for (const [k, w] of wanted.entries()) {
      const at = prices[k] as Float64Array;
      const mark = (i: number): number => (accounting === 'execution-price' ? (at[i] as number) : closeOf(k, i));
      for (let i = 0; i < 5; i++) {
        const t = (panel.testFrom - 1 + k) * 5 + i;
        expect(at[i]).toBeGreaterThanOrEqual((panel.low[t] as number) - 1e-12);
        expect(at[i]).toBeLessThanOrEqual((panel.high[t] as number) + 1e-12);
      }
      if (k > 0) {
        const values = shares.map((q, i) => q * mark(i));
        const wealth = values.reduce((a, b) => a + b, 0);
        const trades = w.map((x, i) => x * wealth - (values[i] as number));
        const fees = trades.reduce((a, x) => a + 0.001 * Math.abs(x), 0);
        const gains =
          accounting === 'execution-price'
            ? 0
            : trades.reduce((a, x, i) => a + x * (closeOf(k, i) / (at[i] as number) - 1), 0);
        money = wealth - fees + gains;
      }
      shares = Array.from(w, (x, i) => (x * money) / mark(i));
    }
    const end = shares.reduce((sum, q, i) => sum + q * closeOf(wanted.length, i), 0);
    expect(book.wealth.at(-1)).toBeCloseTo(end, 10);
  });

  it('is the accounting of the other strategies where orders execute at the close', async () => {
    const settings = short({ execution: 'close' });
    const book = await play(panel, settings, uniform);
    const other = backtest(uniformRebalanced(), testRelatives(panel), { cost: l1Cost(0.001), before: 'invested' });
    for (const [t, wealth] of book.wealth.entries()) expect(wealth).toBeCloseTo(other.wealth[t] as number, 12);
  });

  it('has money as a first asset, which costs nothing to move', async () => {
    const settings = short({ cash: 'first', riskFree: 0.02 });
    const with6 = twin(settings);
    const environment = portfolioEnvironment(with6, settings, trainingDays(with6, settings), 1);
    environment.reset(generator(1));
    environment.step(Float32Array.of(1, 0, 0, 0, 0, 0));
    expect(252 * Math.log(environment.info.marked[0] as number)).toBeCloseTo(Math.log(1.02), 9);
    environment.step(Float32Array.of(0, 1, 0, 0, 0, 0));
    expect(environment.info.cost[0]).toBeCloseTo(0.001, 9);
  });
});

describe('without market data', () => {
  beforeAll(() => {
    vi.stubEnv('STRATA_DATA', '');
    return () => vi.unstubAllEnvs();
  });
  it('the panel is the twin', async () => {
    const panel = await loadAddpgPanel(addpgConfig.resolve());
    expect([panel.synthetic, panel.dates.length, panel.testFrom]).toEqual([true, 2048, 1638]);
  });
});

dataTest('uniform weights and the best asset grow on the panel as other programs found, from both ends', async () => {
  const found: Record<string, number[]> = {};
  for (const daysFrom of ['last', 'first'] as const) {
    const config = addpgConfig.resolve({ execution: 'close', daysFrom });
    const panel = await loadAddpgPanel(config);
    expect(panel.dates[panel.testFrom]).toBe(daysFrom === 'last' ? '2020-06-05' : '2020-05-21');
    const [even, best] = [await play(panel, config, uniform), await play(panel, config, only(4))];
    const [a, b] = [bookMeasures(even, config), bookMeasures(best, config)];
    found[daysFrom] = [a.arr, a.mdd, a.asr, b.arr].map((x) => Number(x.toFixed(4)));
    expect(b.turnover).toBe(0);
  }
  const { last, first } = found as Record<'last' | 'first', [number, number, number, number]>;
  expect([last[0], last[1], last[3]]).toEqual([1.0289, 0.035, 1.0788]);
  expect([first[0], first[1], first[3]]).toEqual([1.04, 0.0343, 1.0901]);
  expect(last[2]).toBeCloseTo(0.87, 2);
  expect(first[2]).toBeCloseTo(1.16, 2);
});
