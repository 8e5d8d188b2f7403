import { describe, expect, it } from 'vitest';
import { handMadeBook, type Levels, type Snapshot } from '../../../test/support/hand-made-book.js';
import { generator } from '../../core/index.js';
import { packBooks } from '../book-pack.js';
import type { Executor } from '../executor.js';
import { m3tRules } from '../rules.js';
import { almgrenChrissExecutor } from './almgren-chriss.js';
import { apExecutor } from './ap.js';
import { evenExecutor, twapExecutor } from './even.js';
import { povExecutor } from './pov.js';
import { imbalanceExecutor, immediateExecutor, randomExecutor, restThenCrossExecutor } from './simple.js';
import { vwapExecutor } from './vwap.js';

const levels = (...prices: number[]): Levels => prices.map((p) => [p, 500] as const);
const calm: Snapshot = { bids: levels(1000, 999), asks: levels(1001, 1002) };
/** Enough for an order that joins the ask in this step. */
const busy: Snapshot = { ...calm, trades: [...Array(4).keys()].map(() => [1001, 100] as const) };
const calmSteps = (n: number): Snapshot[] => Array.from({ length: n }, () => calm);

/** Fills of a sale, `step reason` each. */
function sold(executor: Executor, snapshots: readonly Snapshot[], shares: number): string[] {
  const pack = packBooks([handMadeBook(snapshots)]);
  const order = { span: { day: 0, first: 0, steps: snapshots.length }, side: -1, shares } as const;
  return executor.execute(pack, order, m3tRules, generator('executors')).fills.map((f) => `${f.step} ${f.reason}`);
}

describe('even execution', () => {
  it('sends lot k of n at step ⌊kT/n⌋, as VWAP in a tranche and as TWAP', () => {
    const even = ['0 crossed', '2 crossed', '4 crossed'];
    expect(sold(evenExecutor(), calmSteps(7), 300)).toEqual(even);
    expect(sold(twapExecutor(), calmSteps(7), 300)).toEqual(even);
    expect([evenExecutor().name, twapExecutor().name]).toEqual(['VWAP', 'TWAP']);
  });
  it('lets each lot rest until the next is due where asked (vwap-execution)', () => {
    const executor = evenExecutor('even-rest-then-cross');
    // The first lot rests in steps 0 to 2 and is filled in 1; the second is not, and crosses when the third is due in 4, which then rests.
    expect(sold(executor, [calm, busy, calm, calm, calm, busy, calm], 300)).toEqual([
      '1 queue',
      '4 crossed',
      '5 queue',
    ]);
    expect(sold(evenExecutor('even-cross'), [calm, busy, calm, calm, calm, busy, calm], 300)[0]).toBe('0 crossed');
    expect([executor.name, twapExecutor('even-rest-then-cross').name]).toEqual(['VWAP, resting', 'TWAP, resting']);
  });
  it('paces itself along 600 steps where asked, and forces what falls due after its own (pace-steps)', () => {
    expect(sold(evenExecutor('even-cross', '600'), calmSteps(7), 300)).toEqual(['0 crossed', '6 forced']);
    expect(sold(twapExecutor('even-cross', '600'), calmSteps(300), 300)).toEqual([
      '0 crossed',
      '200 crossed',
      '299 forced',
    ]);
    expect(sold(twapExecutor(), calmSteps(300), 300)).toEqual(['0 crossed', '100 crossed', '200 crossed']);
  });
});

describe('VWAP along a profile', () => {
  it('sends lots when the running sum of the profile reaches them', () => {
    // 6 lots over 8 steps: half of the volume in the first quarter, none in the second, a quarter in each of the others.
    const due = sold(vwapExecutor([2, 0, 1, 1]), calmSteps(8), 600);
    expect(due).toEqual(['0 crossed', '1 crossed', '2 crossed', '4 crossed', '5 crossed', '6 crossed']);
    expect(sold(vwapExecutor([5]), calmSteps(7), 300)).toEqual(sold(evenExecutor(), calmSteps(7), 300));
  });
  it('needs volume', () => {
    expect(() => vwapExecutor([0, 0])).toThrow(/some volume; received 0, 0/);
    expect(() => vwapExecutor([2, -1])).toThrow(/parts from 0/);
  });
});

