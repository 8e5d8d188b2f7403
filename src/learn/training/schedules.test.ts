import { expect, it } from 'vitest';
import { type Counts, type Schedule, scheduled } from './schedules.js';

const at = (counts: Partial<Counts>): Counts => ({ steps: 0, episodes: 0, updates: 0, ...counts });

it('a straight line ends where it should, by the count it names', () => {
  const line: Schedule = { kind: 'linear', from: 1, to: 0.1, over: 80, per: 'steps' };
  expect([0, 40, 80, 800].map((steps) => scheduled(line, at({ steps, episodes: 7 })))).toEqual([1, 0.55, 0.1, 0.1]);
});

it('0.95 every 5 episodes falls in steps, not below its end', () => {
  const falling: Schedule = { kind: 'exponential', from: 1, to: 0.9, factor: 0.95, every: 5, per: 'episodes' };
  expect([0, 4, 5, 9, 10, 15].map((episodes) => scheduled(falling, at({ episodes })))).toEqual([
    1,
    1,
    0.95,
    0.95,
    0.95 ** 2,
    0.9,
  ]);
  const rising: Schedule = { kind: 'exponential', from: 1, to: 3, factor: 2, every: 1, per: 'updates' };
  expect([0, 1, 2].map((updates) => scheduled(rising, at({ updates })))).toEqual([1, 2, 3]);
});

it('a number stays, a span of nothing is refused', () => {
  expect(scheduled(0.3, at({}))).toBe(0.3);
  expect(() => scheduled({ kind: 'linear', from: 1, to: 0, over: 0, per: 'steps' }, at({}))).toThrow(/span above 0/);
});
