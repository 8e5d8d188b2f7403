/** A ridge regression on book windows, tested on days it was not fitted on; everything it needs of a day are the day's sums of products. */
import * as tf from '@tensorflow/tfjs-core';
import { CholeskyDecomposition, Matrix } from 'ml-matrix';
import { useDevice } from '../compute/index.js';
import { type DayErrors, type ProbeWindows, probeHorizons, windowWidth } from './probe-windows.js';

const [p, h] = [windowWidth, probeHorizons.length];

/** Ridge penalty per row, in units of a standardised feature's variance. */
const penalty = 0.1;

/** Sums over a day's rows of 1, x, y, xx', xy', y². */
interface DaySums {
  readonly n: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xx: Float64Array;
  readonly xy: Float64Array;
  readonly yy: Float64Array;
}

/** Each day's errors by a regression fitted on all other days. */
export async function linearProbe(days: readonly ProbeWindows[]): Promise<DayErrors[]> {
  await useDevice();
  const shift = meanRow(days);
  const sums: DaySums[] = [];
  for (const day of days) sums.push(await sumsOf(day, shift));
  const all = sums.reduce((a, b) => combine(a, b, 1));
  return sums.map((day) => errorsOn(day, combine(all, day, -1)));
}

function meanRow(days: readonly ProbeWindows[]): Float64Array {
  const out = new Float64Array(p);
  let n = 0;
  for (const day of days) {
    addRows(out, day.rows);
    n += day.n;
  }
  return out.map((x) => x / n);
}

function addRows(out: Float64Array, rows: Float32Array): void {
  for (let from = 0; from < rows.length; from += p)
    for (let j = 0; j < p; j++) out[j] = (out[j] as number) + (rows[from + j] as number);
}

/** The products are computed in single precision; taking `shift` off the features first changes no result and keeps their digits. */
async function sumsOf({ n, rows, moves }: ProbeWindows, shift: Float64Array): Promise<DaySums> {
  const [x, y, yy] = [new Float64Array(p), new Float64Array(h), new Float64Array(h)];
  const shifted = rows.slice();
  for (let from = 0; from < shifted.length; from += p)
    for (let j = 0; j < p; j++) shifted[from + j] = (shifted[from + j] as number) - (shift[j] as number);
  addRows(x, shifted);
  for (const [i, v] of moves.entries()) {
    y[i % h] = (y[i % h] as number) + v;
    yy[i % h] = (yy[i % h] as number) + v * v;
  }
  const products = tf.tidy(() => {
    const left = tf.tensor2d(shifted, [n, p]);
    return [tf.matMul(left, left, true), tf.matMul(left, tf.tensor2d(Float32Array.from(moves), [n, h]), true)] as const;
  });
  const [xx, xy] = await Promise.all(products.map(async (t) => Float64Array.from(await t.data())));
  tf.dispose([...products]);
  return { n, x, y, yy, xx: xx as Float64Array, xy: xy as Float64Array };
}

function combine(a: DaySums, b: DaySums, sign: 1 | -1): DaySums {
  const add = (u: Float64Array, v: Float64Array): Float64Array => u.map((value, i) => value + sign * (v[i] as number));
  return {
    n: a.n + sign * b.n,
    x: add(a.x, b.x),
    y: add(a.y, b.y),
    xx: add(a.xx, b.xx),
    xy: add(a.xy, b.xy),
    yy: add(a.yy, b.yy),
  };
}

/** Coefficients [800 × 4] for features and moves less their means. */
function regression({ n, x, y, xx, xy }: DaySums): Matrix {
  const scale = x.map((sum, j) => Math.sqrt(Math.max(1e-6, (xx[j * p + j] as number) / n - (sum / n) ** 2)));
  const s = (j: number): number => scale[j] as number;
  const left = new Matrix(p, p);
  const right = new Matrix(p, h);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) {
      const product = ((xx[j * p + k] as number) / n - ((x[j] as number) / n) * ((x[k] as number) / n)) / s(j) / s(k);
      left.set(j, k, product);
      left.set(k, j, product);
    }
    left.set(j, j, left.get(j, j) + penalty);
    for (let m = 0; m < h; m++)
      right.set(j, m, ((xy[j * h + m] as number) / n - ((x[j] as number) / n) * ((y[m] as number) / n)) / s(j));
  }
  const solved = new CholeskyDecomposition(left).solve(right);
  for (let j = 0; j < p; j++) for (let m = 0; m < h; m++) solved.set(j, m, solved.get(j, m) / s(j));
  return solved;
}

/** Σ(y − ȳ − b(x − x̄))² over a day, means those of the fitting days. */
function errorsOn(day: DaySums, fitted: DaySums): DayErrors {
  const b = regression(fitted);
  const xMean = fitted.x.map((v) => v / fitted.n);
  const [forecast, meanOnly] = [new Float64Array(h), new Float64Array(h)];
  for (let m = 0; m < h; m++) {
    const yMean = (fitted.y[m] as number) / fitted.n;
    const squares = (day.yy[m] as number) - 2 * yMean * (day.y[m] as number) + day.n * yMean * yMean;
    // What the forecast adds to the mean, as a constant and a linear form: c + b x.
    let [c, bx, bxy] = [0, 0, 0];
    let bxxb = 0;
    for (let j = 0; j < p; j++) {
      const bj = b.get(j, m);
      c -= bj * (xMean[j] as number);
      bx += bj * (day.x[j] as number);
      bxy += bj * (day.xy[j * h + m] as number);
      let row = 0;
      for (let k = 0; k < p; k++) row += (day.xx[j * p + k] as number) * b.get(k, m);
      bxxb += bj * row;
    }
    const cross = bxy - yMean * bx + c * ((day.y[m] as number) - day.n * yMean);
    const own = bxxb + 2 * c * bx + day.n * c * c;
    meanOnly[m] = squares;
    forecast[m] = squares - 2 * cross + own;
  }
  return { forecast, mean: meanOnly };
}
