import { describe, expect, it, vi } from 'vitest';
import { sha256 } from '../../core/index.js';
import { barsFrom, twinBars } from './bars.js';
import { barTwinId, barTwinInstruments, barTwinParameters } from './parameters.js';

/** Hash over all columns of a twin's bars. */
function bytesOf(instrument: string): string {
  const bars = twinBars(instrument);
  const columns = [bars.open, bars.high, bars.low, bars.close, bars.volume, bars.amount as Float64Array];
  return sha256(columns.map((c) => sha256(new Uint8Array(c.buffer))).join('')).slice(0, 16);
}

describe('twin@1 of bars', () => {
  it('is frozen: ids and bytes of all eight stocks', () => {
    const frozen = barTwinInstruments().map((i) => `${i} ${barTwinId(barTwinParameters(i))} ${bytesOf(i)}`);
    expect(frozen).toMatchInlineSnapshot(`
      [
        "600000 twin-cn-15min@1-b38d557e38abd308 57907ecbef3c8116",
        "600010 twin-cn-15min@1-20597a1daeb1ce1c 66d945e9a4271645",
        "600018 twin-cn-15min@1-c63a404c5719b438 380274dd84781fc2",
        "600028 twin-cn-15min@1-292680deb6e0e0cd 9fe7a1971403e657",
        "600030 twin-cn-15min@1-cf578e8a623650d1 19299e7743a281fc",
        "600048 twin-cn-15min@1-deb15dbea8188fee 9c1f98b9dc477c0d",
        "600050 twin-cn-15min@1-cc93e76e98b77c8a f08fcd8f0e61c9c9",
        "600104 twin-cn-15min@1-05427542f56de067 6f77a692ed513716",
      ]
    `);
  });

  it('is marked synthetic and has 300 days of 16 bars', () => {
    for (const instrument of barTwinInstruments()) {
      const bars = twinBars(instrument);
      expect([bars.synthetic, bars.days.length, bars.volume.length]).toEqual([true, 300, 4800]);
      expect(new Set(bars.days).size).toBe(300);
    }
  });

  it('has prices on the tick, in order and within the daily limit, lots, and VWAPs between low and high, in all stocks', () => {
    const broken = { order: 0, tick: 0, limit: 0, lot: 0, vwap: 0 };
    for (const instrument of barTwinInstruments()) {
      const { open, high, low, close, volume, amount } = twinBars(instrument);
      const at = (column: Float64Array | undefined, i: number): number => column?.[i] as number;
      for (let i = 0; i < volume.length; i++) {
        const [o, h, l, c, v] = [open, high, low, close, volume].map((x) => at(x, i)) as [
          number,
          number,
          number,
          number,
          number,
        ];
        const before = i < 16 ? o : at(close, i - (i % 16) - 1);
        const vwap = at(amount, i) / v;
        if (!(l > 0 && l <= Math.min(o, c) && Math.max(o, c) <= h)) broken.order++;
        if ([o, h, l, c].some((p) => p !== Math.round(p * 100) / 100)) broken.tick++;
        if (h > before * 1.1 + 1e-9 || l < before * 0.9 - 1e-9) broken.limit++;
        if (!(v >= 100 && v % 100 === 0)) broken.lot++;
        if (vwap < l - 1e-9 || vwap > h + 1e-9) broken.vwap++;
      }
    }
    expect(broken).toEqual({ order: 0, tick: 0, limit: 0, lot: 0, vwap: 0 });
  });

  it('stays within the daily limit where days are wild', () => {
    const p = barTwinParameters('600000');
    const { close, high, low } = barsFrom({ ...p, barReturnDeviation: p.barReturnDeviation.map((s) => 20 * s) }, 40);
    let atLimit = 0;
    for (let i = 16; i < close.length; i++) {
      const before = close[i - (i % 16) - 1] as number;
      expect((high[i] as number) <= before * 1.1 + 1e-9 && (low[i] as number) >= before * 0.9 - 1e-9).toBe(true);
      if ((high[i] as number) > before * 1.1 - 0.01) atLimit++;
    }
    expect(atLimit).toBeGreaterThan(0);
  });

  it('uses no function whose last bit an engine may choose', () => {
    const frozen = bytesOf('600104');
    const names = [
      'exp',
      'expm1',
      'log',
      'log1p',
      'log2',
      'log10',
      'pow',
      'sin',
      'cos',
      'tan',
      'atan2',
      'cbrt',
      'hypot',
    ] as const;
    for (const name of names) {
      vi.spyOn(Math, name).mockImplementation(() => {
        throw new Error(`Math.${name} was called`);
      });
    }
    try {
      expect(bytesOf('600104')).toBe(frozen);
    } finally {
      vi.restoreAllMocks();
    }
  });

  it('does not change its first days when more follow', () => {
    const p = barTwinParameters('600104');
    const [short, long] = [barsFrom(p, 20), barsFrom(p, 50)];
    for (const column of ['open', 'high', 'low', 'close', 'volume', 'amount', 'day', 'endMs'] as const) {
      expect(long[column]?.subarray(0, 320)).toEqual(short[column]);
    }
    expect(long.days.slice(0, 20)).toEqual(short.days);
  });

  it('has a hash of its own for another number of days', () => {
    const id = barTwinId(barTwinParameters('600104'));
    expect([twinBars('600104').hash, twinBars('600104', 20).hash]).toEqual([id, `${id}-20d`]);
  });

  it('changes its id with any parameter', () => {
    const p = barTwinParameters('600000');
    expect(barTwinId({ ...p, price: p.price + 0.01 })).not.toBe(barTwinId(p));
  });

  it('names the stocks that have a twin', () => {
    expect(() => twinBars('600519')).toThrow(/there are twins of 600000, 600010/);
  });
});
