/** Turns a figure's plain description into a Vega-Lite 5 specification: the same chart for a notebook, a wide page and a phone. */
import type { Axis, Figure, Mark } from '../studies/index.js';
import { verdictTone } from './verdicts.js';

/** A Vega-Lite 5 specification as plain JSON. */
export type VegaLiteSpec = Readonly<Record<string, unknown>>;

/** Colours that stay apart for colour-blind readers (Okabe and Ito 2008), without yellow and with grey for black. */
export const palette: readonly string[] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#777777'];

const toneColours = { good: '#009E73', bad: '#D55E00', open: '#777777' } as const;

/** Room for the whole chart: a page on a desk, or a phone of 390 pixels. */
export type ChartRoom = 'wide' | 'narrow';

/** The specification of a figure. Colours of axes and text are left to the place where it is drawn. */
export function toVegaLite(figure: Figure, room: ChartRoom = 'wide'): VegaLiteSpec {
  const columns = figure.facet ? columnsIn(room, figure.facet.columns) : 1;
  const inner = {
    ...sizeOf(figure, room, columns),
    layer: [...zeroLines(figure), ...figure.marks.map((mark) => layer(figure, mark))],
  };
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: { text: figure.title, anchor: 'start' },
    description: figure.caption,
    data: { values: rowsOf(figure.data) },
    config: {
      background: 'transparent',
      font: 'system-ui, sans-serif',
      range: { category: palette },
      view: { stroke: null },
      axis: {
        grid: !figure.marks.includes('heatmap'),
        labelFontSize: 11,
        titleFontSize: 11,
        titleFontWeight: 'normal',
        labelOverlap: true,
      },
      legend: {
        orient: 'top',
        labelFontSize: 12,
        labelLimit: 0,
        titleFontSize: 12,
        titleFontWeight: 'normal',
        symbolOpacity: 1,
        ...(room === 'narrow' ? { columns: 2 } : {}),
      },
      header: { labelFontSize: 12 },
    },
  };
  if (!figure.facet) return { ...shared, ...inner };
  const { field, title } = figure.facet;
  const label = `${JSON.stringify(`${title} `)} + (datum.label)`;
  return {
    ...shared,
    facet: {
      field,
      type: 'nominal',
      title: null,
      sort: distinct(figure, field),
      header: { labelExpr: label, labelLimit: 300 },
    },
    columns,
    spacing: room === 'wide' ? 20 : 12,
    spec: inner,
  };
}

function columnsIn(room: ChartRoom, wanted: number): number {
  if (room === 'wide') return wanted;
  return wanted > 2 ? 2 : 1;
}

/** Pixels of one panel without its axes; a row a name where y only names things. */
function sizeOf(
  figure: Figure,
  room: ChartRoom,
  columns: number,
): { width: number; height: number | { step: number } } {
  const whole = room === 'wide' ? 1060 : 318;
  const single = room === 'wide' ? 700 : 262;
  const most = figure.facet && room === 'wide' ? 440 : single;
  const width = columns === 1 ? Math.min(most, single) : Math.min(most, Math.floor((whole - 46) / columns) - 20);
  if (figure.y && names(figure.y) && !figure.marks.includes('heatmap')) return { width, height: { step: 22 } };
  return { width, height: Math.min(300, Math.max(96, Math.round(width * 0.58))) };
}

function rowsOf(data: Figure['data']): Readonly<Record<string, unknown>>[] {
  const columns = Object.keys(data);
  const count = data[columns[0] ?? '']?.length ?? 0;
  return Array.from({ length: count }, (_, i) =>
    Object.fromEntries(columns.map((name) => [name, data[name]?.[i] ?? null])),
  );
}

function names(axis: Axis | undefined): boolean {
  return axis?.type === 'nominal' || axis?.type === 'ordinal';
}

/** A dashed line at zero on each measured axis whose values lie on both sides of it. */
function zeroLines(figure: Figure): Record<string, unknown>[] {
  const { x, y, interval, data, marks } = figure;
  if (marks.includes('heatmap') || marks.includes('distribution')) return [];
  return (
    [
      ['x', x],
      ['y', y],
    ] as const
  ).flatMap(([channel, axis]) => {
    if (axis?.type !== 'quantitative' || axis.scale === 'log') return [];
    const ends = measured(figure) === channel && interval ? [interval.low, interval.high] : [];
    const values = [axis.field, ...ends].flatMap((field) => data[field] ?? []).filter((v) => typeof v === 'number');
    if (!values.some((v) => v < 0) || !values.some((v) => v > 0)) return [];
    return [
      {
        mark: { type: 'rule', strokeDash: [4, 3], opacity: 0.7 },
        encoding: { [channel]: { datum: 0, type: 'quantitative' } },
      },
    ];
  });
}

/** The channel along which intervals lie: y, or x where y only names things. */
function measured({ y }: Figure): 'x' | 'y' {
  return names(y) ? 'x' : 'y';
}

