/**
 * The queues of a synthetic book: levels by price whose sizes are drawn towards a mean that depends on how far they are from the best one
 * and, at the best one, on where the reference price lies between bid and ask. Bid and ask follow the reference price; the queues know
 * nothing else of it.
 *
 * A queue-reactive model (Huang, Lehalle and Rosenbaum 2015) at the pace of snapshots: what arrives and what is cancelled in a step
 * depends on the size that is there, in logs.
 */
import { type Generator, normalByTable, portableExp } from '../../../core/index.js';

/** Moments of the queues. */
export interface QueueParameters {
  /** Mean log10 shares of levels 1, 2, … on a day whose volume a tick of range is `depthScale`; deeper levels are like the last. */
  readonly logDepth: readonly number[];
  /** Deviation of log10 shares of the best level, and of those behind it. */
  readonly bestDeviation: number;
  readonly deepDeviation: number;
  /** Share of the way to its mean that a level's log size goes in a step: the best one, the next, all others. */
  readonly bestReturn: number;
  readonly nextReturn: number;
  readonly deepReturn: number;
  /** Log10 shares by which the best bid outweighs the best ask where the reference price is half a tick above their mid. */
  readonly lean: number;
  /** Log10 shares that a level formed inside the spread has less than the mean. */
  readonly newLevel: number;
  /** Noise of the quotes around the reference price: deviation in ticks and persistence from step to step. */
  readonly flicker: number;
  readonly flickerPersistence: number;
  /** Deviation of the reference price in a step, ticks, from which flicker and vanishing levels are as told; below it they shrink alike. */
  readonly livelyStep: number;
  /** Mean gap in ticks that the quotes keep beyond one tick; larger on days that move more. */
  readonly gap: number;
  /** Ticks beyond bid or ask that the reference price must be before quotes one tick apart follow it. */
  readonly stickiness: number;
  /** Chance that a best level is gone whose size is more than `thin` deviations below its mean and to which the reference price is nearer. */
  readonly thin: number;
  readonly thinChance: number;
  /** Share of trades bought minus sold, per unit of imbalance; and while the price goes their way. */
  readonly signByImbalance: number;
  readonly signByMove: number;
  /** Deviation and persistence of what makes buyers or sellers prevail for a while, in chances to buy. */
  readonly signDeviation: number;
  readonly signPersistence: number;
}

/** 10^x with + − × ÷. */
export function tenTo(x: number): number {
  return portableExp(x * Math.LN10);
}

/** A book as the writer of a day sees it. */
export interface TwinBook {
  readonly bid: number;
  readonly ask: number;
  /** log10 of the best bid's size over the best ask's. */
  readonly leaning: number;
  /** log10 shares of a level, from 0. */
  logBid(level: number): number;
  logAsk(level: number): number;
}

/** Whole lots, at least one. @param logShares log10 */
export function wholeLots(logShares: number, lotShares: number): number {
  return lotShares * Math.max(1, Math.round(tenTo(logShares) / lotShares));
}

/** The ladder of a day: log10 shares by price. */
export class Ladder implements TwinBook {
  readonly logSize: Float64Array;
  bid: number;
  ask: number;
  private readonly low: number;

  constructor(
    private readonly p: QueueParameters,
    /** Log10 shares added to all means: the day's own depth. */
    private readonly scale: number,
    /** The day's low and high, ticks: no quote is beyond them. */
    private readonly lowest: number,
    private readonly highest: number,
    at: number,
    private readonly random: Generator,
  ) {
    const low = lowest - 2 * deepest;
    const high = highest + 2 * deepest;
    this.low = low;
    this.logSize = new Float64Array(high - low + 1);
    this.bid = Math.floor(at);
    this.ask = this.bid + 1;
    for (let price = low; price <= high; price++) {
      const level = price <= this.bid ? this.bid - price + 1 : price - this.ask + 1;
      this.logSize[price - low] = this.mean(level) + p.deepDeviation * normalByTable(random);
    }
  }

  logBid(level: number): number {
    return this.logSize[this.bid - level - this.low] as number;
  }

  logAsk(level: number): number {
    return this.logSize[this.ask + level - this.low] as number;
  }

