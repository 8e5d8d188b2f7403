/** Settings of M3T's Meta and Micro Trader and of the flat baselines: state, rewards, networks, training (docs/papers/m3t.md, open choices). */
import * as v from 'valibot';
import { choice, type Setting, type Settings, setting } from '../../core/index.js';

export interface TraderSettings extends Settings {
  readonly side: Setting<'sell' | 'buy' | 'both'>;
  readonly slippageDenominator: Setting<'market' | 'order' | 'none'>;
  readonly subgoalSizes: Setting<'exact20' | 'rounded'>;
  readonly extrinsicState: Setting<'v4' | 'v3'>;
  readonly bookFeatures: Setting<'mid-ticks' | 'log-raw'>;
  readonly featureMid: Setting<'last-row' | 'each-row'>;
  readonly bookWindow: Setting<number>;
  readonly intrinsicReward: Setting<'sparse' | 'dense'>;
  readonly flatReward: Setting<'dense' | 'sparse'>;
  readonly rewardScale: Setting<'bp' | 'earlier-code'>;
  readonly failurePenalty: Setting<number>;
  readonly penaltyMode: Setting<'replace' | 'add'>;
  readonly penaltyTarget: Setting<'responsible' | 'both'>;
  readonly blameSteps: Setting<'maximum' | 'elapsed'>;
  readonly metaDiscount: Setting<'gamma-tau' | 'gamma'>;
  readonly doubleQ: Setting<'target-net' | 'symmetric' | 'off'>;
  readonly trainingOrder: Setting<'parent-100k-200k' | 'pool-9k-21k'>;
  readonly thinTranches: Setting<'train-only' | 'never'>;
  readonly microEncoder: Setting<'attention' | 'flat' | 'convolution' | 'lstm'>;
  readonly microWidth: Setting<number>;
  readonly microHeads: Setting<number>;
  readonly microFeedForward: Setting<number>;
  readonly microPrivateWidth: Setting<number>;
  readonly metaHidden: Setting<number>;
  readonly discount: Setting<number>;
  readonly learningRate: Setting<number>;
  readonly gradientNorm: Setting<number>;
  readonly batchSize: Setting<number>;
  readonly warmUp: Setting<number>;
  readonly replayCapacity: Setting<number>;
  readonly epsilonFactor: Setting<number>;
  readonly epsilonEnd: Setting<number>;
  readonly syncEvery: Setting<number>;
  readonly parallelTranches: Setting<number>;
  readonly episodes: Setting<number>;
  readonly a2cRollout: Setting<number>;
}

const count = (minimum: number): v.GenericSchema<unknown, number> =>
  v.pipe(v.number(), v.integer(), v.minValue(minimum));
const positive: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.gtValue(0));
const share: v.GenericSchema<unknown, number> = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const whole = (value: number, doc: string, minimum = 1): Setting<number> =>
  setting<number>({ schema: count(minimum), default: value, doc });