function channel(axis: Axis, mark: Mark): Record<string, unknown> {
  const log = axis.scale === 'log';
  const look = {
    ...(names(axis) ? { labelAngle: 0 } : {}),
    ...(axis.format ? { format: axis.format } : {}),
    ...(log ? { tickCount: 5 } : {}),
  };
  return {
    field: axis.field,
    type: axis.type,
    title: axis.title,
    ...(axis.type === 'quantitative'
      ? { scale: log ? { type: 'log', zero: false } : { zero: axis.zero ?? mark === 'bar' } }
      : {}),
    ...(names(axis) ? { sort: null } : {}),
    ...(Object.keys(look).length > 0 ? { axis: look } : {}),
  };
}

function layer(figure: Figure, mark: Mark): Record<string, unknown> {
  const { x, y, colour } = figure;
  const colourChannel = colour ? { color: colourOf(figure) } : {};
  const position = { x: channel(x, mark), ...(y ? { y: channel(y, mark) } : {}) };
  const plain = { ...position, ...colourChannel, tooltip: tooltips(figure) };
  const beside = colour && names(x) ? { xOffset: { field: colour.field, sort: null } } : {};
  switch (mark) {
    case 'line':
      return { mark: { type: 'line', strokeWidth: 1.8 }, encoding: plain };
    case 'point':
      return { mark: { type: 'point', filled: true, opacity: 1, size: 30 }, encoding: { ...plain, ...shapes(figure) } };
    case 'text':
      return { mark: { type: 'text', dy: -8 }, encoding: { ...plain, text: { field: y?.field ?? x.field } } };
    case 'bar':
      return { mark: { type: 'bar' }, encoding: { ...plain, ...beside } };
    case 'heatmap':
      return { mark: { type: 'rect' }, encoding: plain };
    case 'distribution':
      return {
        mark: { type: 'bar', opacity: 0.65 },
        encoding: {
          x: { ...channel(x, mark), bin: { maxbins: 40 } },
          y: { aggregate: 'count', type: 'quantitative', title: 'count', stack: null },
          ...colourChannel,
        },
      };
    case 'band':
      return { mark: { type: 'area', opacity: 0.2 }, encoding: { ...span(figure, mark), ...colourChannel } };
    case 'rule':
      return {
        mark: { type: 'rule', strokeWidth: 1.4 },
        encoding: { ...span(figure, mark), ...colourChannel, ...(measured(figure) === 'y' ? beside : {}) },
      };
  }
}

/** The interval along the measured axis. */
function span(figure: Figure, mark: Mark): Record<string, unknown> {
  const { x, y, interval } = figure;
  const along = measured(figure);
  const axis = along === 'x' ? x : y;
  const [low, high] = [interval?.low ?? axis?.field, interval?.high ?? axis?.field];
  const ends = { ...(axis ? channel(axis, mark) : { type: 'quantitative' }), field: low };
  return along === 'x'
    ? { x: ends, x2: { field: high }, ...(y ? { y: channel(y, mark) } : {}) }
    : { x: channel(x, mark), y: ends, y2: { field: high } };
}

function tooltips({ x, y, interval, colour }: Figure): Record<string, unknown>[] {
  const fields: Pick<Axis, 'field' | 'title' | 'type'>[] = [
    ...(colour ? [{ ...colour, type: 'nominal' as const }] : []),
    x,
    ...(y ? [y] : []),
    ...(interval
      ? [
          { field: interval.low, title: 'from', type: 'quantitative' as const },
          { field: interval.high, title: 'to', type: 'quantitative' as const },
        ]
      : []),
  ];
  return fields.map(({ field, title, type }) => ({ field, title, type }));
}

/** Series differ by shape too, for readers and printers that see no colours. Both scales name their values, else there are two legends. */
function shapes(figure: Figure): Record<string, unknown> {
  const { colour } = figure;
  if (!colour || isNumeric(figure, colour.field)) return {};
  const { field, title } = colour;
  return { shape: { field, type: 'nominal', title, sort: null, scale: { domain: distinct(figure, field) } } };
}

function colourOf(figure: Figure): Record<string, unknown> {
  const { field, title } = figure.colour as NonNullable<Figure['colour']>;
  if (figure.marks.includes('heatmap') && isNumeric(figure, field))
    return { field, type: 'quantitative', title, scale: { scheme: 'viridis' } };
  const domain = distinct(figure, field);
  const tones = domain.map((value) => verdictTone(String(value)));
  // Where the colour tells a verdict, the report's colours for it.
  const judged = domain.length > 0 && !tones.includes(undefined);
  const range = judged ? { range: tones.map((tone) => toneColours[tone ?? 'open']) } : {};
  return { field, type: 'nominal', title, sort: null, scale: { domain, ...range } };
}

/** The values of a column in the order in which they first stand there. */
function distinct(figure: Figure, field: string): (number | string)[] {
  return [...new Set(figure.data[field] ?? [])].filter((value) => value !== null);
}

function isNumeric(figure: Figure, field: string): boolean {
  return typeof figure.data[field]?.find((v) => v !== null) === 'number';
}
