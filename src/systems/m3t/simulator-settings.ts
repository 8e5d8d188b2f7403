/** Settings of M3T's simulator and of its rule-based baselines, and the rules that follow from them (docs/papers/m3t.md, trading simulator, baselines). */
import * as v from 'valibot';
import { choice, type Setting, type Settings, setting, type Values } from '../../core/index.js';
import type { LotForm, MatchingRules, PaceSteps } from '../../execution/index.js';

export interface SimulatorSettings extends Settings {
  readonly queueConstant: Setting<number>;
  readonly queueAdvance: Setting<MatchingRules['queueAdvance']>;
  readonly headFill: Setting<MatchingRules['headFill']>;
  readonly headFillSource: Setting<MatchingRules['headFillSource']>;
  readonly tradeInterval: Setting<MatchingRules['tradeInterval']>;
  readonly minFill: Setting<MatchingRules['minFill']>;
  readonly reissue: Setting<MatchingRules['reissue']>;
  readonly offBook: Setting<MatchingRules['offBook']>;
  readonly visible: Setting<MatchingRules['visible']>;
  readonly liquidationSide: Setting<MatchingRules['liquidationSide']>;
  readonly liquidationBook: Setting<MatchingRules['liquidationBook']>;
  readonly liquidationPace: Setting<'sweep' | 'one-lot-a-step'>;
  readonly marketVwapWindow: Setting<'whole-day' | 'tranches'>;
  readonly vwapExecution: Setting<LotForm>;
  readonly apLower: Setting<number>;
  readonly apBand: Setting<'reissue' | 'keep'>;
  readonly paceSteps: Setting<PaceSteps>;
}

/** Part of `m3tConfig`. */
export const simulatorSettings: SimulatorSettings = {
  queueConstant: setting<number>({
    schema: v.pipe(v.number(), v.integer(), v.minValue(0)),
    default: 3,
    options: [3, 1, 5],
    ledger: 'm3t.queue-constant',
    doc: 'trade records that pass before an order at rest is first in its queue',
  }),
  queueAdvance: choice(['at-or-better', 'equal'], {
    ledger: 'm3t.queue-advance',
    doc: 'records that move the queue: at the order’s price or better for it, or at its price only',
  }),
  headFill: choice(['later-trades', 'whole-step'], {
    ledger: 'm3t.head-fill',
    doc: 'trades that fill an order first in its queue: those after it got there, or all of the step',
  }),
  headFillSource: choice(['trades', 'trades-or-quotes'], {
    ledger: 'm3t.head-fill-source',
    doc: 'whether a quote of the other side at its price fills it too',
  }),
  tradeInterval: choice(['after-snapshot', 'from-snapshot'], {
    ledger: 'm3t.trade-interval',
    doc: 'trades of a step: after its snapshot until the next, or from its own stamp on',
  }),
  minFill: choice(['ge-lot', 'gt-lot'], {
    ledger: 'm3t.min-fill',
    doc: 'size that an order across the spread needs: a lot, or more',
  }),
  reissue: choice(['requeue', 'keep'], {
    ledger: 'm3t.reissue',
    doc: 'an order at the live order’s price queues anew, or changes nothing',
  }),
  offBook: choice(['frozen', 'match-trades'], {
    ledger: 'm3t.off-book',
    doc: 'an order whose price is not displayed is left alone, or goes on queueing',
  }),
  visible: choice(['exact-level', 'range'], {
    ledger: 'm3t.visible',
    doc: 'displayed prices, or every price between the outermost ones',
  }),
  liquidationSide: choice(['adverse', 'favourable'], {
    ledger: 'm3t.liquidation-side',
    doc: 'forced orders walk the other side, or fill at the own side’s best price, which nobody gets',
  }),
  liquidationBook: choice(['last', 'next'], {
    ledger: 'm3t.liquidation-book',
    doc: 'snapshot that forced orders meet: the last one seen, or the one after it',
  }),
  liquidationPace: choice(['sweep', 'one-lot-a-step'], {
    ledger: 'm3t.liquidation-pace',
    doc: 'one market order at the end, or a lot a step as soon as steps get short',
  }),
  marketVwapWindow: choice(['whole-day', 'tranches'], {
    ledger: 'm3t.market-vwap-window',
    doc: 'trades in the day’s VWAP: all with both auctions, or those of the tranches’ steps',
  }),
  vwapExecution: choice(['even-cross', 'even-rest-then-cross'], {
    ledger: 'm3t.vwap-execution',
    doc: 'a lot of the VWAP baseline crosses when it is due, or rests until the next one is',
  }),
  apLower: setting<number>({
    schema: v.pipe(v.number(), v.gtValue(0)),
    default: 1,
    options: [1, 1.01],
    ledger: 'm3t.ap-lower',
    doc: 'ratio of filled share to time below which AP crosses',
  }),
  apBand: choice(['reissue', 'keep'], {
    ledger: 'm3t.ap-band',
    doc: 'AP between its bounds places a new order every step, or leaves one where it rests',
  }),
  paceSteps: choice(['own', '600'], {
    ledger: 'm3t.pace-steps',
    doc: 'time of VWAP and AP passes along the tranche’s own steps, or along 600',
  }),
};

/** Rules of the simulator by the settings. */
export function matchingRules(config: Values<SimulatorSettings>): MatchingRules {
  const { queueConstant, queueAdvance, headFill, headFillSource, tradeInterval, minFill } = config;
  const { reissue, offBook, visible, liquidationSide, liquidationBook, liquidationPace } = config;
  return {
    queueConstant,
    queueAdvance,
    headFill,
    headFillSource,
    tradeInterval,
    minFill,
    reissue,
    offBook,
    visible,
    liquidationSide,
    liquidationBook,
    liquidationPace,
  };
}
