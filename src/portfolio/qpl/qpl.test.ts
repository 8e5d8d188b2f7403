/** Quantum price levels step by step against the worked example, the tutorial's coefficients and the predecessor's published levels; their properties. */
import fs from 'node:fs';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataFile, dataTest } from '../../../test/support/data.js';
import { generator } from '../../core/index.js';
import { anharmonicity, fitQuantum, ratioReturns, returnHistogram } from './anharmonicity.js';
import { dailyLevels, type LevelOptions } from './daily-levels.js';
import { dasgupta, quarticEnergy } from './energies.js';
import { levelMultiple, levelsAround } from './levels.js';
import { executionPrice, gainOverClose, type RiskSignal, triggeredLevel } from './trigger.js';

const golden = (name: string) =>
  JSON.parse(fs.readFileSync(new URL(`../../../test/golden/${name}.json`, import.meta.url), 'utf8'));

/** The worked example's generator, equal on every platform: the minimal standard of Park and Miller. */
function minimalStandard(seed: number): () => number {
  let x = seed;
  return () => {
    x = (48271 * x) % 2147483647;
    return x;
  };
}

describe('energies', () => {
  it('stand on the coefficients of the tutorial', () => {
    const { inputs, expected } = golden('dasgupta-k');
    for (const [k, n] of inputs.cases.K.n.entries()) expect(dasgupta(n) / expected.K[k]).toBeCloseTo(1, 13);
  });
  it('solve the quartic for each anharmonicity, on both sides of the branch', () => {
    const { inputs, expected } = golden('qpl-energies');
    for (const name of ['lambda0.5', 'lambda1.0', 'lambda1.16813758'])
      for (const [k, n] of inputs.common.n.entries())
        expect(quarticEnergy(n, inputs.cases[name].lambda)).toBeCloseTo(expected[name][k], 9);
    expect(quarticEnergy(0, 0.3)).toBeCloseTo(expected.negativeDiscriminant[0], 9);
    expect(Math.abs(quarticEnergy(0, expected.branchBoundary.lambda) - expected.branchBoundary.E0)).toBeLessThan(1e-5);
    for (const [k, lambda] of inputs.cases.qpr1.lambda.entries())
      expect(Math.abs(quarticEnergy(1, lambda) / quarticEnergy(0, lambda) - expected.qpr1[k])).toBeLessThan(5e-4);
    for (const [n, exact] of expected.exactEigenvaluesLambda1.entries())
      expect(Math.abs(quarticEnergy(n, 1) / exact - 1)).toBeLessThan(0.018);
    expect(quarticEnergy(3, 0)).toBeCloseTo(7, 12);
  });
  it('are asked for with levels and anharmonicities that exist', () => {
    expect(() => dasgupta(-1)).toThrow(/received -1/);
    expect(() => quarticEnergy(0, Number.NaN)).toThrow(/received NaN/);
  });
});

