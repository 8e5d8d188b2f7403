import { describe, expect, it } from 'vitest';
import { dataTest, describeWithData } from '../../test/support/data.js';
import { sampleBook } from '../../test/support/sample-episode.js';
import {
  type BookDay,
  bookDays,
  bookTwinDay,
  bookTwinParameters,
  drawDays,
  loadBookDay,
  type TwinDayFacts,
} from '../market/index.js';
import { bookBands, twinsOf } from './book-bands.js';
import { bookSteps, midChanges, momentsOfBook } from './book-moments.js';

const parameters = bookTwinParameters('600000');
const nullDays = (count: number): BookDay[] =>
  drawDays(parameters, count).map((facts: TwinDayFacts) => bookTwinDay(parameters, facts, 'null'));

describe('steps of a book', () => {
  it('are its continuous snapshots; mids, imbalances and trades are counted by hand', () => {
    const steps = bookSteps(sampleBook);
    expect([...steps.mid]).toEqual([1000.5, 1000.5, 1001.5, 1000.5].slice(0, steps.mid.length));
    expect(steps.imbalance[0]).toBeCloseTo((500 - 600) / 1100, 12);
    expect([...midChanges(steps, 1).change]).toEqual([0, 1, -1].slice(0, midChanges(steps, 1).from.length));
  });

  it('a null book moves by chance: nothing in it tells where, and its queues are as persistent as a book’s', () => {
    const of = momentsOfBook(nullDays(1)[0] as BookDay);
    for (const k of [1, 5, 20]) expect(Math.abs(of[`imbalance and the mid ${k} ahead`] as number)).toBeLessThan(0.06);
    expect(of['mean spread']).toBe(1);
    expect(of['volatility signature, 5']).toBeGreaterThan(0.8);
    expect(of['persistence of imbalance, 1']).toBeGreaterThan(0.3);
  });
});

describeWithData('synthetic books beside 000001', () => {
  dataTest('23 of 28 moments lie within the range of the eight real days; the others by name', async () => {
    const real: BookDay[] = [];
    for (const { instrument, day } of await bookDays('cn-000001-2020-09'))
      real.push(await loadBookDay('cn-000001-2020-09', instrument, day));
    const bands = bookBands(real, twinsOf(parameters, real));
    const outside = bands.filter((b) => !b.inside).map((b) => b.name);
    expect(outside).toMatchInlineSnapshot(`
      [
        "persistence of imbalance, 1",
        "deviation of imbalance",
        "steps without a trade",
        "volatility signature, 5",
        "imbalance and the mid 5 ahead",
      ]
    `);
    expect(bands).toHaveLength(28);
  });
});
