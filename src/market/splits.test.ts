import { describe, expect, it } from 'vitest';
import { splitDays } from './splits.js';

const days = Array.from({ length: 10 }, (_, i) => `2025-01-${String(i + 10)}`);

describe('splitDays', () => {
  it('splits by share', () => {
    const s = splitDays(days, { kind: 'by-share', shares: [0.6, 0.2, 0.2] });
    expect([s.train.from, s.train.to, s.validation.to, s.test.to]).toEqual([0, 6, 8, 10]);
    expect(s.test).toMatchObject({ firstDay: '2025-01-18', lastDay: '2025-01-19' });
  });

  it('splits by month', () => {
    const months = ['2014-06-03', '2014-10-31', '2014-11-03', '2014-12-31', '2015-01-05'];
    const s = splitDays(months, { kind: 'by-month', validationFrom: '2014-11', testFrom: '2015-01' });
    expect([s.train.lastDay, s.validation.firstDay, s.validation.lastDay, s.test.firstDay]).toEqual([
      '2014-10-31',
      '2014-11-03',
      '2014-12-31',
      '2015-01-05',
    ]);
  });

  it('refuses shares, orders and empty parts by name', () => {
    expect(() => splitDays(days, { kind: 'by-share', shares: [0.6, 0.2, 0.3] })).toThrow(/add up to 1/);
    expect(() => splitDays(['b', 'a'], { kind: 'by-share', shares: [0.6, 0.2, 0.2] })).toThrow(/ascend/);
    expect(() => splitDays(days, { kind: 'by-share', shares: [1, 0, 0] })).toThrow(/validation part/);
  });
});
