import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { dataTest, describeWithData } from '../../../../test/support/data.js';
import { generator, portableLog, sha256 } from '../../../core/index.js';
import { type BookDay, bookPhases } from '../../books/book-day.js';
import { bookTwinDay, type TwinDayFacts, twinSteps } from './day.js';
import { bookTwinFacts, drawDays, loadBookTwin } from './days.js';
import { bookTwinId, bookTwinInstruments, bookTwinParameters } from './parameters.js';
import { referencePath } from './reference-path.js';

const continuous = bookPhases.indexOf('continuous');
const base = bookTwinParameters('600000');
const facts: TwinDayFacts = {
  day: '2014-06-03',
  open: 950,
  high: 968,
  low: 944,
  close: 961,
  volume: 120_000_000,
  previousClose: 949,
  flags: [],
};

/** Hash over all columns of a day. */
function bytesOf(d: BookDay): string {
  const { tape } = d;
  const columns = [d.timeMs, d.phase, d.bidTicks, d.bidSizes, d.askTicks, d.askSizes, d.tradeStart];
  const all = [...columns, tape.timeMs, tape.ticks, tape.sizes, tape.sides, tape.auction];
  return sha256(all.map((c) => sha256(new Uint8Array(c.buffer, c.byteOffset, c.byteLength))).join('')).slice(0, 16);
}

/** What must hold of every day; counts of what does not. */
function brokenIn(d: BookDay): Record<string, number> {
  const broken = { crossed: 0, order: 0, lots: 0, quotes: 0, times: 0, volume: 0 };
  const { levels, tape } = d;
  for (let t = 0; t < d.timeMs.length; t++) {
    if (t > 0 && (d.timeMs[t] as number) <= (d.timeMs[t - 1] as number)) broken.times++;
    if (t > 0 && (d.cumulativeVolume?.[t] as number) < (d.cumulativeVolume?.[t - 1] as number)) broken.volume++;
    if (t === 0) continue;
    const at = t * levels;
    if ((d.bidTicks[at] as number) >= (d.askTicks[at] as number)) broken.crossed++;
    for (let l = 0; l < levels; l++) {
      if (l > 0 && (d.bidTicks[at + l] as number) >= (d.bidTicks[at + l - 1] as number)) broken.order++;
      if (l > 0 && (d.askTicks[at + l] as number) <= (d.askTicks[at + l - 1] as number)) broken.order++;
      for (const sizes of [d.bidSizes, d.askSizes])
        if (!((sizes[at + l] as number) >= 100 && (sizes[at + l] as number) % 100 === 0)) broken.lots++;
    }
    for (let n = d.tradeStart[t] as number; n < (d.tradeStart[t + 1] as number); n++) {
      if (!((tape.sizes[n] as number) >= 100 && (tape.sizes[n] as number) % 100 === 0)) broken.lots++;
      const stamp = tape.timeMs[n] as number;
      if (!(stamp > (d.timeMs[t] as number) && stamp <= (d.timeMs[t + 1] ?? stamp))) broken.times++;
      const next = Math.min(t + 1, d.timeMs.length - 1) * levels;
      const low = Math.min(d.bidTicks[at] as number, d.bidTicks[next] as number);
      const high = Math.max(d.askTicks[at] as number, d.askTicks[next] as number);
      if ((tape.ticks[n] as number) < low || (tape.ticks[n] as number) > high) broken.quotes++;
    }
  }
  return broken;
}
const sound = { crossed: 0, order: 0, lots: 0, quotes: 0, times: 0, volume: 0 };
const pricesOf = ({ tape }: BookDay) => {
  const all = Int32Array.from(tape.ticks).sort();
  return { open: tape.ticks[0], high: all.at(-1), low: all[0], close: tape.ticks.at(-1) };
};

