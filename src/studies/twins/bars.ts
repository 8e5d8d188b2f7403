/** The synthetic twins of bars beside the real bars: which moments agree, by name. Without market data only the twins' own moments. */
import { paths } from '../../core/index.js';
import { barDays, barMoments, type MomentBand, type ResultCell, twinBands } from '../../evaluation/index.js';
import { type BarSeries, barTwinVersion, loadBars, tranches, twinBars } from '../../market/index.js';
import { M3T_STOCKS } from '../../systems/index.js';
import type { Figure, Study, StudyOptions, StudyResult, Table } from '../kit.js';

/** Real and synthetic bars of one stock with the moments compared. */
interface Comparison {
  readonly twin: BarSeries;
  readonly real: BarSeries | undefined;
  readonly bands: readonly MomentBand[] | undefined;
}

/** Study `twins`. */
export const twinStudy: Study = { id: 'twins', title: 'Synthetic twins of 15-minute bars', run };

async function run({ profile }: StudyOptions): Promise<StudyResult> {
  const started = performance.now();
  const stocks = profile === 'smoke' ? M3T_STOCKS.slice(0, 2) : M3T_STOCKS;
  const real = paths.data() ? await loadBars('cn-15min', stocks) : [];
  const compared = stocks.map((stock): Comparison => {
    const twin = twinBars(stock);
    const bars = real.find((b) => b.instrument === stock);
    return { twin, real: bars, bands: bars && twinBands(bars, twin) };
  });
  const bands = compared.flatMap((c) => c.bands ?? []);
  const outside = bands.filter((b) => !b.inside).length;
  const data = `twin-cn-15min@${barTwinVersion} (synthetic)${bands.length > 0 ? ' and cn-15min' : ''}`;
  return {
    study: 'twins',
    title: twinStudy.title,
    summary:
      'Where no market data are at hand, bars of eight Shanghai stocks are drawn from a statistical model that was fitted to real bars once and is frozen. ' +
      'This page says in which moments such bars are like the real ones, and in which they are not. ' +
      (bands.length > 0
        ? `${bands.length - outside} of ${bands.length} moments agree.`
        : 'Set STRATA_DATA to compare them with the real bars.'),
    profile,
    data,
    synthetic: true,
    tables: [momentTable(compared, data, profile)],
    facts: [],
    figures: [profileFigure(compared)],
    claims: [],
    notes: [
      'A twin has no holidays, no news, no events common to several stocks, and its prices carry no information for later prices.',
      'Twins are drawn with additions, multiplications, divisions, square roots and tables only: their bytes are equal on every machine.',
    ],
    seconds: (performance.now() - started) / 1000,
  };
}

function momentTable(compared: readonly Comparison[], data: string, profile: StudyOptions['profile']): Table {
  const cells = compared.flatMap(({ twin, real, bands }): ResultCell[] => {
    const days = barDays(twin);
    return barMoments.flatMap(({ name, unit, of }): ResultCell[] => {
      const band = bands?.find((b) => b.name === name);
      const shared = {
        study: 'twins',
        table: 'twin-bars',
        column: twin.instrument,
        unit,
        published: null,
        data,
        profile,
        inputs: [twin.hash, ...(real ? [real.hash] : [])],
      };
      const own: ResultCell = {
        ...shared,
        row: name,
        metric: 'moment_of_twin',
        value: of(days),
        low: null,
        high: null,
        n: days.length,
        verdict: null,
      };
      if (!band) return [own];
      return [
        own,
        {
          ...shared,
          row: `${name}: twin − real`,
          metric: 'moment_difference',
          value: band.twin - band.real,
          low: band.low,
          high: band.high,
          n: days.length,
          verdict: band.inside ? 'matches' : 'differs',
        },
      ];
    });
  });
  return {
    id: 'twin-bars',
    title: 'Moments of the twins',
    note:
      'Under each moment of the twin stands its difference from the real bars with a 95 % interval (days of both drawn anew in blocks of 20): ' +
      '“matches” where the interval contains zero. With many moments some differ by chance: one in twenty would, were all equal.',
    rows: [...new Set(cells.map((c) => c.row))],
    columns: compared.map((c) => c.twin.instrument),
    cells,
    digits: 4,
    better: 'none',
    synthetic: true,
  };
}

function profileFigure(compared: readonly Comparison[]): Figure {
  const clock = tranches('SSE', 8).map((t) => (t.startMs + t.endMs) / 2 / 3_600_000);
  const rows = compared.flatMap(({ twin, real }) =>
    [twin, ...(real ? [real] : [])].flatMap((bars) => {
      const days = barDays(bars);
      return clock.map((hour, i) => ({
        hour,
        share: days.reduce((sum, d) => sum + (d.tranches[i] as number), 0) / days.length,
        kind: bars.synthetic ? 'twin' : 'real',
        stock: bars.instrument,
      }));
    }),
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
    data: {
      hour: rows.map((r) => r.hour),
      share: rows.map((r) => r.share),
      kind: rows.map((r) => r.kind),
      stock: rows.map((r) => r.stock),
    },
    synthetic: true,
  };
}
