/** The matching kernel over a batch: what `matchStep` does to each of N episodes, from the step index, without a call an episode. */
import { type Matching, matchStep } from '../matching.js';
import {
  bestAsk,
  bestBid,
  firstTrade,
  highestTrade,
  ladders,
  lowestTrade,
  outcomes,
  type StepIndex,
  stepWidth,
  waitAction,
} from './step-index.js';

/**
 * One step of all episodes; fills, reasons, live prices and places in the queue are those of `matchStep`.
 * @param index   of the pack and the rules of `m`
 * @param at      snapshot of each episode [N], a step of the pack
 * @param actions index into `orderActions` of each [N]
 */
export function matchSteps(m: Matching, index: StepIndex, at: Int32Array, actions: Int32Array): void {
  const { side, liveTicks, queueAhead, fillTicks, fillReason, pack, rules } = m;
  const { rows, direct } = index;
  const { levels, tradeTicks, tradeSizes, bidSizes, askSizes, lotShares } = pack;
  const keep = rules.reissue === 'keep';
  const aboveLot = rules.minFill === 'gt-lot';
  const frozen = rules.offBook === 'frozen';
  const [wholeStep, equalOnly] = [rules.headFill === 'whole-step', rules.queueAdvance === 'equal'];
  for (let i = 0; i < at.length; i++) {
    const snapshot = at[i] as number;
    const row = snapshot * stepWidth;
    const buys = (side[i] as number) > 0;
    const action = actions[i] as number;
    fillTicks[i] = 0;
    fillReason[i] = 0;
    if (action !== waitAction) {
      const ticks = rows[row + action] as number;
      if (ticks > 0 && !(keep && ticks === liveTicks[i])) {
        const outcome = rows[row + outcomes + (buys ? 0 : 2) + action] as number;
        if (outcome < 0) {
          fillTicks[i] = ticks;
          fillReason[i] = -outcome;
          liveTicks[i] = 0;
        } else {
          liveTicks[i] = ticks;
          queueAhead[i] = outcome;
        }
        continue;
      }
    }
    const price = liveTicks[i] as number;
    if (price === 0) continue;
    const shown = rows[row + ladders] as number;
    if (!direct || shown < 0) {
      matchStep(m, i, snapshot, waitAction);
      continue;
    }
    const [bids, asks] = [shown & 0xffff, shown >>> 16];
    // How many levels behind the best bid and ask of its ladder the price lies.
    const [belowBid, aboveAsk] = [(rows[row + bestBid] as number) - price, price - (rows[row + bestAsk] as number)];
    const atBids = belowBid >= 0 && belowBid < bids;
    const atAsks = aboveAsk >= 0 && aboveAsk < asks;
    if (buys ? atAsks : atBids) {
      const size = (buys ? askSizes[snapshot * levels + aboveAsk] : bidSizes[snapshot * levels + belowBid]) as number;
      if (aboveLot ? size > lotShares : size >= lotShares) {
        fillTicks[i] = price;
        fillReason[i] = overtaken;
        liveTicks[i] = 0;
      }
      continue;
    }
    if (frozen && !(buys ? atBids : atAsks)) continue;
    if (buys ? (rows[row + lowestTrade] as number) > price : (rows[row + highestTrade] as number) < price) continue;
    let ahead = queueAhead[i] as number;
    let atHead = 0;
    const end = rows[row + stepWidth + firstTrade] as number;
    for (let n = rows[row + firstTrade] as number; n < end; n++) {
      const ticks = tradeTicks[n] as number;
      if (buys ? ticks > price : ticks < price) continue;
      if (ahead === 0 || wholeStep) atHead += tradeSizes[n] as number;
      if (ahead > 0 && !(equalOnly && ticks !== price)) ahead--;
    }
    queueAhead[i] = ahead;
    if (ahead > 0 || atHead < lotShares) continue;
    fillTicks[i] = price;
    fillReason[i] = queued;
    liveTicks[i] = 0;
  }
}

/** Reasons of fills, indices into `fillReasons`. */
const [queued, overtaken] = [2, 3];
