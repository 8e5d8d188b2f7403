/** Cover's universal portfolio (Mathematical Finance 1, 1991): the mean of all constant rebalanced portfolios, weighted by their wealth. */
import { type Generator, StrataError } from '../../core/index.js';
import { defineStrategy, rowOf, type Strategy, type StrategyDefinition } from '../strategy.js';

const large = 2 ** 500;

/**
 * Exact for two assets. The wealth of the portfolio with share b in the first asset is a polynomial in b of degree t; its Bernstein
 * coefficients are means of positive terms, its integral is their mean, and a day raises the degree by one. O(t) on day t, O(t) memory.
 * @throws StrataError at the start for another number of assets
 */
export function universalPair(): Strategy {
  return defineUniversal({
    id: 'universal',
    name: 'universal portfolio (exact)',
    complexity: 'O(t) on day t',
    step: (n) => {
      if (n !== 2)
        throw new StrataError(
          `the exact universal portfolio is for two assets, received ${n}; universalSampled takes any number`,
        );
      let coefficients = Float64Array.of(1);
      let degree = 0;
      return (w, h) => {
        const row = rowOf(h);
        const x = h.relatives[row] as number;
        const y = h.relatives[row + 1] as number;
        const next = degree + 1;
        if (next >= coefficients.length) {
          const grown = new Float64Array(2 * next + 2);
          grown.set(coefficients);
          coefficients = grown;
        }
        let sum = 0;
        let moment = 0;
        for (let k = next; k >= 0; k--) {
          const without = k < next ? ((coefficients[k] as number) * y * (next - k)) / next : 0;
          const withFirst = k > 0 ? ((coefficients[k - 1] as number) * x * k) / next : 0;
          coefficients[k] = without + withFirst;
          sum += coefficients[k] as number;
          moment += (coefficients[k] as number) * (k + 1);
        }
        degree = next;
        rescale(coefficients, next + 1, sum);
        w[0] = moment / sum / (next + 2);
        w[1] = 1 - (w[0] as number);
      };
    },
  });
}

/**
 * For any number of assets from portfolios drawn uniformly on the simplex, the same ones on all days. The error falls with √samples while wealth is spread
 * over many of them; over long histories few carry it all. O(n · samples) a day and of memory.
 * @param random  the stream the portfolios are drawn from; each start draws the same
 * @param samples portfolios, ≥ 1
 */
export function universalSampled(random: Generator, samples = 2000): Strategy {
  const source = random.split('universal portfolio');
  const begin = source.save();
  return defineUniversal({
    id: 'universal-sampled',
    name: `universal portfolio (${samples} samples)`,
    complexity: 'O(n · samples)',
    step: (n) => {
      source.load(begin);
      const alike = new Float64Array(n).fill(1);
      const portfolios = new Float64Array(samples * n);
      for (let s = 0; s < samples; s++) source.dirichlet(alike, portfolios.subarray(s * n, (s + 1) * n));
      const wealth = new Float64Array(samples).fill(1);
      return (w, h) => {
        const row = rowOf(h);
        let sum = 0;
        w.fill(0);
        for (let s = 0; s < samples; s++) {
          const at = s * n;
          let growth = 0;
          for (let i = 0; i < n; i++) growth += (portfolios[at + i] as number) * (h.relatives[row + i] as number);
          const now = (wealth[s] as number) * growth;
          wealth[s] = now;
          sum += now;
          for (let i = 0; i < n; i++) w[i] = (w[i] as number) + now * (portfolios[at + i] as number);
        }
        rescale(wealth, samples, sum);
        let total = 0;
        for (let i = 0; i < n; i++) total += w[i] as number;
        for (let i = 0; i < n; i++) w[i] = (w[i] as number) / total;
      };
    },
  });
}

function defineUniversal(definition: Pick<StrategyDefinition, 'id' | 'name' | 'complexity' | 'step'>): Strategy {
  return defineStrategy({ ...definition, window: 1, remembers: true });
}

/** Only relations between the values count: a power of two for all keeps long histories finite. */
function rescale(values: Float64Array, count: number, sum: number): void {
  if (sum < large && sum > 1 / large) return;
  const scale = sum >= large ? 1 / large : large;
  for (let k = 0; k < count; k++) values[k] = (values[k] as number) * scale;
}
