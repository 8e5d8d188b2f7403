/** Settings of ADDPG-QPL: one record with schema, default, ledger id and a line of doc each (docs/papers/addpg.md, open choices). */
import * as v from 'valibot';
import {
  type ConfigRecord,
  choice,
  defineConfig,
  type Setting,
  type Settings,
  setting,
  type Values,
} from '../../core/index.js';

/** The five pairs of the paper. */
export const ADDPG_PAIRS: readonly string[] = ['CNYUSD', 'EURGBP', 'EURJPY', 'EURUSD', 'GBPJPY'];

export interface AddpgSettings extends Settings {
  readonly days: Setting<number>;
  readonly daysFrom: Setting<'last' | 'first'>;
  readonly trainShare: Setting<number>;
  readonly cash: Setting<'none' | 'first'>;
  readonly riskFree: Setting<number>;
  readonly window: Setting<number>;
  readonly stateEnd: Setting<'t-1' | 't'>;
  readonly execution: Setting<'levels' | 'close' | 'open'>;
  readonly accounting: Setting<'execution-price' | 'mark-to-close'>;
  readonly triggerSide: Setting<'known-drift' | 'fixed-point'>;
  readonly triggerGap: Setting<'require-touch' | 'ignore'>;
  readonly bothTouched: Setting<'case-1-first' | 'close' | 'random'>;
  readonly signalScope: Setting<'portfolio' | 'per-asset'>;
  readonly cost: Setting<number>;
  readonly costNorm: Setting<'l1' | 'half-l1'>;
  readonly wealthForm: Setting<'multiplicative' | 'subtractive'>;
  readonly rewardForm: Setting<'log' | 'simple'>;
  readonly giniForm: Setting<'impurity' | 'one-minus-coefficient'>;
  readonly beta: Setting<number>;
  readonly pgReward: Setting<'gain-over-close' | 'portfolio-return' | 'price-minus-open'>;
  readonly pgDiscount: Setting<number>;
  readonly levelIndex: Setting<number>;
  readonly referencePrice: Setting<'open' | 'prev-close' | 'same-close'>;
  readonly sigmaMode: Setting<'true' | 'inflated'>;
  readonly levelFit: Setting<'causal-rolling' | 'static-train' | 'static-full'>;
  readonly levelHistory: Setting<number>;
  readonly ratio: Setting<'close/prev' | 'prev/close'>;
  readonly kConstant: Setting<43.6106 | 43.6196>;
  readonly groundPoint: Setting<'half-bin-left' | 'bin-centre'>;
  readonly band: Setting<'qpl' | 'fixed-band' | 'off'>;
  readonly bandWidth: Setting<number>;
  readonly reproduction: Setting<'off' | 'on'>;
  readonly encoders: Setting<'shared' | 'separate'>;
  readonly encoderGradient: Setting<'both' | 'critic-only'>;
  readonly riskAgent: Setting<'on' | 'off'>;
  readonly filters: Setting<number>;
  readonly actorHead: Setting<'64-64-n' | '64-n'>;
  readonly riskHidden: Setting<number>;
  readonly noise: Setting<'ou' | 'none'>;
  readonly noiseSigma: Setting<number>;
  readonly episodeEnd: Setting<'terminal' | 'truncated'>;
  readonly episodes: Setting<number>;
  readonly slots: Setting<number>;
  readonly learnEvery: Setting<number>;
  readonly rewardScale: Setting<number>;
  readonly batchSize: Setting<number>;
  readonly replayCapacity: Setting<number>;
  readonly actorRate: Setting<number>;
  readonly criticRate: Setting<number>;
  readonly riskRate: Setting<number>;
  readonly tau: Setting<number>;
  readonly gamma: Setting<number>;
  readonly daysPerYear: Setting<number>;
  readonly sharpe: Setting<'population' | 'sample'>;
  readonly initialValue: Setting<number>;
}