describe('AP', () => {
  it('crosses behind the clock, rests level with it, pauses far ahead', () => {
    // Filled share over time share: 0/0 crosses; .5/.25 and .5/.5 = 1 rest; after a fill at rest 1 is all.
    expect(sold(apExecutor(), [calm, calm, busy, calm], 200)).toEqual(['0 crossed', '2 queue']);
    expect(sold(apExecutor(), calmSteps(4), 200)).toEqual(['0 crossed', '3 crossed']);
    // In step 1 it is ahead, 0.5 / 0.25 = 2 > 1.1: no order, and nothing is filled by that step's trades.
    expect(sold(apExecutor(), [calm, busy, calm, calm], 200)).toEqual(['0 crossed', '3 crossed']);
    expect(sold(apExecutor({ upper: 2 }), [calm, busy, calm, calm], 200)).toEqual(['0 crossed', '1 queue']);
  });
  it('crosses below 1 or below 1.01 (ap-lower)', () => {
    const quiet = calmSteps(4);
    expect(sold(apExecutor({ lower: 1 }), quiet, 200)).toEqual(['0 crossed', '3 crossed']);
    expect(sold(apExecutor({ lower: 1.01 }), quiet, 200)).toEqual(['0 crossed', '2 crossed']);
  });
  it('queues anew in its band, or keeps its place (ap-band)', () => {
    // Two records in each of two steps pass the three ahead of a kept order; one that queues anew has one left ahead.
    const two: Snapshot = { ...calm, trades: busy.trades?.slice(0, 2) ?? [] };
    const steps = [calm, two, two, calm];
    expect(sold(apExecutor({ upper: 2, band: 'reissue' }), steps, 200)).toEqual(['0 crossed', '3 crossed']);
    expect(sold(apExecutor({ upper: 2, band: 'keep' }), steps, 200)).toEqual(['0 crossed', '2 queue']);
  });
  it('tells time along its own steps or along 600 (pace-steps)', () => {
    expect(sold(apExecutor({ paceSteps: 'own' }), calmSteps(4), 200)).toEqual(['0 crossed', '3 crossed']);
    expect(sold(apExecutor({ paceSteps: '600' }), calmSteps(4), 200)).toEqual(['0 crossed', '3 forced']);
  });
});

describe('other executors', () => {
  it('POV follows the volume up to its cap, and forces the rest', () => {
    const hundreds = Array.from({ length: 6 }, (): Snapshot => ({ ...calm, trades: [[1001, 500]] }));
    // 10 % of 500, 1000, … before steps 1, 2, …: a lot is behind at 1000 and 2000 shares.
    expect(sold(povExecutor(0.1), hundreds, 400)).toEqual(['2 crossed', '4 crossed', '5 forced']);
  });
  it('Almgren-Chriss is even without urgency and early with it', () => {
    expect(sold(almgrenChrissExecutor(0), calmSteps(6), 300)).toEqual(['0 crossed', '2 crossed', '4 crossed']);
    // sinh(4 × 5/6) / sinh 4 = .51, .25, .13, .06, .02: of four lots 2.1, 1.0, .5 … may be left after steps 0, 1, 2 …
    expect(sold(almgrenChrissExecutor(4), calmSteps(6), 400)).toEqual([
      '0 crossed',
      '1 crossed',
      '2 crossed',
      '3 crossed',
    ]);
    expect(() => almgrenChrissExecutor(-1)).toThrow(/at least 0; received -1/);
  });
  it('immediate crosses a lot a step from the first', () => {
    expect(sold(immediateExecutor(), calmSteps(4), 300)).toEqual(['0 crossed', '1 crossed', '2 crossed']);
  });
  it('rest-then-cross rests without losing its place, then crosses in time or is forced', () => {
    const one: Snapshot = { ...calm, trades: [[1001, 100]] };
    expect(sold(restThenCrossExecutor(), [one, one, one, one, calm], 100)).toEqual(['3 queue']);
    expect(sold(restThenCrossExecutor(), calmSteps(5), 200)).toEqual(['3 crossed', '4 crossed']);
    expect(sold(restThenCrossExecutor('forced'), calmSteps(5), 200)).toEqual(['4 forced']);
  });
  it('the imbalance rule crosses where the book leans against it', () => {
    const sized = (bid: number, ask: number): Snapshot => ({ bids: [[1000, bid]], asks: [[1001, ask]] });
    // A seller fears (bid − ask) / (bid + ask) below −0.5.
    const steps = [sized(500, 500), sized(200, 600), sized(100, 600), sized(500, 500)];
    expect(sold(imbalanceExecutor(0.5), steps, 100)).toEqual(['2 crossed']);
    expect(sold(imbalanceExecutor(0.8), steps, 100)).toEqual(['3 crossed']);
  });
  it('random draws from its generator only', () => {
    expect(sold(randomExecutor(), calmSteps(9), 300)).toEqual(sold(randomExecutor(), calmSteps(9), 300));
  });
});
