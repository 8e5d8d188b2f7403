/** Tables of the page on synthetic order books: moments in the range of real days, skills of probes, costs on null books, and failures by name. */
import {
  type BookBand,
  bookMoments,
  type ProbeSkill,
  type ResultCell,
  type SpreadBalance,
} from '../../evaluation/index.js';
import { mean } from '../../statistics/index.js';
import type { FactTable, Figure, Table } from '../kit.js';

/** What all cells of the page share. */
export type Source = Pick<ResultCell, 'data' | 'profile' | 'inputs'>;

/** Skills on real days, where there are any, on twin days, and on days without information. */
export interface Skills {
  readonly real?: readonly ProbeSkill[];
  readonly twin: readonly ProbeSkill[];
  readonly none: readonly ProbeSkill[];
}

const bare = { low: null, high: null, published: null, verdict: null } as const;

/** Real mean with the range of its days, and the twin's mean with its verdict against that range. */
export function bandTable(bands: readonly BookBand[], days: number, source: Source): Table {
  const cells = bands.flatMap(({ name: row, unit, real, low, high, twin, inside }): ResultCell[] => {
    const shared = { ...bare, ...source, study: 'twin-books', table: 'twin-book-moments', row, unit, n: days };
    return [
      { ...shared, column: 'real', metric: 'moment_of_real_books', value: real, low, high },
      { ...shared, column: 'twin', metric: 'moment_of_twin', value: twin, verdict: inside ? 'matches' : 'differs' },
    ];
  });
  const note =
    `Means over ${days} days of 000001 with their least and greatest day (a range, not an interval), and over as many twin days of the same prices and volumes, ` +
    'which “match” within that range.';
  return table('twin-book-moments', 'Moments of order books', note, cells);
}

/** The twin's moments alone. */
export function momentTable(days: readonly Readonly<Record<string, number>>[], source: Source): Table {
  const cells = bookMoments.map(({ name: row, unit }): ResultCell => {
    const shared = { ...bare, ...source, study: 'twin-books', table: 'twin-book-moments', row, unit, n: days.length };
    return { ...shared, column: 'twin', metric: 'moment_of_twin', value: mean(days.map((d) => d[row] as number)) };
  });
  const note = 'Means over drawn days of the twin alone: there are no real books to compare them with.';
  return table('twin-book-moments', 'Moments of order books', note, cells);
}

/** Out-of-sample skill by probe and horizon. */
export function probeTable({ real, twin, none }: Skills, source: Source): Table {
  const cells = twin.flatMap((t, i): ResultCell[] => {
    const shared = { ...bare, ...source, study: 'twin-books', table: 'twin-book-probe', row: rowOf(t), unit: '' };
    const cell = (
      column: string,
      { skill, low, high, days }: ProbeSkill,
      verdict: ResultCell['verdict'],
    ): ResultCell => ({
      ...shared,
      column,
      metric: 'out_of_sample_skill',
      value: skill,
      low,
      high,
      n: days,
      verdict,
    });
    const [r, z] = [real?.[i], none[i] as ProbeSkill];
    return [
      ...(r ? [cell('real', r, null)] : []),
      cell('twin', t, r ? (inBand(t, r) ? 'matches' : 'differs') : null),
      cell('null twin', z, z.low <= 0 ? 'matches' : 'differs'),
    ];
  });
  const note =
    'One minus squared error over that of the fitting days’ mean, for the mid’s move 1, 5, 20 and 100 snapshots ahead; each day is told by a probe fitted on the others, with the ' +
    '95 % band of days drawn anew. The twin “matches” inside the real band, the null twin where its band does not lie above zero. Linear: ridge regression; network: 16 units.';
  return table('twin-book-probe', 'What a probe reads from the book', note, cells);
}