describe('the worked example', () => {
  const { inputs, expected } = golden('qpl-seed-20230618');
  const draw = minimalStandard(inputs.common.seed);
  const outputs: number[] = [];
  const returns = Float64Array.from({ length: inputs.common.returns }, () => {
    let sum = 0;
    for (let k = 0; k < 12; k++) {
      outputs.push(draw());
      sum += outputs.at(-1) as number;
    }
    return 1 + 0.005 * (sum / 2147483647 - 6);
  });
  const histogram = returnHistogram(returns);
  it('has the generator and the series', () => {
    const check = minimalStandard(1);
    for (let k = 1; k < 10_000; k++) check();
    expect(check()).toBe(expected.generatorCheck);
    expect(outputs.slice(0, 5)).toEqual(expected.series.firstOutputs);
    for (const [t, r] of expected.series.firstReturns.entries()) expect(returns[t]).toBeCloseTo(r, 14);
    expect(returns.at(-1)).toBeCloseTo(expected.series.lastReturn, 14);
  });
  it('has the moments, the histogram and the anharmonicity', () => {
    expect(histogram.mean).toBeCloseTo(expected.moments.mean, 12);
    expect(histogram.sigma).toBeCloseTo(expected.moments.sigmaPopulation, 12);
    expect(histogram.binWidth).toBeCloseTo(expected.moments.binWidth, 12);
    expect(histogram.leftEdge).toBeCloseTo(expected.moments.leftEdge, 12);
    expect([histogram.kept, histogram.peak]).toEqual([expected.histogram.kept, expected.histogram.peakBin]);
    expect([...histogram.counts.subarray(50, 53)]).toEqual(expected.histogram.countsAroundPeak);
    expect(anharmonicity(histogram)).toBeCloseTo(expected.groundState.lambda, 12);
    expect(anharmonicity(histogram, 'bin-centre')).not.toBeCloseTo(expected.groundState.lambda, 6);
  });
  it('has the levels', () => {
    const fit = { sigma: histogram.sigma, lambda: anharmonicity(histogram) };
    for (const [k, n] of inputs.cases.levels.n.entries()) {
      expect(quarticEnergy(n, fit.lambda)).toBeCloseTo(expected.levels.E[k], 9);
      expect(levelMultiple(n, fit)).toBeCloseTo(expected.levels.NQPR[k], 11);
    }
    const level0 = levelsAround(1, 0, fit);
    expect(level0.upper).toBeCloseTo(expected.qplAtPriceOne.level0Plus, 11);
    expect(level0.lower).toBeCloseTo(expected.qplAtPriceOne.level0Minus, 9);
    expect(levelsAround(1, 1, fit).upper).toBeCloseTo(expected.qplAtPriceOne.level1Plus, 11);
  });
});

describe('the predecessor’s published levels of EURUSD', () => {
  const { inputs, expected } = golden('qpl-qf-eurusd');
  const { close, lambda, sigma } = inputs.common;
  it('follow from its λ and σ, label k being level k − 1', () => {
    for (const [k, label] of inputs.cases.rowLevels.labels.entries()) {
      const { lower, upper } = levelsAround(close, label - 1, { lambda, sigma });
      expect(Math.abs(upper - expected.rowLevels.plus[k])).toBeLessThan(2e-8);
      expect(Math.abs(lower - expected.rowLevels.minus[k])).toBeLessThan(2e-8);
    }
    for (const [k, label] of inputs.cases.nqpr.labels.entries())
      expect(Math.abs(levelMultiple(label - 1, { lambda, sigma }) - expected.nqpr[k])).toBeLessThan(6e-7);
  });
});

describe('levels', () => {
  const fits = fc.record({
    sigma: fc.double({ min: 1e-4, max: 0.05, noNaN: true }),
    lambda: fc.double({ min: 0.01, max: 3, noNaN: true }),
  });
  it('mirror each other around the price and rise with level, deviation and anharmonicity', () => {
    fc.assert(
      fc.property(
        fits,
        fc.integer({ min: 0, max: 19 }),
        fc.double({ min: 0.01, max: 200, noNaN: true }),
        (fit, n, price) => {
          const { lower, upper } = levelsAround(price, n, fit);
          expect((lower * upper) / (price * price)).toBeCloseTo(1, 12);
          const here = levelMultiple(n, fit);
          expect(levelMultiple(n + 1, fit)).toBeGreaterThan(here);
          expect(levelMultiple(n, { ...fit, sigma: 1.1 * fit.sigma })).toBeGreaterThan(here);
          if (n > 0) expect(levelMultiple(n, { ...fit, lambda: 1.1 * fit.lambda })).toBeGreaterThan(here);
        },
      ),
    );
  });
  it('have no anharmonicity where the peak stands at the end, or nothing stands beside it', () => {
    const histogram = returnHistogram(Float64Array.of(0.99, 1, 1, 1.01));
    expect(() => anharmonicity(histogram)).toThrow(/hold 0 and 0/);
    expect(() => anharmonicity({ ...histogram, peak: 99 })).toThrow(/bin 99 of 100/);
    expect(() => returnHistogram(Float64Array.of(1, 1, 1))).toThrow(/deviation 0/);
  });
  it('with an inflated σ count one return of nothing', () => {
    const closes = Array.from({ length: 400 }, (_, t) => 1 + 0.01 * Math.sin(t * t));
    const returns = [...ratioReturns(closes), 0];
    const mean = returns.reduce((a, b) => a + b, 0) / returns.length;
    const variance = returns.reduce((a, r) => a + (r - mean) ** 2, 0) / returns.length;
    expect(fitQuantum(closes, { sigma: 'inflated' }).sigma).toBeCloseTo(Math.sqrt(variance), 12);
    expect(fitQuantum(closes, { sigma: 'inflated' }).lambda).toBe(fitQuantum(closes).lambda);
    expect(ratioReturns([1, 2], 'prev/close')[0]).toBe(0.5);
  });
});