/** Part of `m3tConfig`. */
export const traderSettings: TraderSettings = {
  side: choice(['sell', 'buy', 'both'], { ledger: 'm3t.side', doc: 'what orders do, in training and evaluation' }),
  slippageDenominator: choice(['market', 'order', 'none'], {
    ledger: 'm3t.slippage-denominator',
    doc: 'what the price difference is divided by in rewards',
  }),
  subgoalSizes: choice(['exact20', 'rounded'], {
    ledger: 'm3t.subgoal-sizes',
    doc: '16 % of the tranche and exactly a fifth less and more, or rounded to whole percents',
  }),
  extrinsicState: choice(['v4', 'v3'], {
    ledger: 'm3t.extrinsic-state',
    doc: 'the Meta Trader sees time, fill ratio, log volume of the last subgoal and log depth, or the first three',
  }),
  bookFeatures: choice(['mid-ticks', 'log-raw'], {
    ledger: 'm3t.book-features',
    doc: 'prices in ticks from the mid with log sizes, or logarithms of both',
  }),
  featureMid: choice(['last-row', 'each-row'], {
    ledger: 'm3t.feature-mid',
    doc: 'whose mid prices are told from: that of the window’s last row, or each row’s own',
  }),
  bookWindow: setting<number>({
    schema: count(1),
    default: 20,
    options: [20, 5],
    ledger: 'm3t.book-window',
    doc: 'snapshots that the Micro Trader sees',
  }),
  intrinsicReward: choice(['sparse', 'dense'], {
    ledger: 'm3t.intrinsic-reward',
    doc: 'the Micro Trader is paid at the end of a subgoal, or each step for its own fills',
  }),
  flatReward: choice(['dense', 'sparse'], {
    doc: 'the same for the flat baselines, which the ledger gives the other default',
  }),
  rewardScale: choice(['bp', 'earlier-code'], {
    ledger: 'm3t.reward-scale',
    doc: 'basis points, or price differences × 10⁴ (sparse) and × 100 (dense)',
  }),
  failurePenalty: setting<number>({
    schema: v.number(),
    default: -999,
    options: [-999, -50, 0],
    ledger: 'm3t.failure-penalty',
    doc: 'what the responsible trader is paid for a subgoal that ended unfilled',
  }),
  penaltyMode: choice(['replace', 'add'], {
    ledger: 'm3t.penalty-mode',
    doc: 'the penalty instead of the slippage, or on top of it',
  }),
  penaltyTarget: choice(['responsible', 'both'], {
    ledger: 'm3t.penalty-target',
    doc: 'who is punished for a subgoal that ended unfilled',
  }),
  blameSteps: choice(['maximum', 'elapsed'], {
    ledger: 'm3t.blame-steps',
    doc: 'steps in the rule of responsibility: those allowed, or those that passed',
  }),
  metaDiscount: choice(['gamma-tau', 'gamma'], {
    ledger: 'm3t.meta-discount',
    doc: 'the Meta Trader discounts by each step of a subgoal, or once a subgoal',
  }),
  doubleQ: choice(['target-net', 'symmetric', 'off'], {
    ledger: 'm3t.double-q',
    doc: 'form of double Q-learning of both traders; off is plain DQN with a target network',
  }),
  trainingOrder: choice(['parent-100k-200k', 'pool-9k-21k'], {
    ledger: 'm3t.training-order',
    doc: 'tranche orders in training: an eighth of 100 000 to 200 000 shares, or five sizes of earlier code',
  }),
  thinTranches: choice(['train-only', 'never'], {
    ledger: 'm3t.thin-tranches',
    doc: 'tranches that traded less than 100 × the largest order are left out in training, or not at all',
  }),
  microEncoder: choice(['attention', 'flat', 'convolution', 'lstm'], {
    doc: 'what reads the book in the Micro Trader and the flat baselines (Table VIII)',
  }),
  microWidth: whole(64, 'width of the book’s encoding and of the layer behind all encodings'),
  microHeads: whole(4, 'attention heads'),
  microFeedForward: whole(128, 'width of the hidden layer behind the attention'),
  microPrivateWidth: whole(16, 'width of the layers on progress and on the subgoal'),
  metaHidden: whole(8, 'width of the Meta Trader’s hidden layer, with ReLU'),
  discount: setting<number>({ schema: share, default: 0.99, doc: 'γ of one step' }),
  learningRate: setting<number>({ schema: positive, default: 5e-5, doc: 'Adam’s learning rate' }),
  gradientNorm: setting<number>({
    schema: positive,
    default: 1e9,
    doc: 'gradients longer than this are scaled down to it; the default never does',
  }),
  batchSize: whole(128, 'transitions of an update'),
  warmUp: whole(1280, 'transitions in a trader’s memory before its first update'),
  replayCapacity: whole(10_000, 'transitions that each memory keeps'),
  epsilonFactor: setting<number>({
    schema: share,
    default: 0.95,
    options: [0.95],
    ledger: 'm3t.epsilon-decay',
    doc: 'factor of the chance of a random action, each time target networks are copied; it starts at 1',
  }),
  epsilonEnd: setting<number>({ schema: share, default: 0, doc: 'the chance of a random action falls no further' }),
  syncEvery: whole(5, 'tranches between two copies of the target networks'),
  parallelTranches: whole(
    1,
    'tranches that are worked side by side; each call of all of them is followed by one update',
  ),
  episodes: whole(10_000, 'tranches of a training'),
  a2cRollout: whole(16, 'steps of all tranches that one update of A2C takes'),
};