/** Slippage against the window's own VWAP beside the realised half-spread. */
export function spreadTable(balances: readonly SpreadBalance[], source: Source): Table {
  const n = balances[0]?.days ?? 0;
  const cells = balances.flatMap((b): ResultCell[] => {
    const shared = {
      ...bare,
      ...source,
      study: 'twin-books',
      table: 'twin-book-spread',
      row: b.executor,
      unit: 'bp',
      n,
    };
    const error = 1.96 * b.standardErrorBp;
    return [
      { ...shared, column: 'slippage', metric: 'window_vwap_slippage', value: b.slippageBp },
      { ...shared, column: 'half-spread', metric: 'realised_half_spread', value: b.halfSpreadBp },
      {
        ...shared,
        column: 'difference',
        metric: 'slippage_less_half_spread',
        value: b.differenceBp,
        low: b.differenceBp - error,
        high: b.differenceBp + error,
        verdict: b.standardErrorBp > 0.07 ? null : Math.abs(b.differenceBp) <= 0.2 ? 'matches' : 'differs',
      },
    ];
  });
  const note =
    `${n} drawn days of the eight stocks’ null books, whose mid is a martingale that queues and volumes do not know; 15 000 shares in each half hour, once bought and once sold. ` +
    'Slippage against the half hour’s own VWAP, and what fills (forced ones included) earned against the next snapshot’s mid, weighted by shares; positive is cheap. They “match” within 0.2 bp, ' +
    'judged where the standard error over days is at most 0.07 bp.';
  return table('twin-book-spread', 'Costs on books without information', note, cells);
}

/** Every moment and skill that does not lie where the real books' lie, by name. */
export function outsideTable(bands: readonly BookBand[], { real, twin, none }: Skills): FactTable {
  const short = (v: number): string => v.toPrecision(3).replace('-', '−');
  const between = (low: number, high: number): string => `${short(low)} to ${short(high)}`;
  const moments = bands
    .filter((b) => !b.inside)
    .map((b) => [b.name, `${short(b.real)} (${between(b.low, b.high)})`, short(b.twin)]);
  const skills = twin.flatMap((t, i) => {
    const r = real?.[i];
    return r && !inBand(t, r)
      ? [[`skill of the probe, ${rowOf(t)}`, `${short(r.skill)} (${between(r.low, r.high)})`, short(t.skill)]]
      : [];
  });
  const told = none
    .filter((z) => z.low > 0)
    .map((z) => [`skill on the null twin, ${rowOf(z)}`, '0', `${short(z.skill)} (${between(z.low, z.high)})`]);
  return {
    id: 'twin-book-outside',
    title: 'What is not alike, by name',
    note: 'All moments outside the range of the real days, and all skills outside their band.',
    columns: ['moment or skill', 'real', 'twin'],
    rows: [...moments, ...skills, ...told],
  };
}

/** Where the twin's moments lie: −1 and 1 are the least and the greatest real day. */
export function placeFigure(bands: readonly BookBand[]): Figure {
  const shown = bands.filter((b) => b.high > b.low);
  return {
    id: 'twin-book-places',
    title: 'Moments of the twin in the range of real days',
    caption:
      'The mean of the twin days, measured in half widths of the range of the real days, whose ends are −1 and 1.',
    marks: ['point'],
    x: {
      field: 'place',
      title: 'distance from the middle of the real range, half widths',
      type: 'quantitative',
      zero: true,
    },
    y: { field: 'moment', title: '', type: 'nominal' },
    colour: { field: 'verdict', title: 'twin' },
    data: {
      moment: shown.map((b) => b.name),
      place: shown.map((b) => (b.twin - (b.low + b.high) / 2) / ((b.high - b.low) / 2)),
      verdict: shown.map((b) => (b.inside ? 'inside' : 'outside')),
    },
    synthetic: true,
  };
}

function rowOf({ probe, horizon }: ProbeSkill): string {
  return `${probe}, ${horizon} ahead`;
}

function inBand({ skill }: ProbeSkill, { low, high }: ProbeSkill): boolean {
  return low <= skill && skill <= high;
}

function table(id: string, title: string, note: string, cells: readonly ResultCell[]): Table {
  const [rows, columns] = [[...new Set(cells.map((c) => c.row))], [...new Set(cells.map((c) => c.column))]];
  return { id, title, note, rows, columns, cells, digits: 4, better: 'none', synthetic: true };
}