function walk(seed: string, days: number): { open: Float64Array; close: Float64Array } {
  const random = generator(seed);
  const open = new Float64Array(days);
  const close = new Float64Array(days);
  let price = 1.2;
  for (let t = 0; t < days; t++) {
    open[t] = price * Math.exp(0.0005 * random.normal());
    price = (open[t] as number) * Math.exp(0.005 * random.normal());
    close[t] = price;
  }
  return { open, close };
}

describe('levels of each day', () => {
  const days = 700;
  const prices = walk('levels', days);
  const options: LevelOptions = { level: 1, history: 500, least: 300 };
  const until = (t: number) => ({ open: prices.open.subarray(0, t), close: prices.close.subarray(0, t) });
  it.each(['open', 'prev-close'] as const)('do not change when days are appended (%s)', (reference) => {
    const whole = dailyLevels(prices, { ...options, reference });
    for (const t of [300, 450, 651]) {
      const prefix = dailyLevels(until(t), { ...options, reference });
      expect([...whole.lower.subarray(0, t)]).toEqual([...prefix.lower]);
      expect([...whole.upper.subarray(0, t)]).toEqual([...prefix.upper]);
    }
    // Nor with the close of their own day.
    const other = prices.close.slice();
    other[600] = 2 * (other[600] as number);
    expect(dailyLevels({ open: prices.open, close: other }, { ...options, reference }).lower[600]).toBe(
      whole.lower[600],
    );
    expect(whole.lookAheadDays).toBe(0);
    expect([whole.fittedFrom[650], whole.fittedTo[650]]).toEqual([151, 650]);
    expect(whole.lower.findIndex((v) => v > 0)).toBe(299);
  });
  it('are the fit’s, on the closes that the day has seen', () => {
    const fit = fitQuantum(prices.close.subarray(151, 650));
    const whole = dailyLevels(prices, options);
    expect(whole.upper[650]).toBe((prices.open[650] as number) * levelMultiple(1, fit));
    expect([whole.sigma[650], whole.lambda[650]]).toEqual([fit.sigma, fit.lambda]);
  });
  it('that know the future are refused, and counted in a reproduction', () => {
    expect(() => dailyLevels(prices, { ...options, fit: 'static-full' })).toThrow(/days that come later/);
    expect(() => dailyLevels(prices, { ...options, reference: 'same-close' })).toThrow(/after the day only/);
    const full = dailyLevels(prices, { ...options, fit: 'static-full', reproduction: true });
    expect([full.lookAheadDays, full.fittedFrom[0], full.fittedTo[0]]).toEqual([699, 200, 699]);
    const train = { ...options, fit: 'static-train', trainDays: 400 } as const;
    expect(dailyLevels(prices, train).lower.findIndex((v) => v > 0)).toBe(400);
    expect(dailyLevels(prices, train).lookAheadDays).toBe(0);
    expect(dailyLevels(prices, { ...train, reproduction: true }).lookAheadDays).toBe(400);
    expect(() => dailyLevels(prices, { ...options, fit: 'static-train' })).toThrow(/received undefined/);
  });
  it('can be a fixed band, or none', () => {
    const band = dailyLevels(prices, { band: 'fixed-band', bandWidth: 0.01, reference: 'prev-close' });
    expect(band.lower[0]).toBeNaN();
    expect(band.upper[1]).toBe((prices.close[0] as number) * 1.01);
    expect(dailyLevels(prices, { band: 'off' }).lower.every(Number.isNaN)).toBe(true);
  });
  it('name the day whose fit has no solution', () => {
    const still = { open: new Float64Array(300).fill(1), close: new Float64Array(300).fill(1) };
    expect(() => dailyLevels(still)).toThrow(/levels of day 249, fitted on the closes of days 0 to 248/);
  });
});

