/** Tables of the page on twins: moments by group, what stocks have in common, and the moments that are not alike by name. */
import {
  barDays,
  barMoments,
  type MomentBand,
  type MomentGroup,
  momentOf,
  type ResultCell,
} from '../../evaluation/index.js';
import type { BarSeries } from '../../market/index.js';
import type { FactTable, Table } from '../kit.js';
import type { Comparison } from './comparison.js';

/** What all cells of the page share. */
export type Source = Pick<ResultCell, 'data' | 'profile'>;

/** The moments of one group: real with its band, twin with its verdict against that band, and their difference with its interval. */
export function momentTable(compared: readonly Comparison[], group: MomentGroup, source: Source): Table {
  const id = `twin-${group.replaceAll(' ', '-')}`;
  const moments = barMoments.filter((m) => m.group === group);
  const cells = compared.flatMap(({ stock, twin, real, bands }) => {
    const days = barDays(twin);
    return moments.flatMap((moment) => {
      const shared = {
        ...start(id, source, [twin, ...(real ? [real] : [])]),
        column: stock,
        unit: moment.unit,
        n: days.length - moment.lookback,
      };
      const band = bands?.find((b) => b.name === moment.name);
      return band ? threeCells(shared, band) : [ownCell(shared, moment.name, momentOf(moment, days))];
    });
  });
  return {
    id,
    title: `Moments of the twins: ${group}`,
    note: noteOf(compared.some((c) => c.bands)),
    rows: [...new Set(cells.map((c) => c.row))],
    columns: compared.map((c) => c.stock),
    cells,
    digits: 4,
    better: 'none',
    synthetic: true,
  };
}

/** What stocks have in common on the same days. */
export function commonTable(
  moments: readonly MomentBand[] | readonly { name: string; unit: string; value: number; n: number }[],
  twins: readonly BarSeries[],
  real: readonly BarSeries[],
  source: Source,
): Table {
  const id = 'twin-across-stocks';
  const column = `mean over pairs of ${twins.length} stocks`;
  const cells = moments.flatMap((moment) => {
    const shared = {
      ...start(id, source, [...twins, ...real]),
      column,
      unit: moment.unit,
      n: (twins[0]?.days.length ?? 1) - 1,
    };
    return 'value' in moment ? [ownCell(shared, moment.name, moment.value)] : threeCells(shared, moment);
  });
  return {
    id,
    title: 'Moments of the twins: across stocks',
    note: `${noteOf(real.length > 0)} Real stocks share a part of their days; the twins are independent of each other.`,
    rows: [...new Set(cells.map((c) => c.row))],
    columns: [column],
    cells,
    digits: 4,
    better: 'none',
    synthetic: true,
  };
}

/** Every moment that lies outside the real band or differs, by name. */
export function outsideTable(compared: readonly Comparison[], common: readonly MomentBand[]): FactTable {
  const short = (v: number): string => v.toPrecision(3).replace('-', '−');
  const rows = [...compared.map((c) => [c.stock, c.bands ?? []] as const), ['all', common] as const].flatMap(
    ([stock, bands]) =>
      bands
        .filter((b) => !b.inside || !b.agrees)
        .map((b) => [
          b.name,
          stock,
          `${short(b.real)} (${short(b.band.low)} to ${short(b.band.high)})`,
          short(b.twin),
          b.inside ? 'inside' : 'outside',
          b.agrees ? 'no' : 'yes',
        ]),
  );
  return {
    id: 'twin-outside',
    title: 'Moments that are not alike, by name',
    note: 'All moments whose twin lies outside the 95 % band of the real moment, or differs from it when the twin’s own scatter is counted too.',
    columns: ['moment', 'stock', 'real (95 % band)', 'twin', 'band', 'differs'],
    rows,
  };
}

function start(
  table: string,
  { data, profile }: Source,
  bars: readonly BarSeries[],
): Pick<ResultCell, 'study' | 'table' | 'data' | 'profile' | 'published' | 'inputs'> {
  return { study: 'twins', table, data, profile, published: null, inputs: bars.map((b) => b.hash) };
}

type Shared = ReturnType<typeof start> & Pick<ResultCell, 'column' | 'unit' | 'n'>;

function ownCell(shared: Shared, row: string, value: number): ResultCell {
  return { ...shared, row, metric: 'moment_of_twin', value, low: null, high: null, verdict: null };
}

function threeCells(shared: Shared, b: MomentBand): ResultCell[] {
  return [
    { ...ownCell(shared, `${b.name}: real`, b.real), metric: 'moment_of_real_bars', ...b.band },
    { ...ownCell(shared, b.name, b.twin), verdict: b.inside ? 'matches' : 'differs' },
    {
      ...ownCell(shared, `${b.name}: twin − real`, b.twin - b.real),
      metric: 'moment_difference',
      ...b.difference,
      verdict: b.agrees ? 'matches' : 'differs',
    },
  ];
}

function noteOf(withReal: boolean): string {
  if (!withReal) return 'Moments of the twins alone: there are no real bars to compare them with.';
  return (
    'Each moment of the real bars with its 95 % band (days drawn anew in blocks of 20, each with its own past), the twin’s moment, which “matches” ' +
    'inside that band, and their difference with a 95 % interval (days of both drawn anew), which “matches” where it contains zero. ' +
    'Of two draws from one twin one moment in four misses the band, and one difference in ten misses zero.'
  );
}