describe('twin@1 of books', () => {
  it('is frozen: ids, and bytes of one drawn day of each kind, in all eight stocks', () => {
    const frozen = bookTwinInstruments().map((instrument) => {
      const p = bookTwinParameters(instrument);
      const [, , day] = drawDays(p, 3);
      const of = (kind: 'twin' | 'null'): string => bytesOf(bookTwinDay(p, day as TwinDayFacts, kind));
      return `${instrument} ${bookTwinId(p, 'twin')} ${of('twin')} ${of('null')}`;
    });
    expect(frozen).toMatchInlineSnapshot(`
      [
        "600000 twin-book@1-d714017f753cf557 d26e9c4968f442c0 a5bac2a36cbf933d",
        "600010 twin-book@1-39fb586ef2939e7f db99818be0daf1c4 97e872461a95362a",
        "600018 twin-book@1-4a1ded697c3a3ad0 37504e053dd4f888 5c21065e9f09e756",
        "600028 twin-book@1-8ab56bbf208fc94d e5ee521b56769d54 dd9e25c90eadfd73",
        "600030 twin-book@1-e20f7e2b0001466a e017d693d95fe1ca 9f258a096f7693f4",
        "600048 twin-book@1-5170339d04fc5151 dbe60a3511fe51ce 82cc91dd3c409407",
        "600050 twin-book@1-26ec533c91dbdfb2 7a52065f732abe1d 5f2081167efd9596",
        "600104 twin-book@1-78e49c5e03ceb938 f4e418e569ecf4d0 851f437c6e40354e",
      ]
    `);
  });

  it('uses no function whose last bit an engine may choose', () => {
    const spies = (['exp', 'log', 'log10', 'log2', 'pow', 'sin', 'cos', 'tanh'] as const).map((f) => vi.spyOn(Math, f));
    bookTwinDay(base, drawDays(base, 1)[0] as TwinDayFacts);
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });

  it('has the day’s open, high, low, close and volume, 4800 steps, and is marked synthetic', () => {
    const day = bookTwinDay(base, facts);
    expect(pricesOf(day)).toEqual({ open: 950, high: 968, low: 944, close: 961 });
    expect(day.tape.sizes.reduce((a, b) => a + b, 0)).toBe(facts.volume);
    expect(day.phase.filter((p) => p === continuous)).toHaveLength(twinSteps);
    expect([day.synthetic, day.tapeKind, day.levels]).toEqual([true, 'generated', 10]);
    expect(day.cumulativeVolume?.at(-1)).toBe(facts.volume);
  });

  it('is never crossed, in order, in lots, and trades between the quotes, whatever the day', () => {
    const day = fc.record({
      low: fc.integer({ min: 60, max: 4000 }),
      range: fc.integer({ min: 1, max: 120 }),
      at: fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
      lots: fc.integer({ min: 2000, max: 300_000 }),
    });
    fc.assert(
      fc.property(day, fc.constantFrom('twin', 'null'), ({ low, range, at, lots }, kind) => {
        const drawn: TwinDayFacts = {
          ...facts,
          low,
          high: low + range,
          open: low + Math.round(at[0] * range),
          close: low + Math.round(at[1] * range),
          volume: lots * 100,
        };
        const made = bookTwinDay(base, drawn, kind);
        const { quotes, ...rest } = brokenIn(made);
        // The day's high, low and close are met by single records.
        expect(quotes).toBeLessThanOrEqual(3);
        expect(rest).toEqual({ crossed: 0, order: 0, lots: 0, times: 0, volume: 0 });
        if (kind === 'twin') {
          const { open, high, low, close } = drawn;
          expect(pricesOf(made)).toEqual({ open, high, low, close });
        }
      }),
      { numRuns: 12 },
    );
  });

  it('is told apart by day and kind, and refuses prices that are no day’s', () => {
    const other = bookTwinDay(base, { ...facts, day: '2014-06-04' });
    expect(other.hash).not.toBe(bookTwinDay(base, facts).hash);
    expect(() => bookTwinDay(base, { ...facts, high: 955 })).toThrow(/2014-06-03 has 944, 950, 961, 955/);
    expect(() => bookTwinParameters('600519')).toThrow(/no synthetic book of 600519; there are books of 600000/);
  });
});

describe('the reference price', () => {
  it('goes from open to close and meets high and low', () => {
    for (let k = 0; k < 20; k++) {
      const path = referencePath({ open: 950, high: 968.3, low: 944.2, close: 961 }, 4800, generator(k));
      expect(path[0]).toBe(950);
      expect(path[4800]).toBeCloseTo(961, 9);
      expect(Math.max(...path)).toBeCloseTo(968.3, 9);
      expect(Math.min(...path)).toBeCloseTo(944.2, 9);
    }
  });
});

describe('drawn days', () => {
  it('are days, and do not depend on how many are drawn', () => {
    for (const instrument of bookTwinInstruments()) {
      const p = bookTwinParameters(instrument);
      const days = drawDays(p);
      expect(drawDays(p, 5)).toEqual(days.slice(0, 5));
      for (const d of days) {
        expect(d.low <= Math.min(d.open, d.close) && Math.max(d.open, d.close) <= d.high && d.low < d.high).toBe(true);
        expect(d.high).toBeLessThan(1.1 * d.previousClose);
        expect(d.low).toBeGreaterThan(0.9 * d.previousClose);
      }
    }
  });
});

it('logarithms are those of Math.log', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (x) => {
      expect(Math.abs(portableLog(x) - Math.log(x))).toBeLessThan(1e-12);
    }),
  );
});

describeWithData('days of the stocks themselves', () => {
  dataTest('203 days less those at a limit; 158 of 600018', async () => {
    const counts: Record<string, number> = {};
    for (const instrument of bookTwinInstruments()) counts[instrument] = (await bookTwinFacts(instrument)).length;
    expect(counts).toMatchInlineSnapshot(`
      {
        "600000": 202,
        "600010": 192,
        "600018": 154,
        "600028": 199,
        "600030": 193,
        "600048": 195,
        "600050": 198,
        "600104": 200,
      }
    `);
    const day = await loadBookTwin('600000', '2015-01-05');
    expect(day.flags).toEqual(['synthetic book of a real day']);
    expect(brokenIn(day)).toEqual({ ...sound, quotes: expect.any(Number) });
  });
});