describe('triggers', () => {
  const { inputs, expected } = golden('qpl-triggers');
  const { qplMinus, qplPlus } = inputs.common;
  const cases = Object.entries(inputs.cases as Record<string, Record<string, number | string>>);
  it.each(cases.filter(([, c]) => c.low !== undefined))('%s', (name, c) => {
    const bar = { low: c.low as number, high: c.high as number, close: 1.0002 };
    const side = { buy: 1, sell: -1, none: 0 }[c.side as 'buy'];
    const price = executionPrice(bar, qplMinus, qplPlus, c.signal === 'bull' ? 1 : -1, side);
    expect(price).toBe(expected[name] === 'close' ? bar.close : expected[name]);
  });
  it.each(cases.filter(([, c]) => c.deltaWeight !== undefined))('%s', (name, c) => {
    const gain = gainOverClose([c.deltaWeight as number], [c.executionPrice as number], [c.close as number]);
    expect(gain).toBeCloseTo(expected[name], 9);
  });
  it('of bars that touch both levels follow the option', () => {
    const bar = { low: 0.99, high: 1.01, close: 1 };
    expect(triggeredLevel(bar, 0.999, 1.001, 1, 1)).toBe(-1);
    expect(triggeredLevel(bar, 0.999, 1.001, 1, 1, { bothTouched: 'close' })).toBe(0);
    const random = generator('both');
    const drawn = Array.from({ length: 50 }, () =>
      triggeredLevel(bar, 0.999, 1.001, 1, 1, { bothTouched: 'random', random }),
    );
    expect(new Set(drawn)).toEqual(new Set([-1, 1]));
    expect(() => triggeredLevel(bar, 0.999, 1.001, 1, 1, { bothTouched: 'random' })).toThrow(/hand in a generator/);
    expect(executionPrice({ low: 0.99, high: 0.995, close: 0.992 }, 0.999, 1.001, 1, 1, { gap: 'ignore' })).toBe(0.999);
    expect(executionPrice(bar, Number.NaN, Number.NaN, 1, 1)).toBe(1);
  });
  it('execute inside the bar, whatever it is', () => {
    const price = fc.double({ min: 0.9, max: 1.1, noNaN: true });
    const way = fc.constantFrom<RiskSignal>(1, -1);
    fc.assert(
      fc.property(
        price,
        price,
        price,
        price,
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        way,
        way,
        (a, b, c, p, d, signal, side) => {
          const [low, close, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
          const executed = executionPrice({ low, high, close }, p / (1 + d), p * (1 + d), signal, side);
          expect(executed >= low && executed <= high).toBe(true);
        },
      ),
    );
  });
});

dataTest('triggers on EURUSD are as frequent as the level is near', () => {
  const lines = zlib
    .gunzipSync(fs.readFileSync(dataFile('fx/mt4_daily/EURUSD.csv.gz')))
    .toString()
    .trim()
    .split('\n');
  const rows = lines
    .slice(1)
    .map((line) => line.split(',').map(Number))
    .filter(([y, m, d]) => ![0, 6].includes(new Date(Date.UTC(y as number, (m as number) - 1, d)).getUTCDay()))
    .slice(0, 2049)
    .reverse();
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);
  const [open, high, low, close] = [3, 4, 5, 6].map(column) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const shares = (options: LevelOptions): number[] => {
    const { lower, upper } = dailyLevels({ open, close }, { ...options, fit: 'static-full', reproduction: true });
    const counts = [0, 0, 0];
    for (let t = 1; t < close.length; t++) {
      const bar = { low: low[t] as number, high: high[t] as number, close: 1 };
      const level = triggeredLevel(bar, lower[t] as number, upper[t] as number, 1, 1);
      counts[level + 1] = (counts[level + 1] as number) + 1;
    }
    const [down, none, up] = counts.map((c) => (100 * c) / (close.length - 1)) as [number, number, number];
    return [down, up, none];
  };
  const near = (ours: number[], theirs: number[]): void => {
    for (const [k, v] of theirs.entries()) expect(Math.abs((ours[k] as number) - v)).toBeLessThan(0.3);
  };
  near(shares({ level: 0 }), [77.7, 22.1, 0.1]);
  near(shares({ level: 1 }), [39.1, 34.4, 26.6]);
});
