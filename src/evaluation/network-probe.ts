/** A small perceptron on book windows, tested on days it was not trained on. */
import * as tf from '@tensorflow/tfjs-core';
import { adam, compile, type LearnerSpec, type Tensors } from '../compute/index.js';
import { type Generator, StrataError } from '../core/index.js';
import { perceptron } from '../learn/index.js';
import { type DayErrors, type ProbeWindows, probeHorizons, windowWidth } from './probe-windows.js';

const [p, h] = [windowWidth, probeHorizons.length];

/** Settings of the network probe. */
export interface NetworkProbeOptions {
  /** Units of the one hidden layer. */
  readonly units?: number;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  /** Euclidean weight decay of the loss, on kernels. */
  readonly decay?: number;
}

/** Mean and deviation of columns over days. */
interface Scale {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Each day's errors by a network trained on all other days; features and moves are standardised by those days. */
export async function networkProbe(
  days: readonly ProbeWindows[],
  random: Generator,
  options: NetworkProbeOptions = {},
): Promise<DayErrors[]> {
  if (days.length < 2)
    throw new StrataError(`a probe needs days to fit on and one to test on; received ${days.length}`);
  const out: DayErrors[] = [];
  for (const [d, day] of days.entries())
    out.push(
      await errorsOn(
        day,
        days.filter((other) => other !== day),
        random.split(d),
        options,
      ),
    );
  return out;
}

async function errorsOn(
  day: ProbeWindows,
  others: readonly ProbeWindows[],
  random: Generator,
  { units = 16, epochs = 4, batch = 256, learningRate = 1e-3, decay = 0.03 }: NetworkProbeOptions,
): Promise<DayErrors> {
  const network = perceptron([p, units, h], random.split('network'));
  const forecast = (v: Tensors, x: tf.Tensor): tf.Tensor2D => network.apply(v, x as tf.Tensor2D);
  const kernels = Object.keys(network.parameters).filter((name) => name.endsWith('kernel'));
  const rows = { shape: [batch, p], dtype: 'float32' } as const;
  const spec: LearnerSpec = {
    variables: network.parameters,
    optimiser: adam({ learningRate }),
    programs: {
      fit: {
        kind: 'update',
        inputs: { x: rows, y: { shape: [batch, h], dtype: 'float32' } },
        loss: (v, { x, y }) => {
          const error = tf.mean(tf.square(tf.sub(forecast(v, x as tf.Tensor), y as tf.Tensor)));
          const sizes = kernels.map((name) => tf.sum(tf.square(v[name] as tf.Tensor)));
          return tf.add(error, tf.mul(tf.addN(sizes), decay)) as tf.Scalar;
        },
      },
      tell: { kind: 'evaluate', inputs: { x: rows }, outputs: (v, { x }) => ({ y: forecast(v, x as tf.Tensor) }) },
    },
  };
  const features = scaleOf(others, p, (o) => o.rows);
  const moves = scaleOf(others, h, (o) => o.moves);
  const learner = await compile(spec);
  try {
    const x = new Float32Array(batch * p);
    const y = new Float32Array(batch * h);
    const starts = others.map((_, d) => others.slice(0, d).reduce((sum, o) => sum + o.n, 0));
    const total = others.reduce((sum, o) => sum + o.n, 0);
    const dayOf = Int32Array.from(others.flatMap((o, d) => Array<number>(o.n).fill(d)));
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = random.split(`epoch ${epoch}`).permutation(total);
      for (let from = 0; from + batch <= total; from += batch) {
        for (let b = 0; b < batch; b++) {
          const at = order[from + b] as number;
          const d = dayOf[at] as number;
          const [source, r] = [others[d] as ProbeWindows, at - (starts[d] as number)];
          standardise(x, b, source.rows, r, features);
          standardise(y, b, source.moves, r, moves);
        }
        await learner.run('fit', { x, y });
      }
    }
    const [forecastErrors, meanErrors] = [new Float64Array(h), new Float64Array(h)];
    for (let from = 0; from < day.n; from += batch) {
      const count = Math.min(batch, day.n - from);
      for (let b = 0; b < count; b++) standardise(x, b, day.rows, from + b, features);
      const told = (await learner.run('tell', { x })).y as Float32Array;
      for (let b = 0; b < count; b++)
        for (let m = 0; m < h; m++) {
          const rest = (day.moves[(from + b) * h + m] as number) - (moves.mean[m] as number);
          const error = rest - (told[b * h + m] as number) * (moves.deviation[m] as number);
          meanErrors[m] = (meanErrors[m] as number) + rest * rest;
          forecastErrors[m] = (forecastErrors[m] as number) + error * error;
        }
    }
    return { forecast: forecastErrors, mean: meanErrors };
  } finally {
    learner.dispose();
  }
}

/** Writes row r of `source` less the mean, over the deviation, into row b of `out`. */
function standardise(
  out: Float32Array,
  b: number,
  source: Float32Array | Float64Array,
  r: number,
  { mean, deviation }: Scale,
): void {
  const width = mean.length;
  const [to, from] = [b * width, r * width];
  for (let j = 0; j < width; j++)
    out[to + j] = ((source[from + j] as number) - (mean[j] as number)) / (deviation[j] as number);
}

function scaleOf(
  days: readonly ProbeWindows[],
  width: number,
  of: (day: ProbeWindows) => Float32Array | Float64Array,
): Scale {
  const [sum, squares] = [new Float64Array(width), new Float64Array(width)];
  let n = 0;
  for (const day of days) {
    const values = of(day);
    for (let from = 0; from < values.length; from += width)
      for (let j = 0; j < width; j++) {
        const v = values[from + j] as number;
        sum[j] = (sum[j] as number) + v;
        squares[j] = (squares[j] as number) + v * v;
      }
    n += day.n;
  }
  const mean = sum.map((s) => s / n);
  return {
    mean,
    deviation: squares.map((s, j) => Math.sqrt(Math.max(1e-6, s / n - (mean[j] as number) ** 2))),
  };
}
