/** On order books without information every executor pays its spread and nothing else: 320 days of the eight stocks' null books. */
import { expect, it } from 'vitest';
import { nullDays, spreadBalances } from '../../src/index.js';

it('mean slippage against the half hour’s VWAP is the mean realised half-spread within 0.2 bp, at standard errors of 0.07 bp', () => {
  const found = spreadBalances(nullDays(40));
  expect(found).toHaveLength(10);
  for (const b of found) {
    expect(b.days).toBe(320);
    expect(b.standardErrorBp, b.executor).toBeLessThanOrEqual(0.07);
    expect(Math.abs(b.differenceBp), b.executor).toBeLessThan(0.2);
  }
  console.log(
    found.map((b) => `${b.executor}: ${b.differenceBp.toFixed(3)} ± ${b.standardErrorBp.toFixed(3)} bp`).join('\n'),
  );
});
