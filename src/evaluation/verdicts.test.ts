import { describe, expect, it } from 'vitest';
import { cellVerdict, everyVerdict, lowerVerdict, orderVerdict, rankVerdict, someVerdict } from './verdicts.js';

const below = { low: -2, high: -1 };
const above = { low: 1, high: 2 };
const around = { low: -1, high: 1 };

describe('cellVerdict', () => {
  it('compares nothing across data sets, even equal numbers', () => {
    expect(cellVerdict({ low: 2.48, high: 2.48 }, 2.48, 2, false)).toBe('not comparable (data)');
  });
  it('matches inside the interval and up to half a printed digit outside it', () => {
    expect(cellVerdict({ low: 2.4, high: 2.6 }, 2.48, 2, true)).toBe('matches');
    expect(cellVerdict({ low: 2.4849, high: 2.6 }, 2.48, 2, true)).toBe('matches');
    expect(cellVerdict({ low: 2.4851, high: 2.6 }, 2.48, 2, true)).toBe('differs');
    expect(cellVerdict({ low: 2.0, high: 2.4749 }, 2.48, 2, true)).toBe('differs');
  });
});

describe('lowerVerdict', () => {
  it('is decided by the side of zero on which the whole interval lies', () => {
    expect([below, above, around].map(lowerVerdict)).toEqual(['holds', 'does not hold', 'cannot be decided']);
  });
  it('decides nothing where an end touches zero', () => {
    expect(lowerVerdict({ low: -1, high: 0 })).toBe('cannot be decided');
    expect(lowerVerdict({ low: 0, high: 1 })).toBe('cannot be decided');
  });
  it('decides nothing from an interval that is not a number', () => {
    expect(lowerVerdict({ low: Number.NaN, high: Number.NaN })).toBe('cannot be decided');
  });
});

describe('rankVerdict', () => {
  it('holds only where every competitor is on a known side', () => {
    expect(rankVerdict([below, below, below], 1)).toBe('holds');
    expect(rankVerdict([above, below, below], 2)).toBe('holds');
    expect(rankVerdict([around, below, below], 1)).toBe('cannot be decided');
    expect(rankVerdict([around, below, below], 2)).toBe('cannot be decided');
  });
  it('fails where the rank is out of reach', () => {
    expect(rankVerdict([above, below, below], 1)).toBe('does not hold');
    expect(rankVerdict([around, below, below], 3)).toBe('does not hold');
    expect(rankVerdict([above, above, around], 2)).toBe('does not hold');
  });
});

describe('everyVerdict and someVerdict', () => {
  it('need one counter-example, or one example', () => {
    expect(everyVerdict(['holds', 'cannot be decided', 'does not hold'])).toBe('does not hold');
    expect(everyVerdict(['holds', 'cannot be decided'])).toBe('cannot be decided');
    expect(everyVerdict(['holds', 'holds'])).toBe('holds');
    expect(someVerdict(['holds', 'cannot be decided', 'does not hold'])).toBe('holds');
    expect(someVerdict(['does not hold', 'cannot be decided'])).toBe('cannot be decided');
    expect(someVerdict(['does not hold', 'does not hold'])).toBe('does not hold');
  });
  it('decide nothing from no parts', () => {
    expect(everyVerdict([])).toBe('cannot be decided');
    expect(someVerdict([])).toBe('cannot be decided');
  });
});

describe('orderVerdict', () => {
  it('needs all pairs for the same order and one for another', () => {
    expect(orderVerdict([below, below])).toBe('same ordering');
    expect(orderVerdict([below, around])).toBe('cannot be decided');
    expect(orderVerdict([around, above])).toBe('not the same ordering');
  });
});
