import { beforeAll, describe, expect, it } from 'vitest';
import { type Draw, drawInput, expectAgreement, expectConstantTensors } from '../../../test/support/learning.js';
import { adam, compile, sgd, useDevice } from '../../compute/index.js';
import { generator } from '../../core/index.js';
import { box, type ObservationSpace } from '../../environment/index.js';
import { perceptronNetwork } from '../networks/value-networks.js';
import { type DirectGradientOptions, directGradientLearner } from './direct-gradient.js';

beforeAll(async () => {
  await useDevice();
});

const space: ObservationSpace = { market: null, values: box(1), names: ['x'] };
const common = {
  observation: { space, window: 0 },
  assets: 3,
  network: (random) => perceptronNetwork([1, 3], random),
  actors: 1,
  batchSize: 1,
  optimiser: sgd({ learningRate: 1 }),
} as const satisfies DirectGradientOptions;

describe('one update', () => {
  const given = {
    values: Float32Array.of(0),
    previous: Float32Array.of(0.2, 0.5, 0.3),
    relatives: Float32Array.of(1, 1.1, 0.8),
  };
  /** Weights 1/2, 1/4, 1/4. */
  async function updated(options: Partial<DirectGradientOptions>) {
    const learner = await compile(directGradientLearner({ ...common, ...options }, generator(1)));
    learner.write('online/0/kernel', new Float32Array(3));
    learner.write('online/0/bias', Float32Array.of(Math.LN2, 0, 0));
    const out = await learner.run('update', given);
    const bias = await learner.read('online/0/bias');
    learner.dispose();
    return {
      loss: out.loss?.[0] as number,
      growth: out.growth?.[0] as number,
      entropy: out.entropy?.[0] as number,
      weights: [...(out.weights ?? [])],
      bias: [...bias],
    };
  }
  const gain = 0.5 + 0.25 * 1.1 + 0.25 * 0.8;

  it('maximises the growth that is left after the cost of trading, without the cash', async () => {
    const { loss, growth, weights } = await updated({ cost: 0.01 });
    expect(weights.map((w) => Math.round(w * 1e6) / 1e6)).toEqual([0.5, 0.25, 0.25]);
    expect(growth).toBeCloseTo(Math.log((1 - 0.01 * (0.25 + 0.05)) * gain), 6);
    expect(loss).toBeCloseTo(-growth, 6);
    const whole = await updated({ cost: 0.01, cash: false });
    expect(whole.growth).toBeCloseTo(Math.log((1 - 0.01 * 0.6) * gain), 6);
  });

  it('adds the entropy of the weights, and goes up both', async () => {
    const { loss, entropy, bias } = await updated({ weightsEntropy: 0.1 });
    const h = 0.5 * Math.LN2 + 0.5 * Math.log(4);
    expect(entropy).toBeCloseTo(h, 6);
    expect(loss).toBeCloseTo(-(Math.log(gain) + 0.1 * h), 6);
    // d ln(w · x) / dz = w (x − w · x) / (w · x); dH / dz = −w (ln w + H).
    for (const [k, [w, x]] of [
      [0.5, 1],
      [0.25, 1.1],
      [0.25, 0.8],
    ].entries() as IterableIterator<[number, [number, number]]>) {
      const slope = (w * (x - gain)) / gain - 0.1 * w * (Math.log(w) + h);
      expect(bias[k]).toBeCloseTo((k === 0 ? Math.LN2 : 0) + slope, 5);
    }
  });

  it('refuses other outputs and costs that are no share', () => {
    expect(() => directGradientLearner({ ...common, assets: 4 }, generator(1))).toThrow(/4 weights .* one with 3/);
    expect(() => directGradientLearner({ ...common, cost: 25 }, generator(1))).toThrow(/received 25/);
  });
});

describe('captured and eager updates', () => {
  const draw: Draw = (name, spec, random) => {
    const values = drawInput(3)(name, spec, random);
    if (name === 'previous') for (let k = 0; k < values.length; k++) values[k] = 1 / 3;
    if (name === 'relatives')
      for (let k = 0; k < values.length; k++) values[k] = Math.exp(0.02 * (values[k] as number));
    return values;
  };
  const spec = directGradientLearner(
    {
      ...common,
      batchSize: 16,
      cost: 0.002,
      weightsEntropy: 0.01,
      optimiser: adam({ learningRate: 1e-3, epsilon: 1e-3 }),
    },
    generator(2),
  );
  it('agree over 50 updates and leave no tensors', async () => {
    await expectAgreement(spec, ['update', 'act'], draw);
    const learner = await compile(spec);
    await expectConstantTensors(learner, spec, ['update', 'act'], draw);
    learner.dispose();
  });
});

describe('known optima', () => {
  /** Cash and a bet that doubles or takes 40 %; with `shuffled` cash and bet change places at random. */
  async function shareOfBet(options: Partial<DirectGradientOptions>, shuffled = false): Promise<number> {
    const learner = await compile(
      directGradientLearner(
        {
          ...common,
          assets: 2,
          network: (random) => perceptronNetwork([1, 2], random),
          batchSize: 256,
          optimiser: adam({ learningRate: 0.02 }),
          ...options,
        },
        generator(3),
      ),
    );
    const random = generator('bets');
    const values = new Float32Array(256).fill(1);
    const relatives = new Float32Array(512);
    const previous = new Float32Array(512).fill(0.5);
    for (let n = 0; n < 500; n++) {
      for (let b = 0; b < 256; b++) {
        const [cash, bet] = [1, b % 2 === 0 ? 2 : 0.6];
        const swap = shuffled && random.uniform() < 0.5;
        relatives.set(swap ? [bet, cash] : [cash, bet], 2 * b);
      }
      const { weights } = await learner.run('update', { values, relatives, previous });
      // The memory of last weights.
      previous.set(weights as Float32Array);
    }
    const { actions } = await learner.run('act', { values: Float32Array.of(1) });
    learner.dispose();
    return actions?.[1] as number;
  }

  it('Kelly’s share of a bet, lost when relatives are shuffled', async () => {
    // max ½ ln(1 + f) + ½ ln(1 − 0.4 f) is at f = 0.75.
    expect(Math.abs((await shareOfBet({})) - 0.75)).toBeLessThan(0.01);
    expect(Math.abs((await shareOfBet({}, true)) - 0.5)).toBeLessThan(0.05);
  });

  it('a large bonus for even weights makes them even', async () => {
    expect(Math.abs((await shareOfBet({ weightsEntropy: 5 })) - 0.5)).toBeLessThan(0.02);
  });
});
