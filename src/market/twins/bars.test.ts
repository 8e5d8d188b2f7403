import { describe, expect, it } from 'vitest';
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

  it('is marked synthetic and has 300 days of 16 bars with prices on the tick, in order, within the daily limit', () => {
    const bars = twinBars('600000');
    expect(bars.synthetic).toBe(true);
    expect([bars.days.length, bars.volume.length]).toEqual([300, 4800]);
    for (let i = 0; i < bars.volume.length; i++) {
      const [o, h, l, c] = [bars.open, bars.high, bars.low, bars.close].map((x) => x[i] as number) as [
        number,
        number,
        number,
        number,
      ];
      expect(h).toBeGreaterThanOrEqual(Math.max(o, c));
      expect(l).toBeLessThanOrEqual(Math.min(o, c));
      expect(Math.abs(c * 100 - Math.round(c * 100))).toBeLessThan(1e-9);
      expect((bars.volume[i] as number) % 100).toBe(0);
      const before = i >= 16 ? (bars.close[i - (i % 16) - 1] as number) : o;
      if (i >= 16) expect(Math.abs(c / before - 1)).toBeLessThan(0.1 + 1e-9);
      const vwap = (bars.amount?.[i] as number) / (bars.volume[i] as number);
      expect(vwap).toBeGreaterThan(l - 0.01);
      expect(vwap).toBeLessThan(h + 0.01);
    }
  });

  it('does not change its first days when more follow', () => {
    const p = barTwinParameters('600104');
    const [short, long] = [barsFrom(p, 20), barsFrom(p, 50)];
    expect(long.volume.subarray(0, 320)).toEqual(short.volume);
    expect(long.close.subarray(0, 320)).toEqual(short.close);
  });

  it('changes its id with any parameter', () => {
    const p = barTwinParameters('600000');
    expect(barTwinId({ ...p, price: p.price + 0.01 })).not.toBe(barTwinId(p));
  });

  it('names the stocks that have a twin', () => {
    expect(() => twinBars('600519')).toThrow(/there are twins of 600000, 600010/);
  });
});