const count = (minimum: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum));
const positive: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.gtValue(0));
const share: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** A number of the ledger. */
const number = (
  schema: v.GenericSchema<unknown, number>,
  value: number,
  doc: string,
  ledger?: string,
  options?: readonly number[],
): Setting<number> =>
  setting<number>({ schema, default: value, doc, ...(ledger && { ledger }), ...(options && { options }) });

/** Every setting of ADDPG-QPL that has code; `strata config addpg` lists them. */
export const addpgConfig: ConfigRecord<AddpgSettings> = defineConfig<AddpgSettings>('addpg', {
  days: number(count(300), 2048, 'trading days that are used'),
  daysFrom: choice(['last', 'first'], { doc: 'the last days of the panel, or its first ones' }),
  trainShare: number(v.pipe(v.number(), v.gtValue(0), v.ltValue(1)), 0.8, 'share of the days that trains'),
  cash: choice(['none', 'first'], { ledger: 'addpg.cash', doc: 'whether money is a first asset' }),
  riskFree: number(share, 0, 'what money earns, and the Sharpe ratio takes off, a year', 'addpg.risk-free', [0, 0.02]),
  window: number(count(3), 30, 'T, days of log returns an agent sees', 'addpg.window', [30, 3, 10, 50]),
  stateEnd: choice(['t-1', 't'], {
    ledger: 'addpg.state-end',
    doc: 'last return of the state for an order of day t; t knows the day itself and needs reproduction',
  }),
  execution: choice(['levels', 'close', 'open'], { doc: 'where orders execute: at triggered levels, close or open' }),
  accounting: choice(['execution-price', 'mark-to-close'], {
    ledger: 'addpg.accounting',
    doc: 'whole positions are marked at execution prices, or at closes with only the trade filled at its price',
  }),
  triggerSide: choice(['known-drift', 'fixed-point'], {
    ledger: 'addpg.trigger-side',
    doc: 'side of an order from weights drifted to the last close, or agreeing with the prices it leads to',
  }),
  triggerGap: choice(['require-touch', 'ignore'], {
    ledger: 'addpg.trigger-gap',
    doc: 'whether a level must lie inside the bar',
  }),
  bothTouched: choice(['case-1-first', 'close', 'random'], {
    ledger: 'addpg.both-touched',
    doc: 'what a bar that touches both levels triggers',
  }),
  signalScope: choice(['portfolio', 'per-asset'], {
    ledger: 'addpg.signal-scope',
    doc: 'one signal a day, or one for each asset',
  }),
  cost: number(v.pipe(v.number(), v.minValue(0), v.ltValue(0.5)), 0.001, 'commission, a share of the value traded'),
  costNorm: choice(['l1', 'half-l1'], { ledger: 'addpg.cost-norm', doc: 'cost of Σ|Δw|, or of half of it' }),
  wealthForm: choice(['multiplicative', 'subtractive'], {
    ledger: 'addpg.wealth-form',
    doc: 'growth times what costs leave, or growth less costs',
  }),
  rewardForm: choice(['log', 'simple'], { ledger: 'addpg.reward-form', doc: 'log growth or simple return' }),
  giniForm: choice(['impurity', 'one-minus-coefficient'], {
    ledger: 'addpg.gini-form',
    doc: 'bonus of even weights: 1 − Σw², or 1 − the Gini coefficient',
  }),
  beta: number(v.pipe(v.number(), v.minValue(0)), 0.01, 'β of the bonus', 'addpg.beta', [0.01, 1e-4, 1e-3, 0.1, 0]),
  pgReward: choice(['gain-over-close', 'portfolio-return', 'price-minus-open'], {
    ledger: 'addpg.pg-reward',
    doc: 'what the risk agent is paid',
  }),
  pgDiscount: number(share, 0.95, 'γ of the risk agent', 'addpg.pg-discount', [0.95, 0]),
  levelIndex: number(count(0), 0, 'level used as ±1', 'qpl.level-index', [0, 1]),
  referencePrice: choice(['open', 'prev-close', 'same-close'], {
    ledger: 'qpl.reference-price',
    doc: 'price the levels stand around; same-close needs reproduction',
  }),
  sigmaMode: choice(['true', 'inflated'], { ledger: 'qpl.sigma-mode', doc: 'deviation of the returns' }),
  levelFit: choice(['causal-rolling', 'static-train', 'static-full'], {
    ledger: 'qpl.fit',
    doc: 'days that σ and λ are fitted on; static-full needs reproduction',
  }),
  levelHistory: number(count(250), 2048, 'most bars of a fit', 'qpl.history'),
  ratio: choice(['close/prev', 'prev/close'], { ledger: 'qpl.ratio', doc: 'ratio return' }),
  kConstant: choice([43.6106, 43.6196], { ledger: 'qpl.k-constant', doc: 'constant of the coefficients K' }),
  groundPoint: choice(['half-bin-left', 'bin-centre'], { ledger: 'qpl.ground-point', doc: 'point of the peak bin' }),
  band: choice(['qpl', 'fixed-band', 'off'], { ledger: 'qpl.band', doc: 'what supplies the levels' }),
  bandWidth: number(positive, 0.001, 'distance of fixed-band, a share of the price'),
  reproduction: choice(['off', 'on'], { doc: 'allows settings that know the future, to repeat a published table' }),
  encoders: choice(['shared', 'separate'], { doc: 'one encoder for actor and critic (augmented), or one each' }),
  encoderGradient: choice(['both', 'critic-only'], {
    ledger: 'addpg.encoder-gradient',
    doc: 'who trains a shared encoder',
  }),
  riskAgent: choice(['on', 'off'], {
    doc: 'whether a risk agent gives signals; without one orders execute at the close',
  }),
  filters: number(count(1), 32, 'filters of both convolutions'),
  actorHead: choice(['64-64-n', '64-n'], { ledger: 'addpg.actor-head', doc: 'layers of the actor' }),
  riskHidden: number(count(1), 32, 'hidden numbers of the risk agent’s GRU'),
  noise: choice(['ou', 'none'], { ledger: 'addpg.noise', doc: 'exploration of the weights' }),
  noiseSigma: number(v.pipe(v.number(), v.minValue(0)), 0.3, 'σ of that noise'),
  episodeEnd: choice(['terminal', 'truncated'], {
    ledger: 'addpg.episode-end',
    doc: 'whether the last day is worth nothing beyond, or keeps its worth',
  }),
  episodes: number(count(1), 50, 'passes over the training days'),
  slots: number(count(1), 1, 'passes that run at once'),
  rewardScale: number(positive, 1, 'rewards of the portfolio agent are multiplied by it while it learns'),
  learnEvery: number(count(1), 1, 'days between updates'),
  batchSize: number(count(1), 64, 'transitions of an update'),
  replayCapacity: number(count(1), 100_000, 'transitions that are kept'),
  actorRate: number(positive, 1e-4, 'learning rate of the actor', 'addpg.learning-rates'),
  criticRate: number(positive, 1e-3, 'learning rate of the critic', 'addpg.learning-rates'),
  riskRate: number(positive, 1e-4, 'learning rate of the risk agent', 'addpg.learning-rates'),
  tau: number(v.pipe(v.number(), v.gtValue(0), v.maxValue(1)), 1e-3, 'τ of the target networks', 'addpg.tau'),
  gamma: number(share, 0.99, 'γ of the portfolio agent', 'addpg.gamma'),
  daysPerYear: number(positive, 252, 'trading days a year', 'addpg.year', [252, 260]),
  sharpe: choice(['population', 'sample'], { ledger: 'addpg.sharpe', doc: 'deviation of the Sharpe ratio' }),
  initialValue: number(positive, 10_000, 'V₀, wealth at the start of a curve', 'addpg.initial-value', [10_000, 1]),
});

/** Values of the settings. */
export type AddpgConfig = Values<AddpgSettings>;
