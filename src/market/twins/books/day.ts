/**
 * A synthetic day of a stock's order book whose open, high, low, close and volume are given: snapshots every three seconds with ten levels a
 * side, every trade record between them, an opening auction.
 *
 * A reference price is drawn first, through the day's four prices; quotes follow it with some noise, queues lean by where it lies between
 * them, and trades hit the quotes. In the `null` kind the quotes are a martingale of their own, queues and trades know nothing of it.
 */
import { type Generator, generator, normalByTable, portableLog, StrataError } from '../../../core/index.js';
import { type BookDay, type BookPhase, bookPhases } from '../../books/book-day.js';
import { stepVolumes } from './activity.js';
import { type BookTwinParameters, bookTwinId } from './parameters.js';
import { deepest, Ladder, RankedBook, type TwinBook, wholeLots } from './queues.js';
import { referencePath } from './reference-path.js';
import { type StepQuotes, TapeWriter, writeStep } from './trades.js';

/** What a synthetic day is given: prices in ticks, volume in shares. */
export interface TwinDayFacts {
  /** ISO day. */
  readonly day: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly previousClose: number;
  /** Told by a reader of results, e.g. that the day was drawn too. */
  readonly flags: readonly string[];
}

export type TwinKind = 'twin' | 'null';

const [opening, morning, noon, afternoon, closing] = [33_900_000, 34_200_000, 41_400_000, 46_800_000, 54_000_000];
const stepMs = 3000;
const half = (noon - morning) / stepMs;
/** Steps of a day. */
export const twinSteps: number = 2 * half;

/** Draws a day; the same arguments give the same bytes on every machine. @throws StrataError for prices that are no day's */
export function bookTwinDay(p: BookTwinParameters, facts: TwinDayFacts, kind: TwinKind = 'twin'): BookDay {
  const { open, high, low, close, volume } = facts;
  if (!(low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && high > low && volume > 0))
    throw new StrataError(
      `a day has 0 < low ≤ open, close ≤ high, low < high and a volume; ${facts.day} has ${low}, ${open}, ${close}, ${high}, ${volume}`,
    );
  const random = generator(`book twin ${p.instrument} ${facts.day} ${kind}`);
  return new DayWriter(p, facts, kind, random).write();
}

class DayWriter {
  private readonly snapshots = twinSteps + 4;
  private readonly cells = this.snapshots * deepest;
  private readonly timeMs = new Int32Array(this.snapshots);
  private readonly phase = new Uint8Array(this.snapshots);
  private readonly bidTicks = new Int32Array(this.cells);
  private readonly askTicks = new Int32Array(this.cells);
  private readonly bidSizes = new Float64Array(this.cells);
  private readonly askSizes = new Float64Array(this.cells);
  private readonly volume = new Float64Array(this.snapshots);
  private readonly value = new Float64Array(this.snapshots);
  private readonly tradeStart = new Int32Array(this.snapshots + 1);
  private readonly tape = new TapeWriter();
  private readonly signs: Generator;
  private at = 0;
  private prevailing = 0;

  constructor(
    private readonly p: BookTwinParameters,
    private readonly facts: TwinDayFacts,
    private readonly kind: TwinKind,
    private readonly random: Generator,
  ) {
    this.signs = random.split('signs');
  }

  write(): BookDay {
    const { p, facts, kind } = this;
    const { book, move, path } = this.market();
    const auction = p.lotShares * Math.round((p.auctionShare * facts.volume) / p.lotShares);
    const volumes = stepVolumes(
      p.activity,
      p.lotShares * Math.round(facts.volume / p.lotShares) - auction,
      twinSteps,
      p.lotShares,
      this.random.split('activity'),
    );
    this.stamp(opening - stepMs, 'opening-auction');
    if (auction > 0) this.tape.write(opening, facts.open, auction, 0, 1);
    this.snapshot(opening, 'break', book);
    const records = this.random.split('records');
    const firstOf = new Int32Array(twinSteps + 1);
    for (let t = 0; t < twinSteps; t++) {
      const startMs = t < half ? morning + t * stepMs : afternoon + (t - half) * stepMs;
      if (t === half) this.snapshot(noon, 'break', book);
      this.snapshot(startMs, 'continuous', book);
      const { bid, ask, leaning } = book;
      move(t + 1);
      firstOf[t] = this.tape.count;
      const quotes = this.sidesOf({ bid, ask, leaning }, book);
      writeStep(this.tape, startMs, stepMs, volumes[t] as number, quotes, p.records, p.lotShares, records);
    }
    firstOf[twinSteps] = this.tape.count;
    if (path) this.meetPrices(path, firstOf);
    this.snapshot(closing, 'after', book);
    this.tradeStart[this.snapshots] = this.tape.count;
    this.sumValues();
    const tape = this.tape.finish();
    return {
      dataset: `${kind === 'null' ? 'null-' : ''}twin-book@1`,
      instrument: p.instrument,
      market: 'SSE',
      day: facts.day,
      tickSize: p.tickSize,
      lotShares: p.lotShares,
      levels: deepest,
      timeMs: this.timeMs,
      phase: this.phase,
      bidTicks: this.bidTicks,
      bidSizes: this.bidSizes,
      askTicks: this.askTicks,
      askSizes: this.askSizes,
      cumulativeVolume: this.volume,
      cumulativeValue: this.value,
      tape,
      tapeKind: 'generated',
      tradeStart: this.tradeStart,
      previousCloseTicks: facts.previousClose,
      flags: facts.flags,
      hash: `${bookTwinId(p, kind)} ${facts.day} ${facts.open} ${facts.high} ${facts.low} ${facts.close} ${facts.volume}`,
      synthetic: true,
    };
  }