  /** log10 of the best bid's size over the best ask's. */
  get leaning(): number {
    return this.logBid(0) - this.logAsk(0);
  }

  /** Moves the quotes around a price and lets the queues live for a step. */
  step(at: number, gap: number): void {
    const { p, low } = this;
    const stay =
      this.ask - this.bid === 1 && at >= this.bid + gap / 2 - p.stickiness && at <= this.ask - gap / 2 + p.stickiness;
    const bid = stay ? this.bid : Math.floor(at - gap / 2);
    const ask = stay ? this.ask : Math.max(bid + 1, Math.floor(at + gap / 2) + 1);
    const fresh = (): number => this.mean(1) - p.newLevel + p.bestDeviation * normalByTable(this.random);
    // Prices that were beyond the other side, or inside the spread, begin anew.
    for (let price = this.bid + 1; price <= bid; price++) this.logSize[price - low] = fresh();
    for (let price = this.ask - 1; price >= ask; price--) this.logSize[price - low] = fresh();
    this.bid = bid;
    this.ask = ask;
    const place = Math.max(-1, Math.min(1, 2 * (at - (bid + ask) / 2)));
    this.live(bid, 1, place);
    this.live(ask, 1, -place);
    for (let level = 2; level <= deepest; level++) {
      this.live(bid - level + 1, level, 0);
      this.live(ask + level - 1, level, 0);
    }
    if (ask - bid > 1) return;
    const least = this.mean(1) - p.thin * p.bestDeviation;
    const [bidThin, askThin] = [place < 0 && this.logBid(0) < least, place > 0 && this.logAsk(0) < least];
    if (bidThin !== askThin && this.random.uniform() < p.thinChance) {
      if (bidThin && bid - 1 >= this.lowest) this.bid--;
      else if (askThin && ask + 1 <= this.highest) this.ask++;
    }
  }

  private live(price: number, level: number, place: number): void {
    const { p, low, random } = this;
    const at = price - low;
    const mean = this.mean(level) + (place * p.lean) / 2;
    this.logSize[at] = lived(p, this.logSize[at] as number, mean, level, random);
  }

  private mean(level: number): number {
    return meanOf(this.p, level) + this.scale;
  }
}

function meanOf({ logDepth }: QueueParameters, level: number): number {
  return logDepth[Math.min(level, logDepth.length) - 1] as number;
}

/** Queues that belong to ranks, not to prices: a move of the quotes changes nothing in them, and nothing in them tells of it. */
export class RankedBook implements TwinBook {
  private readonly logBids = new Float64Array(deepest);
  private readonly logAsks = new Float64Array(deepest);
  ask: number;

  constructor(
    private readonly p: QueueParameters,
    private readonly scale: number,
    public bid: number,
    private readonly random: Generator,
  ) {
    this.ask = bid + 1;
    for (const sizes of [this.logBids, this.logAsks])
      for (let l = 0; l < deepest; l++)
        sizes[l] = meanOf(p, l + 1) + scale + (l === 0 ? p.bestDeviation : p.deepDeviation) * normalByTable(random);
  }

  logBid(level: number): number {
    return this.logBids[level] as number;
  }

  logAsk(level: number): number {
    return this.logAsks[level] as number;
  }

  get leaning(): number {
    return this.logBid(0) - this.logAsk(0);
  }

  step(bid: number): void {
    this.bid = bid;
    this.ask = bid + 1;
    for (const sizes of [this.logBids, this.logAsks])
      for (let l = 0; l < deepest; l++)
        sizes[l] = lived(this.p, sizes[l] as number, meanOf(this.p, l + 1) + this.scale, l + 1, this.random);
  }
}

/** A level's log size a step later. */
function lived(p: QueueParameters, size: number, mean: number, level: number, random: Generator): number {
  const rate = level === 1 ? p.bestReturn : level === 2 ? p.nextReturn : p.deepReturn;
  const deviation = level === 1 ? p.bestDeviation : p.deepDeviation;
  return size + rate * (mean - size) + deviation * Math.sqrt(rate * (2 - rate)) * normalByTable(random);
}

/** Levels a side that live; as many are shown. */
export const deepest = 10;
