import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { generator } from '../core/index.js';
import {
  type BookDay,
  bookTwinDay,
  bookTwinParameters,
  drawDays,
  type TwinDayFacts,
  type TwinKind,
} from '../market/index.js';
import { deviation, mean } from '../statistics/index.js';
import { probeSkills } from './book-probe.js';
import { linearProbe } from './linear-probe.js';
import { networkProbe } from './network-probe.js';
import { type DayErrors, type ProbeWindows, probeHorizons, probeWindows, windowWidth } from './probe-windows.js';

const parameters = bookTwinParameters('600000');
// Days as lively as those of real books.
const drawn = drawDays(parameters, 60)
  .filter(({ high, low }) => high - low >= 30)
  .slice(0, 4);
const days = (kind: TwinKind): BookDay[] => drawn.map((facts: TwinDayFacts) => bookTwinDay(parameters, facts, kind));

/** Days of noise whose first move is `signal` × the window's last number (plus noise of variance 1), and whose others are noise. */
function planted(signal: number, count = 3, n = 2000): ProbeWindows[] {
  const random = generator('planted');
  return Array.from({ length: count }, () => {
    const rows = Float32Array.from({ length: n * windowWidth }, () => 5 + random.uniform());
    const moves = Float64Array.from({ length: n * probeHorizons.length }, () => 3 + random.normal());
    for (let r = 0; r < n; r++)
      moves[4 * r] =
        (moves[4 * r] as number) + signal * Math.sqrt(12) * ((rows[(r + 1) * windowWidth - 1] as number) - 5.5);
    return { n, rows, moves };
  });
}
const skill = (errors: readonly DayErrors[], h: number): number =>
  1 -
  errors.reduce((sum, e) => sum + (e.forecast[h] as number), 0) /
    errors.reduce((sum, e) => sum + (e.mean[h] as number), 0);

describe('windows of a book', () => {
  const [day] = days('twin') as [BookDay];
  const { n, rows, moves } = probeWindows(day);
  const continuous = [...day.phase.keys()].filter((t) => day.phase[t] === 2);

  it('are the last 20 snapshots from bid 10 to ask 10: ticks from the last mid, then log sizes; zeros before the day’s first', () => {
    // The last 100 steps of each half have no move of 100 steps; the last snapshot of a half has none at all.
    expect(n).toBe(continuous.length - 200);
    const r = 40;
    const [t, before] = [continuous[r] as number, continuous[r - 3] as number];
    const mid = ((day.bidTicks[10 * t] as number) + (day.askTicks[10 * t] as number)) / 2;
    const at = r * windowWidth + 16 * 40;
    expect(rows[at]).toBe((day.bidTicks[10 * before + 9] as number) - mid);
    expect(rows[at + 9]).toBe((day.bidTicks[10 * before] as number) - mid);
    expect(rows[at + 10]).toBe((day.askTicks[10 * before] as number) - mid);
    expect(rows[at + 19]).toBe((day.askTicks[10 * before + 9] as number) - mid);
    expect(rows[at + 20]).toBeCloseTo(Math.log10(day.bidSizes[10 * before + 9] as number), 6);
    expect(rows[at + 39]).toBeCloseTo(Math.log10(day.askSizes[10 * before + 9] as number), 6);
    expect(rows.slice(2 * windowWidth, 2 * windowWidth + 17 * 40).every((x) => x === 0)).toBe(true);
    expect(rows.slice(2 * windowWidth + 17 * 40, 3 * windowWidth).every((x) => x !== 0)).toBe(true);
    const later = continuous[r + 20] as number;
    expect(moves[4 * r + 2]).toBe(
      ((day.bidTicks[10 * later] as number) + (day.askTicks[10 * later] as number)) / 2 - mid,
    );
  });

  it('see nothing of what comes: later snapshots change no row', () => {
    const cut = 2000;
    const changed = {
      ...day,
      bidSizes: day.bidSizes.map((x, i) => (i > 10 * (continuous[cut] as number) + 9 ? 100 : x)),
    };
    const other = probeWindows(changed);
    const firstChange = rows.findIndex((x, i) => x !== other.rows[i]);
    expect(firstChange).toBe((cut + 1) * windowWidth + 19 * 40 + 20);
  });
});

describe('probes', () => {
  it('find a planted move that is half signal (the network a part of it), and nothing in noise', async () => {
    const windows = planted(1);
    const [linear, network] = [
      await linearProbe(windows),
      await networkProbe(windows, generator(1), { epochs: 20, decay: 0.003 }),
    ];
    expect(skill(linear, 0)).toBeGreaterThan(0.35);
    expect(skill(linear, 0)).toBeLessThan(0.5);
    expect(skill(network, 0)).toBeGreaterThan(0.1);
    for (const h of [1, 2, 3]) {
      expect(skill(linear, h)).toBeLessThan(0);
      expect(skill(network, h)).toBeLessThan(0);
    }
    expect(skill(await linearProbe(planted(0)), 0)).toBeLessThan(0);
  });

  it('errors of the linear probe are those of ridge regression in its dual form, row by row', async () => {
    const [tested, fitted] = planted(1, 2, 150) as [ProbeWindows, ProbeWindows];
    const [errors] = (await linearProbe([tested, fitted])) as [DayErrors];
    const n = fitted.n;
    const column = (rows: Float32Array, j: number): Float64Array =>
      Float64Array.from({ length: rows.length / windowWidth }, (_, r) => rows[r * windowWidth + j] as number);
    const standardised = (of: ProbeWindows): Matrix => {
      const out = new Matrix(of.n, windowWidth);
      for (let j = 0; j < windowWidth; j++) {
        const own = column(fitted.rows, j);
        const [m, d] = [mean(own), deviation(own, 0)];
        for (const [r, x] of column(of.rows, j).entries()) out.set(r, j, (x - m) / d);
      }
      return out;
    };
    const [x, z] = [standardised(fitted), standardised(tested)];
    const move = (of: ProbeWindows, h: number): Float64Array => of.moves.filter((_, i) => i % 4 === h);
    for (let h = 0; h < 4; h++) {
      const average = mean(move(fitted, h));
      const y = Matrix.columnVector(Array.from(move(fitted, h), (v) => v - average));
      const kernel = x.mmul(x.transpose()).add(Matrix.eye(n).mul(0.1 * n));
      const told = z.mmul(x.transpose()).mmul(solve(kernel, y));
      const squares = [...move(tested, h).entries()].map(([r, v]) => (v - average - told.get(r, 0)) ** 2);
      expect(errors.forecast[h]).toBeCloseTo(n * mean(squares), 2);
      expect(errors.mean[h]).toBeCloseTo(n * mean(move(tested, h).map((v) => (v - average) ** 2)), 6);
    }
  });

  it('tell one and five steps ahead on the twin, nothing on the null twin', async () => {
    const [twin, none] = [await probeSkills(days('twin')), await probeSkills(days('null'))];
    for (const { horizon, low, probe } of twin) if (horizon <= 5) expect(low, `${probe} ${horizon}`).toBeGreaterThan(0);
    for (const { horizon, low, skill: found, probe } of none) {
      expect(low, `${probe} ${horizon}`).toBeLessThanOrEqual(0);
      if (horizon <= 5) expect(found, `${probe} ${horizon}`).toBeLessThan(0.005);
    }
    await expect(probeSkills(days('null').slice(0, 2))).rejects.toThrow(/received 2/);
  });
});
