/** Charts of the page on twins: mean volume profiles, and where each moment of a twin lies in the real band. */
import { barDays, barMoments } from '../../evaluation/index.js';
import { type BarSeries, tranches } from '../../market/index.js';
import type { Figure } from '../kit.js';
import type { Comparison } from './comparison.js';

/** Mean profiles of half hours, twin and real. */
export function profileFigure(compared: readonly Comparison[]): Figure {
  const clock = tranches('SSE', 8).map((t) => (t.startMs + t.endMs) / 2 / 3_600_000);
  const rows = compared.flatMap(({ twin, real }) =>
    [twin, ...(real ? [real] : [])].flatMap((bars) =>
      meanProfile(bars).map((share, i) => ({
        hour: clock[i] as number,
        share,
        kind: bars.synthetic ? 'twin' : 'real',
        stock: bars.instrument,
      })),
    ),
  );
  return {
    id: 'twin-profiles',
    title: 'Mean volume profiles of twins and real bars',
    caption: 'Share of the day’s volume by half hour, mean over all days.',
    marks: ['line', 'point'],
    x: { field: 'hour', title: 'time of day, h', type: 'quantitative' },
    y: { field: 'share', title: 'share of the day’s volume', type: 'quantitative', format: '.0%', zero: true },
    colour: { field: 'kind', title: 'bars' },
    facet: { field: 'stock', title: 'stock', columns: 4 },
    data: columnsOf(rows),
    synthetic: true,
  };
}

/** Where the twin's moments lie: −1 and 1 are the ends of the real band. */
export function placeFigure(compared: readonly Comparison[]): Figure {
  const rows = barMoments.flatMap(({ name }) =>
    compared.flatMap(({ stock, bands }) => {
      const b = bands?.find((x) => x.name === name);
      const half = b ? (b.band.high - b.band.low) / 2 : 0;
      if (!b || half <= 0) return [];
      return [
        {
          moment: name,
          place: (b.twin - (b.band.low + b.band.high) / 2) / half,
          verdict: b.agrees ? 'does not differ' : 'differs',
          stock,
        },
      ];
    }),
  );
  return {
    id: 'twin-places',
    title: 'Moments of the twins in the real bands',
    caption:
      'One point a stock: the twin’s moment, measured in half widths of the 95 % band of the real moment, whose ends are −1 and 1. ' +
      'Coloured by whether twin and real differ when the scatter of both is counted.',
    marks: ['point'],
    x: {
      field: 'place',
      title: 'distance from the middle of the real band, half widths',
      type: 'quantitative',
      zero: true,
    },
    y: { field: 'moment', title: '', type: 'nominal' },
    colour: { field: 'verdict', title: 'twin and real' },
    data: columnsOf(rows),
    synthetic: true,
  };
}

/** Rows as columns. */
function columnsOf<T extends Readonly<Record<string, number | string>>>(rows: readonly T[]): Figure['data'] {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, rows.map((r) => r[name] as number | string)]));
}

/** Mean share of each half hour over all days. */
function meanProfile(bars: BarSeries): number[] {
  const days = barDays(bars);
  return Array.from({ length: 8 }, (_, i) => days.reduce((sum, d) => sum + (d.tranches[i] as number), 0) / days.length);
}