  /** The book, what brings it to the state before step t, and the reference price where there is one. */
  private market(): { book: TwinBook; move: (t: number) => void; path?: Float64Array } {
    const { p, facts, kind } = this;
    const { queues } = p;
    const { open, high, low, close } = facts;
    const scale = p.depthExponent * (portableLog(facts.volume / (high - low)) / Math.LN10 - p.depthAt);
    const noise = this.random.split('quotes');
    const step = (high - low) / 1.596 / Math.sqrt(twinSteps);
    if (kind === 'null') {
      const chance = Math.min(0.9, step * step);
      const book = new RankedBook(queues, scale, open, this.random.split('queues'));
      const move = (): void => {
        const u = noise.uniform();
        const tick = u < chance / 2 ? 1 : u < chance ? -1 : 0;
        // Quotes that would leave the positive prices stay; no day of a stock comes near.
        book.step(book.bid + tick > deepest ? book.bid + tick : book.bid);
      };
      return { book, move };
    }
    const inside = Math.min(0.2, (high - low) / 4);
    const [top, bottom] = [high - inside, low + inside];
    const within = (x: number): number => Math.min(top, Math.max(bottom, x));
    const path = referencePath(
      { open: within(open), high: top, low: bottom, close: within(close) },
      twinSteps,
      this.random.split('reference'),
    );
    const gap = Math.min(high - low - 1, queues.gap * step);
    const [least, most] = [low + gap / 2, high - gap / 2 - 1e-6];
    const quoted = (x: number): number => Math.min(most, Math.max(least, x));
    // On a quiet day quotes flicker less, too: what they take back must not grow beside what they keep.
    const lively = Math.min(1, step / queues.livelyStep);
    const ladder = new Ladder(
      { ...queues, thinChance: lively * queues.thinChance },
      scale,
      low,
      high,
      quoted(path[0] as number),
      this.random.split('queues'),
    );
    const fresh = Math.sqrt(1 - queues.flickerPersistence * queues.flickerPersistence);
    let flicker = 0;
    const move = (t: number): void => {
      flicker = queues.flickerPersistence * flicker + fresh * lively * queues.flicker * normalByTable(noise);
      ladder.step(quoted((path[t] as number) + flicker), gap);
    };
    return { book: ladder, move, path };
  }

  /** Lets single records trade at the day's high, low and close where none did. */
  private meetPrices(path: Float64Array, firstOf: Int32Array): void {
    const { tape, facts } = this;
    const at = (worth: (x: number) => number): number => {
      let best = 0;
      for (let t = 1; t < twinSteps; t++)
        if (
          worth(path[t] as number) > worth(path[best] as number) &&
          (firstOf[t] as number) < (firstOf[t + 1] as number)
        )
          best = t;
      return firstOf[best] as number;
    };
    let [high, low] = [0, Number.POSITIVE_INFINITY];
    for (let n = firstOf[0] as number; n < tape.count; n++) {
      high = Math.max(high, tape.ticksOf(n));
      low = Math.min(low, tape.ticksOf(n));
    }
    if (high < facts.high)
      tape.reprice(
        at((x) => x),
        facts.high,
      );
    if (low > facts.low)
      tape.reprice(
        at((x) => -x),
        facts.low,
      );
    tape.reprice(tape.count - 1, facts.close);
  }

  /** What was traded before each snapshot. */
  private sumValues(): void {
    const { tape } = this;
    let [n, shares, worth] = [0, 0, 0];
    for (let t = 0; t < this.snapshots; t++) {
      for (; n < (this.tradeStart[t] as number); n++) {
        shares += tape.sharesOf(n);
        worth += tape.sharesOf(n) * tape.ticksOf(n);
      }
      this.volume[t] = shares;
      this.value[t] = worth * this.p.tickSize;
    }
  }

  private sidesOf(before: { bid: number; ask: number; leaning: number }, after: TwinBook): StepQuotes {
    const { queues } = this.p;
    const quotes = { bid: before.bid, ask: before.ask, nextBid: after.bid, nextAsk: after.ask };
    if (this.kind === 'null')
      return { ...quotes, nextBid: before.bid, nextAsk: before.ask, buysBefore: 0.5, buysAfter: 0.5 };
    const { signPersistence: kept } = queues;
    this.prevailing =
      kept * this.prevailing + Math.sqrt(1 - kept * kept) * queues.signDeviation * normalByTable(this.signs);
    const leans = (leaning: number): number => queues.signByImbalance * Math.max(-1, Math.min(1, leaning));
    const moved = Math.sign(after.bid + after.ask - before.bid - before.ask);
    const chance = (x: number): number => Math.max(0.05, Math.min(0.95, 0.5 + x));
    return {
      ...quotes,
      buysBefore: chance(this.prevailing + leans(before.leaning) + queues.signByMove * moved),
      buysAfter: chance(this.prevailing + leans(after.leaning)),
    };
  }

  private snapshot(timeMs: number, phase: BookPhase, book: TwinBook): void {
    const { p, at } = this;
    for (let l = 0; l < deepest; l++) {
      const cell = at * deepest + l;
      this.bidTicks[cell] = book.bid - l;
      this.askTicks[cell] = book.ask + l;
      this.bidSizes[cell] = wholeLots(book.logBid(l), p.lotShares);
      this.askSizes[cell] = wholeLots(book.logAsk(l), p.lotShares);
    }
    this.stamp(timeMs, phase);
  }

  /** A snapshot whose book stays empty where none was written. */
  private stamp(timeMs: number, phase: BookPhase): void {
    const { at } = this;
    this.timeMs[at] = timeMs;
    this.phase[at] = bookPhases.indexOf(phase);
    this.tradeStart[at] = this.tape.count;
    this.at++;
  }
}
