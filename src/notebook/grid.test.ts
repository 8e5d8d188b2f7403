import { table } from 'arquero';
import { DataFrame, Series } from 'danfojs-node';
import { describe, expect, it } from 'vitest';
import { gridOf, isTableLike } from './grid.js';
import { gridHtml, gridText } from './grid-format.js';

const records = [
  { code: '600000', close: 10.32, volume: 9534700 },
  { code: '<b>&"x"', close: 5, volume: null, note: ['a', 'b'] },
];

describe('gridOf', () => {
  it('reads arquero tables in their own order, after filters', () => {
    const t = table({ day: ['a', 'b', 'c'], x: [1, 3, 2] })
      .orderby('x')
      .filter((d: { x: number }) => d.x > 1);
    expect(gridOf(t, 5)).toEqual({
      columns: ['day', 'x'],
      rows: [
        ['c', 2],
        ['b', 3],
      ],
      total: 2,
    });
  });
  it('reads danfojs frames, row labels first where they say something, and series', () => {
    const frame = new DataFrame({ x: [1, 2, 3], y: ['a', 'b', 'c'] });
    expect(gridOf(frame, 2)).toEqual({
      columns: ['x', 'y'],
      rows: [
        [1, 'a'],
        [2, 'b'],
      ],
      total: 3,
    });
    const described = gridOf(frame.describe(), 2);
    expect(described.columns).toEqual(['', 'x']);
    expect(described.rows[0]).toEqual(['count', 3]);
    expect(described.total).toBeGreaterThan(2);
    expect(gridOf(new Series([4, 5]), 5).rows).toEqual([[4], [5]]);
  });
  it('collects the columns of records that do not all have the same', () => {
    expect(gridOf(records, 5).columns).toEqual(['code', 'close', 'volume', 'note']);
  });
  it('refuses a limit that shows nothing', () => {
    expect(() => gridOf(records, 0)).toThrow(/at least 1; received 0/);
  });
  it('takes no list of numbers for a table', () => {
    expect([isTableLike([1, 2]), isTableLike(null), isTableLike('x'), isTableLike(records)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('gridText', () => {
  it('aligns numbers with equal decimals, leaves missing values empty, says how many rows there are', () => {
    expect(gridText(gridOf(records, 1), 'Bars')).toBe(
      ['Bars', 'code    close     volume', '600000  10.32  9,534,700', 'first 1 of 2 rows'].join('\n'),
    );
    expect(gridText(gridOf([{ x: 0.5 }, { x: Number.NaN }, { x: 1 / 3 }], 9)).split('\n')).toEqual([
      '       x',
      '0.500000',
      '     NaN',
      '0.333333',
      '3 rows',
    ]);
  });
  it('writes lists by commas, records as JSON, dates as ISO', () => {
    const row = {
      list: ['a', 1],
      record: { a: 1 },
      day: new Date('2025-01-02'),
      time: new Date('2025-01-02T09:30:00Z'),
    };
    expect(gridText(gridOf([row], 1)).split('\n')[1]).toBe('a, 1  {"a":1}  2025-01-02  2025-01-02T09:30:00.000Z');
  });
});

describe('gridHtml', () => {
  it('escapes names, titles and values', () => {
    const html = gridHtml(gridOf([{ '<i>': '<script>alert("&")</script>' }], 1), 'a < b');
    expect(html).toContain('&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
    expect(html).toContain('&lt;i&gt;</th>');
    expect(html).toContain('>a &lt; b</caption>');
    expect(html).toContain('<p>1 row</p>');
    expect(html).not.toContain('<script>');
  });
});
