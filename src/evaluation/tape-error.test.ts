import { expect, it } from 'vitest';
import { dataTest, describeWithData } from '../../test/support/data.js';
import { sampleBook } from '../../test/support/sample-episode.js';
import { apExecutor, evenExecutor, m3tRules, restThenCrossExecutor } from '../execution/index.js';
import { bookDays, loadBookDay } from '../market/index.js';
import { mean } from '../statistics/index.js';
import { tapeError, trancheSlippage } from './tape-error.js';

it('a tape is not wrong about itself', () => {
  expect(tapeError(sampleBook, sampleBook)).toEqual({
    misplacedVolume: 0,
    rightIntervals: 1,
    recordRatio: 1,
    outsideVolume: 0,
  });
  expect(() => tapeError(sampleBook, { ...sampleBook, day: '2001-01-01' })).toThrow(/tapes of one day/);
});

describeWithData('the inferred tape of 600519 beside the recorded one', () => {
  dataTest('errors by price, by records and in slippage', async () => {
    const errors: Record<string, string> = {};
    for (const { instrument, day } of await bookDays('cn-600519-2023-02')) {
      const recorded = await loadBookDay('cn-600519-2023-02', instrument, day, { tapeAlign: 'count' });
      const inferred = await loadBookDay('cn-600519-2023-02', instrument, day, { tape: 'inferred' });
      const e = tapeError(recorded, inferred);
      const differences = [evenExecutor(), apExecutor(), restThenCrossExecutor()].map((executor) => {
        const [a, b] = [recorded, inferred].map((d) => trancheSlippage(d, executor, 800, m3tRules));
        return `${executor.name} ${(mean(b as Float64Array) - mean(a as Float64Array)).toFixed(2)} bp`;
      });
      errors[day] =
        `misplaced ${(100 * e.misplacedVolume).toFixed(1)} %, right ${(100 * e.rightIntervals).toFixed(1)} %, records × ${e.recordRatio.toFixed(2)}; ${differences.join(', ')}`;
    }
    expect(errors).toMatchInlineSnapshot(`
      {
        "2023-02-01": "misplaced 84.0 %, right 27.6 %, records × 1.01; VWAP -0.00 bp, AP -0.72 bp, rest, then cross -3.52 bp",
        "2023-02-02": "misplaced 76.9 %, right 37.7 %, records × 1.00; VWAP 0.00 bp, AP -0.08 bp, rest, then cross -1.70 bp",
        "2023-02-03": "misplaced 74.0 %, right 38.1 %, records × 1.00; VWAP 0.00 bp, AP -0.66 bp, rest, then cross -4.56 bp",
      }
    `);
  });
});
